import type { Exchange } from '../../engine/exchange.ts';
import type { Refusal, RefusalKind } from '../../engine/refusal.ts';
import { type Answer, type Call, type Credentials, NativeRefusal } from '../dialect.ts';
import { exchangeInfo, fundingRates, marketsOf, perpetualInfo, priceText, wireId } from './facts.ts';
import { FUTURES } from './futures.ts';
import { LISTEN_KEY_PATH, listenKeyAnswer } from './listen-keys.ts';
import { MARKET_DATA, symbolOf } from './market-data.ts';
import { checkSignature } from './sign.ts';
import { SPOT } from './spot.ts';

type Handler = (exchange: Exchange, params: URLSearchParams) => unknown;

const noMarkets: Handler = (exchange) => ({ serverTime: exchange.now(), rateLimits: [], symbols: [] });

/** What anyone may ask, beside the market data that spot and futures share. */
const OPEN: Readonly<Record<string, Handler>> = {
  'GET /api/v3/exchangeInfo': exchangeInfo,
  'GET /fapi/v1/exchangeInfo': (exchange, params) =>
    marketsOf(exchange, true).length > 0 ? perpetualInfo(exchange) : noMarkets(exchange, params),
  'GET /fapi/v1/fundingRate': (exchange, params) => fundingRates(exchange, symbolOf(exchange, params, true), params),
  'GET /fapi/v1/premiumIndex': (exchange, params) => {
    const symbols = params.has('symbol') ? [symbolOf(exchange, params, true)] : marketsOf(exchange, true);
    const rows = symbols.map((symbol) => ({
      symbol: wireId(symbol),
      markPrice: priceText(symbol, exchange.price(symbol)),
      indexPrice: priceText(symbol, exchange.price(symbol)),
      lastFundingRate: '0.00010000',
      interestRate: '0.00010000',
      nextFundingTime: (Math.floor(exchange.now() / 28_800_000) + 1) * 28_800_000,
      time: exchange.now(),
    }));
    return params.has('symbol') ? rows[0] : rows;
  },
  'GET /dapi/v1/exchangeInfo': noMarkets,
  'GET /sapi/v1/system/status': () => ({ status: 0, msg: 'normal' }),
};

/** Query and form body together, as they were signed. */
export function signedText({ query, body }: Call): string {
  return [query, body].filter((part) => part !== '').join('&');
}

/** Answers one request of Binance's spot or USDⓈ-M API. @throws Refusal, NativeRefusal */
export function answer(exchange: Exchange, credentials: Credentials, call: Call): unknown {
  const key = `${call.method} ${call.path}`;
  const isPerpetual = call.path.startsWith('/fapi/v1/');
  const shared = call.method === 'GET' ? MARKET_DATA[call.path.replace(/^\/(api\/v3|fapi\/v1)\//, '')] : undefined;
  if (shared !== undefined) return shared(exchange, call.params, isPerpetual);
  const open = OPEN[key];
  if (open !== undefined) return open(exchange, call.params);
  if (call.path === LISTEN_KEY_PATH) return listenKeyAnswer(exchange, credentials, call);
  const signed = SPOT[key] ?? FUTURES[key];
  if (signed === undefined) throw new NativeRefusal(-1000, `No such endpoint: ${key}`, 404);
  checkSignature(credentials, call.headers['x-mbx-apikey'], signedText(call), call.params, exchange.now());
  return signed(exchange, call.params);
}

/** Codes and words. Source: Binance, "Error Codes" and "Filters". */
const REFUSALS: Readonly<Record<RefusalKind, readonly [code: number, message: string]>> = {
  unknown_symbol: [-1121, 'Invalid symbol.'],
  bad_amount: [-1013, 'Filter failure: LOT_SIZE'],
  bad_price: [-1013, 'Filter failure: PRICE_FILTER'],
  price_too_far: [-1013, 'Filter failure: PERCENT_PRICE_BY_SIDE'],
  too_little_value: [-1013, 'Filter failure: NOTIONAL'],
  no_amount: [-1102, "Mandatory parameter 'quantity' was not sent, was empty/null, or malformed."],
  no_price: [-1102, "Mandatory parameter 'price' was not sent, was empty/null, or malformed."],
  no_stop_price: [-1102, "Mandatory parameter 'stopPrice' was not sent, was empty/null, or malformed."],
  stop_on_wrong_side: [-2021, 'Order would immediately trigger.'],
  too_little_balance: [-2010, 'Account has insufficient balance for requested action.'],
  client_id_in_use: [-2010, 'Duplicate order sent.'],
  would_take: [-2010, 'Order would immediately match and take.'],
  nothing_to_reduce: [-2022, 'ReduceOnly Order is rejected.'],
  unknown_order: [-2013, 'Order does not exist.'],
  order_is_closed: [-2011, 'Unknown order sent.'],
  bad_leverage: [-4028, 'Leverage is not valid'],
  position_in_the_way: [-4048, 'Margin type cannot be changed if there exists position.'],
};

/** The same where futures say it in other words. */
const FUTURES_REFUSALS: Partial<Record<RefusalKind, readonly [code: number, message: string]>> = {
  too_little_balance: [-2019, 'Margin is insufficient.'],
  client_id_in_use: [-4116, 'ClientOrderId is duplicated.'],
  too_little_value: [-4164, "Order's notional must be no smaller than 5 (unless you choose reduce only)."],
};

export function refuse(refusal: Refusal | NativeRefusal, call: Call): Answer {
  if (refusal instanceof NativeRefusal) return { status: refusal.status, body: { code: Number(refusal.code), msg: refusal.message } };
  const isCancel = call.method === 'DELETE' && refusal.kind === 'unknown_order';
  const kind: RefusalKind = isCancel ? 'order_is_closed' : refusal.kind;
  const futures = call.path.startsWith('/fapi/') ? FUTURES_REFUSALS[kind] : undefined;
  const [code, msg] = futures ?? REFUSALS[kind];
  return { status: 400, body: { code, msg } };
}

/** Weight of a request in the exchange's rate limit. Source: Binance, "Limits" and each endpoint's weight. */
export function requestWeight({ path, params }: Call): number {
  if (path.endsWith('/ticker/24hr')) return params.has('symbol') ? 2 : params.has('symbols') ? 40 : 80;
  if (path.endsWith('/exchangeInfo') || path.endsWith('/account') || path.endsWith('/allOrders')) return 20;
  if (path.endsWith('/depth')) return Number(params.get('limit') ?? 100) > 100 ? 25 : 5;
  if (path.endsWith('/openOrders')) return params.has('symbol') ? 6 : 80;
  if (path.endsWith('/klines')) return 2;
  if (path.endsWith('/order')) return params.has('newOrderRespType') ? 1 : 4;
  return 4;
}
