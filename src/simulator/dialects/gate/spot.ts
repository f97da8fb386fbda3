import type { Exchange } from '../../engine/exchange.ts';
import type { Conditional, NewOrder, Order, TimeInForce } from '../../engine/order.ts';
import { TICK_MS } from '../../engine/price.ts';
import { Refusal } from '../../engine/refusal.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { type Call, NativeRefusal } from '../dialect.ts';
import { candleRange, candleRow, currencyPair, fillRow, INTERVALS, orderRow, priceText, ticker, wireId } from './facts.ts';

export type Input = Readonly<Record<string, unknown>>;

/** One account at Gate: the engine, and what Gate alone remembers. */
export interface GateAccount {
  readonly exchange: Exchange;
  /** What market orders to buy were to spend. */
  readonly costs: Map<number, number>;
}

export interface Request {
  readonly call: Call;
  readonly input: Input;
  /** What the address ends in, where a call names one order or contract there. */
  readonly id: string;
}

export type Handler = (account: GateAccount, request: Request) => unknown;

/** Most candles one request returns; one that asks for more is refused. Source: Gate, "Market K-line chart". */
const CANDLE_LIMIT = 1000;
/** `t-` and at most 28 letters, digits, underscores, dashes, dots. Source: Gate, "Create an order". */
const CLIENT_ID = /^t-[0-9A-Za-z_.-]{1,28}$/;
/** A stop ends by itself. Source: Gate, "Create price-triggered order", `expiration`. */
const STOP_LIFE_MS = 24 * 3_600_000;

/** What anyone may ask. */
export const SPOT_OPEN: Readonly<Record<string, Handler>> = {
  'GET /spot/time': ({ exchange }) => ({ server_time: exchange.now() }),
  'GET /spot/currencies': () => [],
  'GET /margin/currency_pairs': () => [],
  'GET /spot/currency_pairs': ({ exchange }) => spotSymbols(exchange).map((symbol) => currencyPair(exchange, symbol)),
  'GET /spot/tickers': ({ exchange }, { input }) => {
    const symbols = input['currency_pair'] === undefined ? spotSymbols(exchange) : [symbolOf(exchange, input)];
    return symbols.map((symbol) => ticker(exchange, symbol));
  },
  'GET /spot/order_book': ({ exchange }, { input }) => {
    const symbol = symbolOf(exchange, input);
    const { bids, asks } = exchange.book(symbol, Math.min(Number(input['limit'] ?? 10), 100));
    const rows = (side: [number, number][]) => side.map(([price, amount]) => [priceText(symbol, price), decimalText(amount)]);
    const now = exchange.now();
    return { id: Math.floor(now / TICK_MS), current: now, update: now, asks: rows(asks), bids: rows(bids) };
  },
  'GET /spot/trades': ({ exchange }, { input }) => {
    const symbol = symbolOf(exchange, input);
    const last = Math.floor(exchange.now() / TICK_MS);
    return Array.from({ length: Math.min(Number(input['limit'] ?? 100), 1000) }, (_, back) => tradeRow(exchange, symbol, last - back));
  },
  'GET /spot/candlesticks': ({ exchange }, { call, input }) => {
    const symbol = symbolOf(exchange, input);
    const length = INTERVALS[String(input['interval'] ?? '30m')];
    if (length === undefined) throw new NativeRefusal('INVALID_PARAM_VALUE', 'Invalid interval');
    const range = candleRange(call.params, length, exchange.now(), CANDLE_LIMIT);
    if (range === null)
      throw new NativeRefusal('INVALID_PARAM_VALUE', 'Candlestick range too broad. Maximum 1000 data points are allowed per request');
    const rows: string[][] = [];
    for (let start = range.first; start <= range.last; start += length) {
      const row = candleRow(exchange, symbol, start, length);
      if (row !== null) rows.push(row);
    }
    return rows;
  },
};

