import { expect, it } from 'vitest';
import { addOrder, filledTrade } from '../../../tests/fakes/open-trade.ts';
import { spotMarket } from '../../../tests/fakes/spot-market.ts';
import { strandsByCancel } from './exitable.ts';

const RULES = { amountReserveRatio: 0.05, stoploss: -0.1 } as Parameters<typeof strandsByCancel>[3];
const MARKET = spotMarket('A/USDT', { minCost: 100 });

/** Whether an exit of 10 at 100 that is filled so far may not be cancelled. */
function isKept(filled: number, leverage: number): boolean {
  const trade = filledTrade({ leverage });
  const order = addOrder(trade, 'sell', 10, 100, 1000);
  order.filled = filled;
  return strandsByCancel(trade, order, MARKET, RULES);
}

it('an exit that is filled in part is kept where the market takes no order for the rest, whatever of it was lent', () => {
  for (const leverage of [1, 5, 20]) {
    expect(isKept(0, leverage)).toBe(false);
    expect(isKept(1, leverage), `leverage ${leverage}`).toBe(false);
    expect(isKept(8, leverage), `leverage ${leverage}`).toBe(false);
    expect(isKept(9.5, leverage), `leverage ${leverage}`).toBe(true);
  }
});
