import type { OrderUpdate } from '../trade/apply-order-update.ts';
import { isStopOrder, type OrderSide, type Trade } from '../trade/trade.ts';

/** How far apart two dates of one fill may be, ms. */
const CLOCKS_APART_MS = 60_000;

/** Whether an order is what a stop of the trade has become: exchanges with a book of stops give it another number, and it is booked with the stop. */
export function isFiredStop(trade: Readonly<Trade>, side: OrderSide, { filled, at }: Pick<OrderUpdate, 'filled' | 'at'>): boolean {
  return trade.orders.some(
    (order) =>
      isStopOrder(order) &&
      order.side === side &&
      order.filled === filled &&
      Math.abs((order.filledDate ?? order.updateDate ?? order.orderDate) - at) < CLOCKS_APART_MS,
  );
}
