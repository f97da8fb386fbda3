import type { Exchange } from '../../engine/exchange.ts';
import type { Conditional, NewOrder, Order, TimeInForce } from '../../engine/order.ts';
import { Refusal } from '../../engine/refusal.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { type Call, NativeRefusal } from '../dialect.ts';
import { classicRow, fillRow, idOf, orderId, orderRow, stopId, stopIdOf, stopRow, wireId } from './facts.ts';
import { bookRow, connectionAt, spotSymbols, symbolOf } from './market-data.ts';

/** One signed call. */
export interface Asked {
  readonly call: Call;
  /** Parameters of the address or the body. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Decoded, from the end of the address. */
  readonly id: string;
}

type Handler = (exchange: Exchange, asked: Asked) => unknown;

/** Source: KuCoin, "Add Order", "Client Order Id(clientOid)". */
const CLIENT_ID = /^[A-Za-z0-9_-]{1,40}$/;
/** What is over is shown for so long. Source: KuCoin, "Obtain details of a single HF order", "Obtain list of filled HF orders". */
const MEMORY_MS = 3 * 86_400_000;
/** Entries of a list, where nobody says how many, and at most. */
const PAGE = { usual: 20, most: 100 };
/** Stops that may wait in one market. Source: KuCoin, "Add Stop Order". */
const STOPS_AT_ONCE = 20;

/**
 * Signed calls, by the address without its version; `*` is an id. The account is one of high frequency: its money lies in `trade_hf`.
 * Source: KuCoin, "Spot Trading" and "HF Trade"; of the interface before it, "Orders": it says of one by `clientOid` that there is no such
 * order as soon as it is settled.
 */
