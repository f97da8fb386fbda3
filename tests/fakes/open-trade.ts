import { openTrade } from '../../src/core/entry/open-trade.ts';
import type { Market } from '../../src/core/market/market.ts';
import { applyOrderUpdate } from '../../src/core/trade/apply-order-update.ts';
import { newOrder } from '../../src/core/trade/new-order.ts';
import { entrySide, type Order, type Side, type Trade } from '../../src/core/trade/trade.ts';
import { spotMarket } from './spot-market.ts';

interface Opening {
  readonly rate?: number;
  readonly amount?: number;
  readonly side?: Side;
  readonly leverage?: number;
  readonly stoploss?: number;
  readonly market?: Market;
  /** ms since epoch, UTC. */
  readonly at?: number;
}

/** A trade whose first entry has just been filled: 10 at 100 where nothing else is asked for. */
export function filledTrade(opening: Opening = {}): Trade {
  const { rate = 100, amount = 10, side = 'long', leverage = 1, stoploss = -0.1, market = spotMarket('A/USDT'), at = 0 } = opening;
  const stakeAmount = (rate * amount) / leverage;
  const decision = { pair: market.pair, side, tag: null, orderType: 'limit', timeInForce: 'GTC', amountRequested: amount } as const;
  const facts = { exchange: 'x', strategy: 'S', timeframe: 5, stoploss, fee: 0.001, tradingMode: 'spot' } as const;
  const trade = openTrade({ ...decision, rate, amount, stakeAmount, leverage }, market, facts, at);
  fillWhole(trade, addOrder(trade, entrySide(trade), amount, rate, at), at);
  return trade;
}

/** An order that waits. */
export function addOrder(trade: Trade, side: Order['side'], amount: number, rate: number, at: number): Order {
  const order = newOrder(trade, { side, orderType: 'limit', amount, rate, tag: null, orderId: String(trade.orders.length + 1) }, at);
  trade.orders.push(order);
  return order;
}

/** Fills an order at its price. */
export function fillWhole(trade: Trade, order: Order, at: number): void {
  const { orderId, ftAmount: amount, ftPrice: average } = order;
  applyOrderUpdate(
    trade,
    order,
    { orderId, status: 'closed', amount, filled: amount, average, cost: null, price: average, fees: [], at },
    { now: at },
  );
}
