import { describe, expect, it } from 'vitest';
import { spotMarket } from '../../../tests/fakes/spot-market.ts';
import { openTrade } from '../entry/open-trade.ts';
import type { LeverageTier } from '../market/leverage-tiers.ts';
import { type LiquidationFormula, setSharedLiquidations } from './liquidation.ts';
import type { Trade } from './trade.ts';

const [BTC, ETH] = ['BTC/USDT:USDT', 'ETH/USDT:USDT'];
const tier = (minNotional: number, maxNotional: number, maintenanceRatio: number, maintenanceAmount: number): LeverageTier => ({
  ...{ minNotional, maxNotional, maintenanceRatio, maintenanceAmount },
  maxLeverage: 1 / (2 * maintenanceRatio),
});
const TIERS: Readonly<Record<string, readonly LeverageTier[]>> = {
  [BTC]: [tier(0, 50_000, 0.004, 0), tier(50_000, 250_000, 0.005, 50)],
  [ETH]: [tier(0, 10_000, 0.005, 0)],
};
/** Half of what the largest leverage leaves, 50 times. */
const HALF: readonly LeverageTier[] = [{ ...tier(0, Number.POSITIVE_INFINITY, 0.01, 0), maintenanceAmount: null }];

function position(pair: string, side: 'long' | 'short', amount: number, rate: number, stakeAmount: number, leverage: number): Trade {
  const entry = { pair, side, tag: 't', orderType: 'limit', timeInForce: 'GTC', rate, amount, amountRequested: amount } as const;
  const facts = { exchange: 'binance', strategy: 'S', timeframe: 5, stoploss: -0.5, fee: 0.001, tradingMode: 'futures' as const };
  const market = spotMarket(pair, { isSpot: false, pricePrecision: 1e-8 });
  return { ...openTrade({ ...entry, stakeAmount, leverage }, market, facts, 1000), amount, openRate: rate, stakeAmount };
}

/** Two positions on an account of 2000 USDT. */
function shared(formula: LiquidationFormula, marks: Readonly<Record<string, number>>, collateral = 2000): (number | null)[] {
  const trades = [position(BTC!, 'long', 0.05, 60_000, 600, 5), position(ETH!, 'short', 1, 3000, 1000, 3)];
  const tiersOf = (pair: string) => (formula === 'hyperliquid' ? HALF : TIERS[pair]!);
  const marketOf = (pair: string) => spotMarket(pair, { isSpot: false, leverageTiers: tiersOf(pair) });
  const news = setSharedLiquidations(
    { collateral, trades, marketOf, markOf: ({ pair, openRate }) => marks[pair] ?? openRate },
    { formula, buffer: 0.05 },
  );
  expect(news).toEqual(trades);
  return trades.map(({ liquidationPrice }) => liquidationPrice);
}

describe('positions that share their margin are liquidated where freqtrade 2026.9 says', () => {
  it('on Binance, by what the others have gained and must keep', () => {
    expect(shared('binance', { [BTC!]: 59_000, [ETH!]: 3100 })).toEqual([
      expect.closeTo(20464.357429718875, 6),
      expect.closeTo(4817.950248756219, 6),
    ]);
  });

  it('on Binance in a backtest, where the others are worth what they were entered at', () => {
    expect(shared('binance', {})).toEqual([expect.closeTo(22362.449799196787, 6), expect.closeTo(4865.024875621891, 6)]);
  });

  it('on Hyperliquid, by the account alone', () => {
    for (const marks of [{}, { [BTC!]: 59_000 }])
      expect(shared('hyperliquid', marks)).toEqual([expect.closeTo(22191.919191919194, 6), expect.closeTo(4852.970297029703, 6)]);
  });

  it('nowhere below nothing, where the account has more than all of them could lose', () => {
    expect(shared('binance', {}, 1e6)[0]).toBe(0);
  });
});
