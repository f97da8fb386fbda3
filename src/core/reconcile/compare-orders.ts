import { CLIENT_ORDER_PREFIX, clientOrderId as clientOrderIdOf, type OrderIntent } from '../order/intent.ts';
import { isFiredStop, placedFirst } from '../stop-on-exchange/fired.ts';
import type { OrderUpdate } from '../trade/apply-order-update.ts';
import { exitSide, type Order, openStops, side as sideOf, type Trade } from '../trade/trade.ts';
import type { Difference, SeenOrder } from './difference.ts';

/** Clocks differ: orders are a trade's from this long before it was opened, ms. */
export const BEFORE_OPEN_MS = 20_000;

/** What is known of a pair's orders. */
export interface PairOrders {
  readonly pair: string;
  /** The open trade; null for none. */
  readonly trade: Trade | null;
  /** What the exchange lists, oldest first. */
  readonly seen: readonly SeenOrder[];
  /** What it says of each open order of the trade, by its number; null where it knows none. */
  readonly asked: ReadonlyMap<string, OrderUpdate | null>;
  /** Numbers of orders that other trades of the database have. */
  readonly ofOthers: ReadonlySet<string>;
  readonly intents: readonly OrderIntent[];
  /** Numbers of the trade's stops that wait on the exchange: none of these has become another order. */
  readonly restingStops: ReadonlySet<string>;
  /** Numbers of all stops that wait there, which some exchanges have among the orders. */
  readonly listedStops: ReadonlySet<string>;
}

/** What the database and the exchange tell differently of a pair's orders. */
export function compareOrders(orders: PairOrders): Difference[] {
  const { trade, seen, ofOthers, intents } = orders;
  const known = new Set(trade?.orders.map(({ orderId }) => orderId));
  const inFlight = new Set(intents.map(({ clientOrderId }) => clientOrderId));
  const began = (trade === null ? null : placedFirst(trade, seen)) ?? 0;
  const unknown = seen.filter(
    ({ update, clientOrderId, at }) =>
      (at >= began || update.status === 'open') &&
      !known.has(update.orderId) &&
      !ofOthers.has(update.orderId) &&
      (clientOrderId === null || !inFlight.has(clientOrderId)),
  );
  return [
    ...(trade === null ? [] : trade.orders.flatMap((order) => compareOrder(orders, trade, order))),
    ...unknown.flatMap((order) => unknownOrder(orders, order)),
  ];
}

function compareOrder({ pair, seen, asked }: PairOrders, trade: Trade, order: Order): Difference[] {
  if (order.ftOrderSide === 'stoploss') return [];
  const update = asked.get(order.orderId) ?? seen.find((one) => one.update.orderId === order.orderId)?.update ?? null;
  const called = `order ${order.orderId} (${order.side} ${order.ftAmount})`;
  const difference = (here: string, there: string, word: OrderUpdate): Difference => {
    const words = `Take in what the exchange says of ${called} of trade #${trade.id}: ${there}?`;
    return { pair, trade, here: `${called} ${here}`, there, remedy: { kind: 'take_in', words, order, update: word } };
  };
  const filled = order.filled ?? 0;
  if (!order.isOpen) {
    if (update === null || update.filled <= filled) return [];
    return [difference(`${order.status}, ${filled} filled`, `${update.status}, ${update.filled} filled`, update)];
  }
  if (update !== null) {
    if (update.status === 'open' && update.filled === filled) return [];
    return [difference(`open, ${filled} filled`, `${update.status}, ${update.filled} filled`, update)];
  }
  // nothing is known of one that was not asked for
  if (!asked.has(order.orderId)) return [];
  const { orderId, ftAmount: amount, average, cost, price, orderDate: at } = order;
  const gone = { orderId, status: 'canceled', amount, filled, average, cost, price, fees: [], at } as const;
  return [difference(`open, ${filled} filled`, 'there is no such order', gone)];
}

/** Whether an order has our id of a stop on the exchange, which it was before it fired. */
function isOfStop({ clientOrderId }: SeenOrder): boolean {
  return clientOrderId?.startsWith(clientOrderIdOf('stop', '')) === true;
}

function unknownOrder({ pair, trade, restingStops, listedStops }: PairOrders, seen: SeenOrder): Difference[] {
  const { update, side } = seen;
  if (update.status === 'open' && listedStops.has(update.orderId)) return [];
  // nothing came of it
  if (update.status !== 'open' && update.filled === 0) return [];
  // of the other position of the pair, which is somebody else's
  if (trade !== null && (seen.positionSide ?? sideOf(trade)) !== sideOf(trade)) return [];
  // it is booked with its stop, which has another number
  if (update.status !== 'open' && (isOfStop(seen) || (trade !== null && isFiredStop(trade, seen)))) return [];
  const isOurs = seen.clientOrderId?.startsWith(CLIENT_ORDER_PREFIX) === true;
  const whose = isOurs ? 'an order of ours' : seen.isLiquidation === true ? 'a liquidation' : 'an order made by hand';
  const called = `order ${update.orderId} (${side} ${update.amount})`;
  const there = `${called}, ${whose}, ${update.status}, ${update.filled} filled`;
  const nobodys = { pair, trade, here: 'no such order', there };
  if (update.status === 'open') {
    const words = `Cancel ${called} of ${pair} on the exchange? It is ours, and no trade waits for it.`;
    return [{ ...nobodys, remedy: isOurs ? { kind: 'cancel_order', words, orderId: update.orderId } : null }];
  }
  if (trade === null) return isOurs ? [{ ...nobodys, here: 'no open trade', remedy: null }] : [];
  if (seen.at < trade.openDate - BEFORE_OPEN_MS) return isOurs ? [{ ...nobodys, remedy: null }] : [];
  // what a stop has become has another number on some exchanges; the bot knows how to tell
  if (side === exitSide(trade) && openStops(trade).some(({ orderId }) => !restingStops.has(orderId))) {
    return [{ ...nobodys, there: `${there}; perhaps its stop, which the bot looks up when it starts`, remedy: null }];
  }
  const rate = update.average ?? update.price ?? 0;
  const did = side === exitSide(trade) ? 'leaves it with' : 'adds to it';
  const words = `Book ${called} in trade #${trade.id} ${pair}? It ${did} ${update.filled} at ${rate}.`;
  return [{ ...nobodys, remedy: { kind: 'book', words, seen } }];
}