export const TRADING: Readonly<Record<string, Handler>> = {
  'GET hf/accounts/opened': () => true,
  'GET ua/account/mode': () => ({ selfAccountMode: 'CLASSIC' }),
  'GET margin/symbols': (exchange) => ({ timestamp: exchange.now(), items: [] }),
  'GET isolated/symbols': () => [],
  'GET market/orderbook/level2': (exchange, { input }) => bookRow(exchange, symbolOf(exchange, input['symbol']), 500),
  'POST bullet-private': (_exchange, { call }) => connectionAt(`ws://${call.headers.host}/private`),
  'GET accounts': (exchange, { input }) => {
    exchange.match();
    const type = input['type'] ?? 'trade_hf';
    if (type !== 'trade_hf') return [];
    return [...exchange.wallet.balances].map(([currency, { free, locked }]) => ({
      id: `sim-${currency}`,
      currency,
      type,
      balance: decimalText(free + locked),
      available: decimalText(free),
      holds: decimalText(locked),
    }));
  },
  'GET trade-fees': (exchange, { input }) => {
    const wanted = String(input['symbols']).split(',');
    return spotSymbols(exchange)
      .filter((symbol) => wanted.includes(wireId(symbol)))
      .map((symbol) => ({
        symbol: wireId(symbol),
        takerFeeRate: decimalText(exchange.fee),
        makerFeeRate: decimalText(exchange.fee),
      }));
  },
  'POST hf/orders': (exchange, { input }) => {
    const order = exchange.place(newOrder(exchange, input));
    return { orderId: orderId(order.id), clientOid: order.clientId };
  },
  'DELETE hf/orders/*': (exchange, { id, input }) => ({
    orderId: orderId(cancelled(exchange, { id: idOf(id) }, marketOf(exchange, input)).id),
  }),
  'DELETE hf/orders/client-order/*': (exchange, { id, input }) => ({
    clientOid: cancelled(exchange, { clientId: id }, marketOf(exchange, input)).clientId,
  }),
  'GET hf/orders/*': (exchange, { id, input }) => orderRow(known(exchange, exchange.find(marketOf(exchange, input), { id: idOf(id) }))),
  'GET hf/orders/client-order/*': (exchange, { id, input }) =>
    orderRow(known(exchange, exchange.find(marketOf(exchange, input), { clientId: id }))),
  'GET hf/orders/active': (exchange, { input }) => exchange.openOrders(marketOf(exchange, input)).reverse().map(orderRow),
  'GET hf/orders/done': (exchange, { input }) => {
    const done = page(doneOrders(exchange, marketOf(exchange, input), input), input);
    return { lastId: done.at(-1)?.id ?? 0, items: done.map(orderRow) };
  },
  'GET hf/fills': (exchange, { input }) => {
    const fills = page(fillsOf(exchange, marketOf(exchange, input), input), input);
    return { lastId: fills.at(-1)?.id ?? 0, items: fills };
  },
  'POST orders': (exchange, { input }) => ({ orderId: orderId(exchange.place(newOrder(exchange, input)).id) }),
  'DELETE orders/*': (exchange, { id }) => ({ cancelledOrderIds: [orderId(cancelled(exchange, { id: idOf(id) }, null).id)] }),
  'DELETE order/client-order/*': (exchange, { id }) => {
    const order = cancelled(exchange, { clientId: id }, null);
    return { cancelledOrderId: orderId(order.id), clientOid: order.clientId };
  },
  'GET orders/*': (exchange, { id }) => classicRow(known(exchange, exchange.find(null, { id: idOf(id) }))),
  'GET order/client-order/*': (exchange, { id }) => {
    const order = exchange.find(null, { clientId: id });
    if (order?.status !== 'open') throw notThere();
    return classicRow(order);
  },
  'GET orders': (exchange, { input }) => {
    const symbol = input['symbol'] === undefined ? null : symbolOf(exchange, input['symbol']);
    const isActive = input['status'] === 'active';
    const orders = isActive ? exchange.openOrders(symbol).reverse() : doneOrders(exchange, symbol, input);
    return pageOf(orders.map(classicRow), input);
  },
  'GET fills': (exchange, { input }) => {
    const symbol = input['symbol'] === undefined ? null : symbolOf(exchange, input['symbol']);
    return pageOf(fillsOf(exchange, symbol, input), input);
  },
  'POST stop-order': (exchange, { input }) => ({ orderId: stopId(placeStop(exchange, input).id) }),
  'DELETE stop-order/*': (exchange, { id }) => {
    const stop = exchange.cancelConditional(exchange.findConditional({ id: stopIdOf(id) }));
    return { cancelledOrderIds: [stopId(stop.id)] };
  },
  'DELETE stop-order/cancelOrderByClientOid': (exchange, { input }) => {
    const stop = exchange.cancelConditional(exchange.findConditional({ clientId: String(input['clientOid']) }));
    return { cancelledOrderId: stopId(stop.id), clientOid: stop.clientId };
  },
  'GET stop-order/*': (exchange, { id }) => stopRow(exchange, knownStop(exchange.findConditional({ id: stopIdOf(id) }))),
  'GET stop-order/queryOrderByClientOid': (exchange, { input }) => [
    stopRow(exchange, knownStop(exchange.findConditional({ clientId: String(input['clientOid']) }))),
  ],
  // those that wait, whatever status is asked for
  'GET stop-order': (exchange, { input }) => {
    exchange.match();
    const waiting = exchange.conditionals.filter(
      ({ status, request }) => status === 'waiting' && (input['symbol'] === undefined || wireId(request.symbol) === input['symbol']),
    );
    return pageOf(
      waiting.reverse().map((stop) => stopRow(exchange, stop)),
      input,
    );
  },
};

function parameterError(message: string): NativeRefusal {
  return new NativeRefusal('400100', message, 400);
}

export function notThere(): NativeRefusal {
  return new NativeRefusal('400100', 'order not exist.', 200);
}

/** @throws Refusal where no market is named, or one that does not exist */
function marketOf(exchange: Exchange, input: Asked['input']): MarketSymbol {
  if (input['symbol'] === undefined || input['symbol'] === '') throw parameterError('symbol can not be empty');
  return symbolOf(exchange, input['symbol']);
}

function known(exchange: Exchange, order: Order | undefined): Order {
  if (order === undefined || isForgotten(exchange, order)) throw notThere();
  return order;
}

function knownStop(stop: Conditional | undefined): Conditional {
  if (stop === undefined) throw notThere();
  return stop;
}

function isForgotten(exchange: Exchange, { status, updateTime }: Order): boolean {
  return status !== 'open' && exchange.now() - updateTime > MEMORY_MS;
}

function cancelled(exchange: Exchange, key: { id: number } | { clientId: string }, symbol: MarketSymbol | null): Order {
  return exchange.cancel(exchange.find(symbol, key));
}

