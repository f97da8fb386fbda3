import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Exchange, ExchangeRefusal } from '../../engine/exchange.ts';
import { TICK_MS } from '../../engine/price.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import {
  amountText,
  exchangeInfo,
  fillAnswer,
  fundingRates,
  klines,
  newOrderAnswer,
  orderAnswer,
  perpetualInfo,
  priceText,
  ticker24h,
} from './facts.ts';

export interface Credentials {
  key: string;
  secret: string;
}

export interface ApiRequest {
  method: string;
  path: string;
  /** Query and form body together, as they were signed. */
  raw: string;
  params: URLSearchParams;
  apiKey: string | null;
}

/** Weight of a request in the exchange's rate limit. */
export function requestWeight(path: string, params: URLSearchParams): number {
  if (path.endsWith('/ticker/24hr')) return params.has('symbol') ? 2 : params.has('symbols') ? 40 : 80;
  if (path.endsWith('/exchangeInfo') || path.endsWith('/account') || path.endsWith('/allOrders')) return 20;
  if (path.endsWith('/depth')) return Number(params.get('limit') ?? 100) > 100 ? 25 : 5;
  if (path.endsWith('/openOrders')) return params.has('symbol') ? 6 : 80;
  if (path.endsWith('/klines')) return 2;
  if (path.endsWith('/order')) return params.has('newOrderRespType') ? 1 : 4;
  return 4;
}

/** What both markets tell in the same form, at their own addresses; mark prices are those of the market. */
const SHARED: readonly string[] = ['ping', 'time', 'klines', 'depth', 'ticker/24hr', 'ticker/price', 'ticker/bookTicker'];

function routeOf({ method, path }: ApiRequest): Route | undefined {
  const known = ROUTES[`${method} ${path}`];
  if (known !== undefined || !path.startsWith('/fapi/v1/')) return known;
  const name = path.slice('/fapi/v1/'.length).replace('markPriceKlines', 'klines');
  return SHARED.includes(name) ? ROUTES[`${method} /api/v3/${name}`] : undefined;
}

/** Answers one request of Binance's spot API, or of the public part of its futures API. @throws ExchangeRefusal */
export function answer(exchange: Exchange, credentials: Credentials, request: ApiRequest): unknown {
  const route = routeOf(request);
  if (route === undefined) throw new ExchangeRefusal(-1000, `No such endpoint: ${request.method} ${request.path}`, 404);
  if (route.signed) checkSignature(credentials, request, exchange.now());
  return route.answer(exchange, request.params);
}

/** @throws ExchangeRefusal as the real exchange would for key, signature and time. */
export function checkSignature(credentials: Credentials, request: ApiRequest, now: number): void {
  if (request.apiKey !== credentials.key) throw new ExchangeRefusal(-2015, 'Invalid API-key, IP, or permissions for action.', 401);
  const signature = request.params.get('signature') ?? '';
  const payload = request.raw.replace(/&?signature=[^&]*/, '');
  const expected = createHmac('sha256', credentials.secret).update(payload).digest();
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new ExchangeRefusal(-1022, 'Signature for this request is not valid.');
  }
  const timestamp = Number(request.params.get('timestamp'));
  const recvWindow = Math.min(Number(request.params.get('recvWindow') ?? 5000), 60_000);
  if (!Number.isFinite(timestamp) || timestamp > now + 1000) {
    throw new ExchangeRefusal(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
  }
  if (now - timestamp > recvWindow) throw new ExchangeRefusal(-1021, 'Timestamp for this request is outside of the recvWindow.');
}

interface Route {
  signed: boolean;
  answer: (exchange: Exchange, params: URLSearchParams) => unknown;
}

const open = (handler: Route['answer']): Route => ({ signed: false, answer: handler });
const signed = (handler: Route['answer']): Route => ({ signed: true, answer: handler });