/** Signed calls. */
export const SPOT: Readonly<Record<string, Handler>> = {
  'GET /account/detail': () => ({ user_id: 1, ip_whitelist: [], currency_pairs: [], key: { mode: 1 }, tier: 0 }),
  'GET /wallet/fee': ({ exchange }) => ({
    user_id: 1,
    taker_fee: decimalText(exchange.fee),
    maker_fee: decimalText(exchange.fee),
    gt_discount: false,
  }),
  'GET /spot/accounts': ({ exchange }) => {
    exchange.match();
    return [...exchange.wallet.balances].map(([currency, { free, locked }]) => ({
      currency,
      available: decimalText(free),
      locked: decimalText(locked),
      update_id: 1,
    }));
  },
  'POST /spot/orders': (account, { input }) => {
    const request = newOrder(account.exchange, input);
    const order = account.exchange.place(request);
    if (request.cost !== undefined) account.costs.set(order.id, request.cost);
    return orderRow(order, account.costs);
  },
  'GET /spot/orders': (account, { input }) => {
    const from = Number(input['from'] ?? 0) * 1000;
    const isOpen = input['status'] === 'open';
    const orders = account.exchange
      .listed(symbolOf(account.exchange, input))
      .filter((order) => (order.status === 'open') === isOpen && order.time >= from);
    return orders
      .reverse()
      .slice(0, Math.min(Number(input['limit'] ?? 100), 100))
      .map((order) => orderRow(order, account.costs));
  },
  'GET /spot/open_orders': ({ exchange, costs }) =>
    spotSymbols(exchange)
      .map((symbol) => ({ symbol, orders: exchange.openOrders(symbol) }))
      .filter(({ orders }) => orders.length > 0)
      .map(({ symbol, orders }) => ({
        currency_pair: wireId(symbol),
        total: orders.length,
        orders: orders.map((order) => orderRow(order, costs)),
      })),
  'GET /spot/orders/*': ({ exchange, costs }, { id, input }) => {
    const order = orderNamed(exchange, symbolOf(exchange, input), id);
    if (order === undefined) throw new Refusal('unknown_order');
    return orderRow(order, costs);
  },
  'DELETE /spot/orders/*': ({ exchange, costs }, { id, input }) =>
    orderRow(exchange.cancel(orderNamed(exchange, symbolOf(exchange, input), id)), costs),
  'GET /spot/my_trades': ({ exchange }, { input }) => {
    const from = Number(input['from'] ?? 0) * 1000;
    const symbol = input['currency_pair'] === undefined ? null : symbolOf(exchange, input);
    return exchange
      .listed(symbol)
      .filter((order) => !order.symbol.isPerpetual && (input['order_id'] === undefined || String(order.id) === input['order_id']))
      .flatMap((order) => order.fills.filter(({ time }) => time >= from).map((fill) => fillRow(order, fill)))
      .reverse();
  },
  'POST /spot/price_orders': ({ exchange }, { input }) => {
    const symbol = symbolOf(exchange, { currency_pair: input['market'] });
    const trigger = input['trigger'] as Input;
    const put = input['put'] as Input;
    const stop = exchange.placeConditional(
      {
        symbol,
        side: sideOf(put),
        type: put['type'] === 'market' ? 'market' : 'limit',
        amount: Number(put['amount']),
        price: Number(put['price']),
        trigger: { price: Number(trigger['price']), direction: trigger['rule'] === '>=' ? 'above' : 'below' },
      },
      STOP_LIFE_MS,
    );
    return { id: stop.id };
  },
  'GET /spot/price_orders': ({ exchange }, { input }) => {
    exchange.match();
    const isOpen = input['status'] === 'open';
    return exchange.conditionals
      .filter(({ status, request }) => !request.symbol.isPerpetual && (status === 'waiting') === isOpen)
      .map(stopRow);
  },
  'GET /spot/price_orders/*': ({ exchange }, { id }) => {
    const stop = exchange.findConditional({ id: Number(id) });
    if (stop === undefined) throw new Refusal('unknown_order');
    return stopRow(stop);
  },
  'DELETE /spot/price_orders/*': ({ exchange }, { id }) =>
    stopRow(exchange.cancelConditional(exchange.findConditional({ id: Number(id) }))),
};

function spotSymbols(exchange: Exchange): MarketSymbol[] {
  return [...exchange.symbols.values()].filter(({ isPerpetual }) => !isPerpetual);
}

function symbolOf(exchange: Exchange, { currency_pair: id }: Input): MarketSymbol {
  const symbol = spotSymbols(exchange).find((one) => wireId(one) === id);
  if (symbol === undefined) throw new Refusal('unknown_symbol');
  return symbol;
}

