import type { Exchange } from '../../engine/exchange.ts';
import type { NewOrder, Order, TimeInForce } from '../../engine/order.ts';
import { Refusal } from '../../engine/refusal.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { NativeRefusal } from '../dialect.ts';
import { ACCOUNT_ID, clientIdOf, matchRow, openOrderRow, orderRow, orderState } from './facts.ts';
import { spotSymbols, symbolOf } from './market-data.ts';

export interface Asked {
  /** Parameters of the address and the body. */
  readonly input: Readonly<Record<string, unknown>>;
  /** In the place of `*`. */
  readonly id: string;
}

type Handler = (exchange: Exchange, asked: Asked) => unknown;

const HOUR_MS = 3_600_000;
/**
 * What is asked for by our id was placed at most so long ago; a finished one's id is good for less.
 * Source: HTX, "IDs"; announcement of 2021-04-27, which also says that ids are no longer held apart: the latest order of one is found.
 */
const CLIENT_ID_MS = { open: 8 * HOUR_MS, finished: 2 * HOUR_MS };
/** For so long our id is shown in lists, by an order's age: a cancelled one's, others'. Source: HTX, "Search Past Orders". */
const SHOWN_ID_MS = { cancelled: 8 * HOUR_MS, others: 7 * 24 * HOUR_MS };
/** A cancelled order that nothing of was filled is not shown for longer. Source: HTX, "Get the Order Detail of an Order". */
const CANCELLED_MS = 2 * HOUR_MS;
/** Longest time one search spans, and how far back one goes. Source: HTX, "Search Past Orders", "Search Match Results". */
const SEARCH_MS = { span: 48 * HOUR_MS, reach: 180 * 24 * HOUR_MS };
/** Source: HTX, "IDs". */
const CLIENT_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Signed calls, `*` in the place of an id. Source: HTX, "Account", "Trading". */
export const TRADING: Readonly<Record<string, Handler>> = {
  'GET /v1/account/accounts': () => [{ id: ACCOUNT_ID, type: 'spot', subtype: '', state: 'working' }],
  'GET /v1/account/accounts/*/balance': (exchange, { id }) => {
    checkAccount(id);
    exchange.match();
    return {
      id: ACCOUNT_ID,
      type: 'spot',
      state: 'working',
      list: [...exchange.wallet.balances].flatMap(([coin, { free, locked }]) => [
        { currency: coin.toLowerCase(), type: 'trade', balance: decimalText(free), 'seq-num': '0' },
        { currency: coin.toLowerCase(), type: 'frozen', balance: decimalText(locked), 'seq-num': '0' },
      ]),
    };
  },
  'GET /v2/reference/transact-fee-rate': (exchange, { input }) => {
    const rate = decimalText(exchange.fee);
    return String(input['symbols'])
      .split(',')
      .map((symbol) => ({ symbol, makerFeeRate: rate, takerFeeRate: rate, actualMakerRate: rate, actualTakerRate: rate }));
  },
  'POST /v1/order/orders/place': (exchange, { input }) => {
    checkAccount(input['account-id']);
    return String(exchange.place(newOrder(exchange, input)).id);
  },
  'POST /v1/order/orders/*/submitcancel': (exchange, { id }) => {
    const order = exchange.find(null, { id: Number(id) });
    if (order !== undefined && order.status !== 'open') throw new WrongState(order);
    return String(exchange.cancel(order).id);
  },
  // tells a number for what has become of it, and no error
  'POST /v1/order/orders/submitCancelClientOrder': (exchange, { input }) => {
    const order = byClientId(exchange, String(input['client-order-id']));
    if (order === undefined) return 0;
    if (order.status !== 'open') return stateNumber(order);
    exchange.cancel(order);
    return 7;
  },
  'GET /v1/order/orders/*': (exchange, { id }) => orderRow(known(exchange, exchange.find(null, { id: Number(id) }))),
  'GET /v1/order/orders/getClientOrder': (exchange, { input }) =>
    orderRow(known(exchange, byClientId(exchange, String(input['clientOrderId'])))),
  'GET /v1/order/openOrders': (exchange, { input }) => {
    checkAccount(input['account-id']);
    return exchange
      .openOrders(marketOf(exchange, input))
      .reverse()
      .slice(0, sizeOf(input, 500))
      .map((order) => openOrderRow(order));
  },
  'GET /v1/order/orders': (exchange, { input }) => {
    const states = String(input['states'] ?? '');
    if (states === '') throw new NativeRefusal('validation-constraints-required', 'Field is missing: states.', 200);
    const { from, to } = searched(exchange, input);
    return exchange
      .listed(symbolOf(exchange, input['symbol']))
      .filter((order) => order.time >= from && order.time <= to && states.split(',').includes(orderState(order)) && isKept(exchange, order))
      .reverse()
      .slice(0, sizeOf(input, 100))
      .map((order) => orderRow(order, showsId(exchange, order)));
  },
  'GET /v1/order/orders/*/matchresults': (exchange, { id }) => {
    const order = known(exchange, exchange.find(null, { id: Number(id) }));
    return order.fills.map((fill) => matchRow(order, fill)).reverse();
  },
  'GET /v1/order/matchresults': (exchange, { input }) => {
    const { from, to } = searched(exchange, input);
    return exchange
      .listed(marketOf(exchange, input))
      .flatMap((order) => order.fills.filter(({ time }) => time >= from && time <= to).map((fill) => matchRow(order, fill)))
      .reverse()
      .slice(0, sizeOf(input, 500));
  },
};

