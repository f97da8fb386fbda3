import type { Market } from '../market/market.ts';
import { earlierOrderId } from '../order/intent.ts';
import { applyOrderUpdate } from './apply-order-update.ts';
import { ensure } from './invariant.ts';
import type { Order, Trade } from './trade.ts';

/** What changes a trade besides its orders. Each is a fact from outside that no order tells. */

/** The wallet has less than the trade says: what it has is what the trade holds, so that selling it closes the trade. */
export function holdOnly(trade: Trade, amount: number): void {
  ensure(trade.isOpen && amount > 0 && amount <= trade.amount, trade, `it holds ${trade.amount} and was to hold only ${amount}`);
  trade.amount = amount;
}

/**
 * The market has other steps of prices and amounts than when the trade was opened: orders must lie on them from now on.
 * @returns whether they are others
 */
export function takeSteps(trade: Trade, { amountPrecision, pricePrecision, precisionMode }: Readonly<Market>): boolean {
  ensure(trade.isOpen, trade, 'it is closed, and was to be ordered for in other steps');
  const isKnown = amountPrecision !== null && pricePrecision !== null;
  const areSame =
    trade.amountPrecision === amountPrecision && trade.pricePrecision === pricePrecision && trade.precisionMode === precisionMode;
  if (!isKnown || areSame) return false;
  Object.assign(trade, { amountPrecision, pricePrecision, precisionMode });
  return true;
}

/** The first entry was cancelled for another that is not placed yet: until then the trade binds nothing. */
export function unbind(trade: Trade): void {
  ensure(trade.amount === 0, trade, `it holds ${trade.amount} and was to bind nothing`);
  trade.stakeAmount = 0;
}

/** Ends a trade that has nothing: no fill and no open order. */
export function abandon(trade: Trade): void {
  const isEmpty = !trade.orders.some((order) => order.isOpen || (order.filled ?? 0) > 0);
  ensure(isEmpty, trade, 'it has orders that are open or filled, and was to be forgotten');
  trade.isOpen = false;
}

/** An order that was taken for done has brought more: it is looked at once more. */
export function reopenOrder(trade: Readonly<Trade>, order: Order): void {
  ensure(trade.isOpen, trade, 'it is closed, and an order of it was to be looked at again');
  order.isOpen = true;
}

/** Why the trade is being left, by what was seen on the exchange or decided while an order waits for another reason. */
export function noteExitReason(trade: Trade, reason: string | null): void {
  ensure(trade.isOpen, trade, 'it is closed, and was to be left for another reason');
  trade.exitReason = reason;
}

/** The exchange has given an order's number to another: the earlier one keeps it with its own behind. */
export function freeOrderId(trade: Readonly<Trade>, orderId: string): void {
  for (const order of trade.orders) if (order.orderId === orderId) order.orderId = earlierOrderId(orderId, order.id);
}

/** Cancels an order that brought nothing and forgets it, as freqtrade's backtest does. @param now ms since epoch, UTC */
export function withdrawOrder(trade: Trade, order: Order, now: number): void {
  ensure((order.filled ?? 0) === 0, trade, `order ${order.orderId} brought ${order.filled}, and was to be forgotten`);
  const { orderId, ftAmount: amount, ftPrice: price } = order;
  const update = { orderId, status: 'canceled', amount, filled: 0, average: null, cost: null, price, fees: [], at: now } as const;
  applyOrderUpdate(trade, order, update, { now, keepsTrade: true });
  trade.orders.splice(trade.orders.indexOf(order), 1);
}