const TIMES: Readonly<Record<string, { timeInForce: TimeInForce; isPostOnly: boolean }>> = {
  gtc: { timeInForce: 'GTC', isPostOnly: false },
  ioc: { timeInForce: 'IOC', isPostOnly: false },
  fok: { timeInForce: 'FOK', isPostOnly: false },
  poc: { timeInForce: 'GTC', isPostOnly: true },
};

/** @throws NativeRefusal for a parameter that Gate would not take */
export function timeOf(given: unknown): { timeInForce: TimeInForce; isPostOnly: boolean } {
  const time = TIMES[String(given ?? 'gtc')];
  if (time === undefined) throw new NativeRefusal('INVALID_PARAM_VALUE', `Invalid time_in_force ${given}`);
  return time;
}

export function clientIdOf({ text: given }: Input): string | undefined {
  if (given === undefined || given === '') return undefined;
  if (typeof given !== 'string' || !CLIENT_ID.test(given)) throw new NativeRefusal('INVALID_PARAM_VALUE', 'invalid text');
  return given;
}

function sideOf({ side }: Input): 'buy' | 'sell' {
  if (side !== 'buy' && side !== 'sell') throw new NativeRefusal('INVALID_PARAM_VALUE', `Invalid side ${side}`);
  return side;
}

function newOrder(exchange: Exchange, input: Input): NewOrder {
  const symbol = symbolOf(exchange, input);
  const side = sideOf(input);
  const type = input['type'] === 'market' ? 'market' : 'limit';
  const time = timeOf(input['time_in_force']);
  if (type === 'market' && time.timeInForce !== 'IOC' && time.timeInForce !== 'FOK') {
    throw new NativeRefusal('INVALID_PARAM_VALUE', 'market order only supports ioc and fok');
  }
  const amount = Number(input['amount']);
  return {
    symbol,
    side,
    type,
    ...(type === 'market' && side === 'buy' ? { cost: amount } : { amount }),
    price: type === 'market' ? undefined : Number(input['price']),
    ...time,
    clientId: clientIdOf(input),
  };
}

/** By its own number any order, by `text` an open one only. Source: Gate, "Query single order details". */
export function orderNamed(exchange: Exchange, symbol: MarketSymbol, id: string): Order | undefined {
  if (!id.startsWith('t-')) return exchange.find(symbol, { id: Number(id) });
  const order = exchange.find(symbol, { clientId: id });
  return order?.status === 'open' ? order : undefined;
}

const STOP_STATES: Readonly<Record<Conditional['status'], string>> = {
  waiting: 'open',
  fired: 'finish',
  cancelled: 'cancelled',
  expired: 'expired',
  failed: 'failed',
};

function stopRow({ id, request, trigger, status, order, time, updateTime }: Conditional): object {
  return {
    id,
    user: 1,
    market: wireId(request.symbol),
    ctime: Math.floor(time / 1000),
    ftime: status === 'waiting' ? 0 : Math.floor(updateTime / 1000),
    fired_order_id: order?.id ?? 0,
    status: STOP_STATES[status],
    reason: '',
    trigger: {
      price: priceText(request.symbol, trigger.price),
      rule: trigger.direction === 'above' ? '>=' : '<=',
      expiration: STOP_LIFE_MS / 1000,
    },
    put: {
      type: request.type,
      side: request.side,
      price: priceText(request.symbol, request.price ?? 0),
      amount: decimalText(request.amount ?? 0),
      account: 'normal',
      time_in_force: 'gtc',
      text: 'api',
    },
  };
}

function tradeRow(exchange: Exchange, symbol: MarketSymbol, tick: number): object {
  const price = exchange.price(symbol, tick * TICK_MS);
  return {
    id: String(tick),
    create_time: String(Math.floor((tick * TICK_MS) / 1000)),
    create_time_ms: `${tick * TICK_MS}.000`,
    currency_pair: wireId(symbol),
    side: price < exchange.price(symbol, (tick - 1) * TICK_MS) ? 'sell' : 'buy',
    amount: decimalText(symbol.stepSize),
    price: priceText(symbol, price),
  };
}