/** Its cancellation is refused for what it is already. */
export class WrongState extends NativeRefusal {
  readonly state: number;
  constructor(order: Order) {
    super('order-orderstate-error', 'Incorrect order state', 200);
    this.state = stateNumber(order);
  }
}

/** Source: HTX, "Submit Cancel for an Order", "order-state". */
function stateNumber(order: Order): number {
  return { filled: 6, 'partial-canceled': 5, canceled: 7 }[orderState(order)] ?? -1;
}

function checkAccount(id: unknown): void {
  if (String(id) !== String(ACCOUNT_ID)) throw new NativeRefusal('account-account-id-inexistent', 'Account id is inexistent', 200);
}

function marketOf(exchange: Exchange, input: Asked['input']): MarketSymbol | null {
  return input['symbol'] === undefined ? null : symbolOf(exchange, input['symbol']);
}

function sizeOf(input: Asked['input'], most: number): number {
  return Math.min(Number(input['size'] ?? 100), most);
}

/** @throws NativeRefusal for a search that HTX does not make */
function searched(exchange: Exchange, input: Asked['input']): { from: number; to: number } {
  const now = exchange.now();
  const to = Number(input['end-time'] ?? now);
  const from = Number(input['start-time'] ?? to - SEARCH_MS.span);
  if (!(to > from) || to - from > SEARCH_MS.span) throw new NativeRefusal('invalid-interval', 'invalid interval', 200);
  if (from < now - SEARCH_MS.reach || from > now) throw new NativeRefusal('invalid-start-time', 'invalid start time', 200);
  return { from, to };
}

/** The latest of an id, as long as the id is good. */
function byClientId(exchange: Exchange, clientId: string): Order | undefined {
  const order = exchange.find(null, { clientId });
  if (order === undefined) return undefined;
  const age = exchange.now() - order.time;
  return age <= (order.status === 'open' ? CLIENT_ID_MS.open : CLIENT_ID_MS.finished) ? order : undefined;
}

/** The order that a call asks for or cancels. */
export function orderNamed(exchange: Exchange, { input, id }: Asked): Order | undefined {
  const clientId = input['clientOrderId'] ?? input['client-order-id'];
  return clientId === undefined ? exchange.find(null, { id: Number(id) }) : byClientId(exchange, String(clientId));
}

