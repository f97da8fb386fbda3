import { openTrade } from '../../src/core/entry/open-trade.ts';
import { newOrder } from '../../src/core/trade/new-order.ts';
import type { Side, Trade } from '../../src/core/trade/trade.ts';
import { spotMarket } from './spot-market.ts';

/** A trade whose first order is open: one coin at 100. @param changes over what it would have */
export function spotTrade(pair: string, changes: Partial<Trade> = {}, side: Side = 'long'): Trade {
  const at = 1_750_000_020_000;
  const [rate, amount] = [100, 1];
  const trade = openTrade(
    {
      pair,
      side,
      tag: 'tag',
      orderType: 'limit',
      timeInForce: 'GTC',
      rate,
      amount,
      amountRequested: amount,
      stakeAmount: 100,
      leverage: 1,
    },
    spotMarket(pair),
    { exchange: 'binance', strategy: 'S', timeframe: 1, stoploss: -0.1, fee: 0.001, tradingMode: 'spot' },
    at,
  );
  const order = { side: side === 'long' ? 'buy' : 'sell', orderType: 'limit', amount, rate, tag: 'tag', orderId: '1' } as const;
  trade.orders.push(newOrder(trade, order, at));
  return Object.assign(trade, changes);
}