/** Newest first, as far back as is remembered. */
function doneOrders(exchange: Exchange, symbol: MarketSymbol | null, input: Asked['input']): Order[] {
  const begin = Number(input['startAt'] ?? 0);
  return exchange
    .listed(symbol)
    .filter((order) => order.status !== 'open' && order.time >= begin && !isForgotten(exchange, order))
    .reverse();
}

function fillsOf(exchange: Exchange, symbol: MarketSymbol | null, input: Asked['input']): { id: number }[] {
  const begin = Math.max(Number(input['startAt'] ?? 0), exchange.now() - MEMORY_MS);
  const wanted = input['orderId'];
  return exchange
    .listed(symbol)
    .filter(({ id }) => wanted === undefined || orderId(id) === wanted)
    .flatMap((order) => order.fills.filter(({ time }) => time >= begin).map((fill) => ({ ...fillRow(exchange, order, fill), id: fill.id })))
    .reverse();
}

/** A page that begins below an id. */
function page<T extends { readonly id: number }>(entries: readonly T[], input: Asked['input']): T[] {
  const lastId = Number(input['lastId'] ?? Number.POSITIVE_INFINITY);
  const limit = Math.min(Number(input['limit'] ?? PAGE.usual), PAGE.most);
  return entries.filter(({ id }) => id < lastId).slice(0, limit);
}

/** A page that has a number. */
function pageOf(entries: readonly unknown[], input: Asked['input']): object {
  const pageSize = Math.min(Number(input['pageSize'] ?? 50), 500);
  const currentPage = Number(input['currentPage'] ?? 1);
  const items = entries.slice((currentPage - 1) * pageSize, currentPage * pageSize);
  return { currentPage, pageSize, totalNum: entries.length, totalPage: Math.ceil(entries.length / pageSize), items };
}

/** @throws NativeRefusal for what KuCoin would not take */
function newOrder(exchange: Exchange, input: Asked['input']): NewOrder {
  const { side, type = 'limit', size, funds, price } = input;
  if (side !== 'buy' && side !== 'sell') throw parameterError('The parameter side is invalid.');
  if (type !== 'limit' && type !== 'market') throw parameterError('The parameter type is invalid.');
  const clientId = input['clientOid'];
  if (typeof clientId !== 'string' || clientId === '') throw parameterError('validation.createOrder.clientOidIsRequired');
  if (!CLIENT_ID.test(clientId)) throw parameterError('The parameter clientOid is invalid.');
  const symbol = symbolOf(exchange, input['symbol']);
  // an id is never taken again, whatever became of its order
  if (exchange.orders.some((order) => order.clientId === clientId)) throw new Refusal('client_id_in_use');
  return {
    symbol,
    side,
    type,
    ...(type === 'market' && size === undefined && funds !== undefined
      ? { cost: Number(funds) }
      : { amount: size === undefined ? undefined : Number(size) }),
    price: price === undefined ? undefined : Number(price),
    timeInForce: type === 'market' ? 'GTC' : timeOf(input['timeInForce']),
    isPostOnly: input['postOnly'] === true || input['postOnly'] === 'true',
    clientId,
  };
}

function timeOf(given: unknown): TimeInForce {
  const time = given ?? 'GTC';
  if (time !== 'GTC' && time !== 'IOC' && time !== 'FOK') throw parameterError('The parameter timeInForce is invalid.');
  return time;
}

/** Binds no money. Source: KuCoin, "Stop Order". */
function placeStop(exchange: Exchange, input: Asked['input']): Conditional {
  const order = newOrder(exchange, input);
  const stop = input['stop'] ?? 'loss';
  if (stop !== 'loss' && stop !== 'entry') throw parameterError('The parameter stop is invalid.');
  const waiting = exchange.conditionals.filter(({ status, request }) => status === 'waiting' && request.symbol === order.symbol);
  if (waiting.length >= STOPS_AT_ONCE) throw new NativeRefusal('400100', 'Exceeded the maximum number of stop orders', 200);
  const trigger = { price: Number(input['stopPrice'] ?? Number.NaN), direction: stop === 'loss' ? ('below' as const) : ('above' as const) };
  return exchange.placeConditional({ ...order, trigger });
}