function isKept(exchange: Exchange, order: Order): boolean {
  return orderState(order) !== 'canceled' || exchange.now() - order.updateTime <= CANCELLED_MS;
}

function showsId(exchange: Exchange, order: Order): boolean {
  if (order.status === 'open') return true;
  const age = exchange.now() - order.time;
  return clientIdOf(order) !== '' && age <= (orderState(order) === 'canceled' ? SHOWN_ID_MS.cancelled : SHOWN_ID_MS.others);
}

function known(exchange: Exchange, order: Order | undefined): Order {
  if (order === undefined || !isKept(exchange, order)) throw new Refusal('unknown_order');
  return order;
}

const TYPES: Readonly<Record<string, { type: 'limit' | 'market'; timeInForce: TimeInForce; isPostOnly?: boolean; isStop?: boolean }>> = {
  market: { type: 'market', timeInForce: 'GTC' },
  limit: { type: 'limit', timeInForce: 'GTC' },
  ioc: { type: 'limit', timeInForce: 'IOC' },
  'limit-fok': { type: 'limit', timeInForce: 'FOK' },
  'limit-maker': { type: 'limit', timeInForce: 'GTC', isPostOnly: true },
  'stop-limit': { type: 'limit', timeInForce: 'GTC', isStop: true },
  'stop-limit-fok': { type: 'limit', timeInForce: 'FOK', isStop: true },
};

/** A market order to buy has its cost for an amount. @throws NativeRefusal for what HTX would not take */
function newOrder(exchange: Exchange, input: Asked['input']): NewOrder {
  const symbol = spotSymbolOrRefusal(exchange, input['symbol']);
  const [, side, kind = ''] = /^(buy|sell)-(.+)$/.exec(String(input['type'])) ?? [];
  const found = TYPES[kind];
  if ((side !== 'buy' && side !== 'sell') || found === undefined)
    throw new NativeRefusal('order-type-invalid', 'Order type is invalid', 200);
  const clientId = input['client-order-id'];
  if (clientId !== undefined && (typeof clientId !== 'string' || !CLIENT_ID.test(clientId))) {
    throw new NativeRefusal('invalid-client-order-id', 'invalid.client.order.id', 200);
  }
  const { isStop = false, ...type } = found;
  const amount = Number(input['amount'] ?? Number.NaN);
  return {
    symbol,
    side,
    ...type,
    ...(type.type === 'market' && side === 'buy' ? { cost: amount } : { amount }),
    price: input['price'] === undefined ? undefined : Number(input['price']),
    trigger: isStop ? stopOf(exchange, symbol, input) : undefined,
    clientId,
    mayRepeatId: true,
  };
}

/** Where an order is placed, a market that is not there has another error. */
function spotSymbolOrRefusal(exchange: Exchange, id: unknown): MarketSymbol {
  if (!spotSymbols(exchange).some(({ base, quote }) => (base + quote).toLowerCase() === id)) throw new Refusal('unknown_symbol');
  return symbolOf(exchange, id);
}

/** Lies among the orders, binds what it would spend, and is refused where it would wake at once. Source: HTX, "Place a New Order". */
function stopOf(exchange: Exchange, symbol: MarketSymbol, input: Asked['input']): { price: number; direction: 'above' | 'below' } {
  const operator = input['operator'];
  if (input['stop-price'] === undefined || (operator !== 'lte' && operator !== 'gte')) {
    throw new NativeRefusal('parameter-required', 'Stop-price or operator parameter is missing for stop-order type', 200);
  }
  const price = Number(input['stop-price']);
  const last = exchange.price(symbol);
  if (operator === 'lte' ? last <= price : last >= price) throw new Refusal('stop_on_wrong_side');
  return { price, direction: operator === 'lte' ? 'below' : 'above' };
}