const ROUTES: Readonly<Record<string, Route>> = {
  'GET /api/v3/ping': open(() => ({})),
  'GET /api/v3/time': open((exchange) => ({ serverTime: exchange.now() })),
  'GET /api/v3/exchangeInfo': open(exchangeInfo),
  'GET /fapi/v1/exchangeInfo': open((exchange) =>
    exchange.hasPerpetuals ? perpetualInfo(exchange) : { serverTime: exchange.now(), rateLimits: [], symbols: [] },
  ),
  'GET /fapi/v1/fundingRate': open((exchange, params) => fundingRates(exchange, exchange.symbol(params.get('symbol')), params)),
  'GET /dapi/v1/exchangeInfo': open((exchange) => ({ serverTime: exchange.now(), rateLimits: [], symbols: [] })),
  'GET /api/v3/klines': open((exchange, params) => {
    const rows = klines(exchange, exchange.symbol(params.get('symbol')), params.get('interval') ?? '', params);
    if (rows === null) throw new ExchangeRefusal(-1120, 'Invalid interval.');
    return rows;
  }),
  'GET /api/v3/ticker/24hr': open((exchange, params) => perSymbol(exchange, params, (symbol) => ticker24h(exchange, symbol))),
  'GET /api/v3/ticker/price': open((exchange, params) =>
    perSymbol(exchange, params, (symbol) => ({ symbol: symbol.id, price: priceText(symbol, exchange.price(symbol)) })),
  ),
  'GET /api/v3/ticker/bookTicker': open((exchange, params) => perSymbol(exchange, params, (symbol) => bookTicker(exchange, symbol))),
  'GET /api/v3/depth': open((exchange, params) => {
    const symbol = exchange.symbol(params.get('symbol'));
    const book = exchange.book(symbol, Math.min(Number(params.get('limit') ?? 100), 1000));
    const rows = (side: [number, number][]) => side.map(([price, amount]) => [priceText(symbol, price), amountText(symbol, amount)]);
    return { lastUpdateId: Math.floor(exchange.now() / TICK_MS), bids: rows(book.bids), asks: rows(book.asks) };
  }),
  'GET /api/v3/trades': open((exchange, params) => recentTrades(exchange, params, false)),
  'GET /api/v3/aggTrades': open((exchange, params) => recentTrades(exchange, params, true)),
  'GET /api/v3/account': signed((exchange) => ({
    makerCommission: exchange.fee * 10_000,
    takerCommission: exchange.fee * 10_000,
    canTrade: true,
    canWithdraw: false,
    canDeposit: false,
    updateTime: exchange.now(),
    accountType: 'SPOT',
    balances: [...exchange.balances].map(([asset, balance]) => ({
      asset,
      free: balance.free.toFixed(8),
      locked: balance.locked.toFixed(8),
    })),
    permissions: ['SPOT'],
  })),
  'POST /api/v3/order': signed((exchange, params) => {
    const number = (name: string) => (params.has(name) ? { [name]: Number(params.get(name)) } : {});
    const text = (name: string) => (params.has(name) ? { [name]: params.get(name)! } : {});
    return newOrderAnswer(
      exchange.place({
        symbol: params.get('symbol') ?? '',
        side: params.get('side') ?? '',
        type: params.get('type') ?? '',
        ...number('quantity'),
        ...number('quoteOrderQty'),
        ...number('price'),
        ...number('stopPrice'),
        ...text('timeInForce'),
        ...text('newClientOrderId'),
      }),
    );
  }),
  'GET /api/v3/order': signed((exchange, params) => orderAnswer(exchange.order(...orderKey(params)))),
  'DELETE /api/v3/order': signed((exchange, params) => orderAnswer(exchange.cancel(...orderKey(params)))),
  'GET /api/v3/openOrders': signed((exchange, params) => exchange.openOrders(params.get('symbol')).map(orderAnswer)),
  'GET /api/v3/allOrders': signed((exchange, params) => {
    const symbol = exchange.symbol(params.get('symbol'));
    const from = Number(params.get('startTime') ?? 0);
    return exchange
      .listed(symbol.id)
      .filter((order) => order.time >= from)
      .slice(-500)
      .map(orderAnswer);
  }),
  'GET /api/v3/myTrades': signed((exchange, params) => {
    const symbol = exchange.symbol(params.get('symbol'));
    const from = Number(params.get('startTime') ?? 0);
    const orderId = params.has('orderId') ? Number(params.get('orderId')) : null;
    return exchange
      .listed(symbol.id)
      .filter((order) => orderId === null || order.orderId === orderId)
      .flatMap((order) => order.fills.filter((fill) => fill.time >= from).map((fill) => fillAnswer(order, fill)));
  }),
  'GET /sapi/v1/asset/tradeFee': signed((exchange) =>
    [...exchange.symbols.values()].map((symbol) => ({
      symbol: symbol.id,
      makerCommission: String(exchange.fee),
      takerCommission: String(exchange.fee),
    })),
  ),
  'GET /sapi/v1/capital/config/getall': signed(() => []),
  'GET /sapi/v1/margin/allPairs': signed(() => []),
  'GET /sapi/v1/margin/isolated/allPairs': signed(() => []),
  'GET /sapi/v1/spot/delist-schedule': signed(() => []),
  'GET /sapi/v1/system/status': open(() => ({ status: 0, msg: 'normal' })),
};

