import type { OrderUpdate } from '../trade/apply-order-update.ts';
import { isStopOrder, type OrderSide, type Trade } from '../trade/trade.ts';

/** How far apart two dates of one fill may be, ms. */
const CLOCKS_APART_MS = 60_000;

/** How far apart two averages of one fill may be, ratio: some exchanges tell it, some have it computed of the fills. */
const AVERAGES_APART = 1e-6;

/**
 * Whether an order is what a stop of the trade has become: exchanges with a book of stops give it another number, and it is booked with the
 * stop. A liquidation is none, though it may bring as much at the same time.
 */
export function isFiredStop(
  trade: Readonly<Trade>,
  { side, update, isLiquidation }: { readonly side: OrderSide; readonly update: OrderUpdate; readonly isLiquidation?: boolean },
): boolean {
  if (isLiquidation === true) return false;
  return trade.orders.some(
    (order) =>
      isStopOrder(order) &&
      order.side === side &&
      order.filled === update.filled &&
      isNear(order.average, update.average) &&
      Math.abs((order.filledDate ?? order.updateDate ?? order.orderDate) - update.at) < CLOCKS_APART_MS,
  );
}

function isNear(one: number | null, other: number | null): boolean {
  return one === null || other === null || Math.abs(one - other) <= other * AVERAGES_APART;
}

/**
 * When a trade's first order was placed by the exchange's clock, ms: what was placed before it is of another trade of the pair, as is what
 * the stop of that one has become. Null where the first order is not among those that are listed.
 */
export function placedFirst(
  { orders }: Readonly<Trade>,
  listed: readonly { readonly at: number; readonly update: Pick<OrderUpdate, 'orderId'> }[],
): number | null {
  const [first] = orders;
  return listed.find(({ update }) => update.orderId === first?.orderId)?.at ?? null;
}
