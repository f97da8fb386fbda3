import type { OrderIntent } from '../core/order/intent.ts';
import { isSameStop } from '../core/stop-on-exchange/stop-order.ts';
import type { OrderUpdate } from '../core/trade/apply-order-update.ts';
import type { StopUpdate } from '../core/trade/apply-stop-update.ts';
import { isStopOrder, type Order, type Trade } from '../core/trade/trade.ts';
import type { Bot } from './bot.ts';

/** An order's date on the exchange may be that much before ours, ms. */
const CLOCKS_APART_MS = 60_000;
/** Exchanges were seen not to know a stop that lay there for up to half an hour; one unknown for longer than this, ms, is gone. */
const FORGOTTEN_STOP_MS = 2_700_000;

type Update = OrderUpdate | StopUpdate;

/** Where an order of a pair stands on the exchange: among the orders, or among the stops. @throws ExchangeError each of them */
export interface OrderBook {
  place(intent: OrderIntent): Promise<Update>;
  /** What an intent became; null where that is not known. */
  find(intent: OrderIntent): Promise<Update | null>;
  /** The same among all of its pair. */
  list(intent: OrderIntent): Promise<Update | null>;
  ask(orderId: string): Promise<Update | null>;
  askList(order: Order): Promise<Update | null>;
  /** What an order that is not known any more has brought; null where nothing says that it has. */
  filledOf(order: Order): Promise<Update | null>;
  cancel(orderId: string): Promise<void>;
  /** For how long one that was there must be unknown to be gone, ms. */
  readonly goneAfterMs: number;
}

/** The book in which an order stands, or is to stand. */
export function bookOf(bot: Bot, one: OrderIntent | Order): OrderBook {
  const isStop = 'kind' in one ? one.kind === 'stop' : isStopOrder(one);
  return isStop ? stops(bot, one.pair) : orders(bot, one.pair);
}

function orders({ exchange: { trading } }: Bot, pair: string): OrderBook {
  return {
    place: (intent) => trading.placeOrder({ ...intent, isReducing: intent.kind === 'exit' }),
    find: ({ clientOrderId }) => trading.findOrder({ clientOrderId }, pair),
    list: async ({ clientOrderId, createdAt }) =>
      (await trading.ordersSince(pair, createdAt - CLOCKS_APART_MS)).find((found) => found.clientOrderId === clientOrderId)?.update ?? null,
    ask: (orderId) => trading.findOrder({ orderId }, pair),
    askList: async ({ orderId, side, orderDate }) =>
      (await trading.ordersSince(pair, orderDate - CLOCKS_APART_MS)).find(
        (found) => found.update.orderId === orderId && found.side === side,
      )?.update ?? null,
    filledOf: ({ orderId, orderDate, amount, ftAmount }) =>
      trading.filledOf({ orderId, at: orderDate - CLOCKS_APART_MS, amount: amount ?? ftAmount }, pair),
    cancel: (orderId) => trading.cancelOrder(orderId, pair),
    goneAfterMs: trading.acceptanceWindowMs,
  };
}

function stops(bot: Bot, pair: string): OrderBook {
  const { stops: book, trading } = bot.exchange;
  const list = (intent: OrderIntent) => listedStop(bot, intent);
  return {
    place: (intent) => {
      const { stopPrice, rate, orderType } = intent;
      const limitRate = orderType === 'limit' ? rate : null;
      return book.place({ ...intent, stopPrice: stopPrice ?? rate, limitRate, priceType: bot.settings.stopOnExchange?.priceType ?? null });
    },
    find: (intent) => (book.keepsClientIds ? book.find({ clientOrderId: intent.clientOrderId }, pair) : list(intent)),
    list,
    ask: (orderId) => book.find({ orderId }, pair),
    askList: async ({ orderId, orderDate }) =>
      (await book.since(pair, orderDate - CLOCKS_APART_MS)).find(({ update }) => update.orderId === orderId)?.update ?? null,
    // what a stop has become has another number
    filledOf: async () => null,
    cancel: (orderId) => book.cancel(orderId, pair),
    goneAfterMs: Math.max(FORGOTTEN_STOP_MS, trading.acceptanceWindowMs),
  };
}

/** The stop that an intent became, among those of its pair: by our id, or, where the exchange keeps none, by what it is. */
async function listedStop({ exchange, state }: Bot, intent: OrderIntent): Promise<StopUpdate | null> {
  const { pair, createdAt, side, amount, stopPrice } = intent;
  const listed = await exchange.stops.since(pair, createdAt - CLOCKS_APART_MS);
  const named = listed.find(({ clientOrderId }) => clientOrderId === intent.clientOrderId);
  if (named !== undefined || exchange.stops.keepsClientIds) return named?.update ?? null;
  const known = new Set(state.trades.filter((trade) => trade.pair === pair).flatMap((trade) => trade.orders.map(({ orderId }) => orderId)));
  const sent = { side, amount, stopPrice, at: createdAt };
  const found = listed.find(
    ({ clientOrderId, side, at, update }) =>
      clientOrderId === null && !known.has(update.orderId) && isSameStop({ ...update, side, at }, sent, CLOCKS_APART_MS),
  );
  return found?.update ?? null;
}

/**
 * What the exchange says of an open order. One that says "unknown order" may know it the next moment, and its lists may have what a
 * look-up does not; only what stays unknown to both for as long as it takes to accept an order is gone. Exchanges forget orders of long ago
 * sooner than their fills: where there are some, these count; what has none is taken for cancelled.
 * @param isCancelled whether the exchange has just accepted to cancel it: some stops are then known no more
 * @returns null where that is not certain yet
 */
export async function askAfter(bot: Bot, trade: Trade, order: Order, isCancelled = false): Promise<Update | null> {
  const { missingSince } = bot.state;
  const askedAt = bot.monotonic();
  const book = bookOf(bot, order);
  const update = (await book.ask(order.orderId)) ?? (await book.askList(order));
  if (update !== null) {
    missingSince.delete(order);
    return update;
  }
  const since = missingSince.get(order) ?? askedAt;
  missingSince.set(order, since);
  const isGone = (isCancelled && isStopOrder(order)) || askedAt - since > book.goneAfterMs;
  if (!isGone) return null;
  const filled = await book.filledOf(order);
  if (filled !== null) {
    bot.log.warn(
      'freqtradebot',
      `The exchange does not know order ${order.orderId} of ${trade.pair} any more; by its fills it brought ${filled.filled}.`,
    );
    return filled;
  }
  bot.log.warn('freqtradebot', `The exchange does not know order ${order.orderId} of ${trade.pair} any more; it counts as cancelled.`);
  return asCancelled(order, bot.now());
}

function asCancelled(order: Readonly<Order>, at: number): OrderUpdate {
  return {
    orderId: order.orderId,
    status: 'canceled',
    amount: order.amount ?? order.ftAmount,
    filled: order.filled ?? 0,
    average: order.average,
    cost: order.cost,
    price: order.price,
    fees: [],
    at,
  };
}