/** Market, number and client id an order is asked for by. */
export function orderKey(params: URLSearchParams): [string, number | null, string | null] {
  const orderId = params.has('orderId') ? Number(params.get('orderId')) : null;
  return [params.get('symbol') ?? '', orderId, params.get('origClientOrderId')];
}

function perSymbol(exchange: Exchange, params: URLSearchParams, present: (symbol: MarketSymbol) => unknown): unknown {
  if (params.has('symbol')) return present(exchange.symbol(params.get('symbol')));
  if (params.has('symbols')) {
    const ids = JSON.parse(params.get('symbols')!) as string[];
    return ids.map((id) => present(exchange.symbol(id)));
  }
  return [...exchange.symbols.values()].map(present);
}

export function bookTicker(exchange: Exchange, symbol: MarketSymbol): Record<string, string> {
  const book = exchange.book(symbol, 1);
  const [bid, bidQty] = book.bids[0] ?? [0, 0];
  const [ask, askQty] = book.asks[0] ?? [0, 0];
  return {
    symbol: symbol.id,
    bidPrice: priceText(symbol, bid),
    bidQty: amountText(symbol, bidQty),
    askPrice: priceText(symbol, ask),
    askQty: amountText(symbol, askQty),
  };
}

/** Public trades: one at each time step, at the price the market had. */
function recentTrades(exchange: Exchange, params: URLSearchParams, isAggregate: boolean): unknown[] {
  const symbol = exchange.symbol(params.get('symbol'));
  const limit = Math.min(Number(params.get('limit') ?? 500), 1000);
  const now = exchange.now();
  const lastTick = Math.floor(Math.min(Number(params.get('endTime') ?? now), now) / TICK_MS);
  let firstTick = lastTick - limit + 1;
  if (params.has('startTime')) firstTick = Math.ceil(Number(params.get('startTime')) / TICK_MS);
  if (params.has('fromId')) firstTick = Number(params.get('fromId'));
  const rows: unknown[] = [];
  for (let tick = firstTick; tick <= lastTick && rows.length < limit; tick++) {
    const price = exchange.price(symbol, tick * TICK_MS);
    const previous = exchange.price(symbol, (tick - 1) * TICK_MS);
    const p = priceText(symbol, price);
    const q = amountText(symbol, symbol.stepSize * (1 + (tick % 7)));
    const isSell = price < previous;
    rows.push(
      isAggregate
        ? { a: tick, p, q, f: tick, l: tick, T: tick * TICK_MS, m: isSell, M: true }
        : { id: tick, price: p, qty: q, quoteQty: '0', time: tick * TICK_MS, isBuyerMaker: isSell, isBestMatch: true },
    );
  }
  return rows;
}
