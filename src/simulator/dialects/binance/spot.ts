import type { Exchange } from '../../engine/exchange.ts';
import type { NewOrder, Order, TimeInForce } from '../../engine/order.ts';
import { Refusal } from '../../engine/refusal.ts';
import { NativeRefusal } from '../dialect.ts';
import { fillAnswer, marketsOf, newOrderAnswer, orderAnswer, wireId } from './facts.ts';
import { symbolOf } from './market-data.ts';

/** Source: Binance, "All orders". */
const ORDERS_AT_ONCE = 500;

type Handler = (exchange: Exchange, params: URLSearchParams) => unknown;

/** Signed calls of Binance's spot market. Source: Binance, "Spot REST API", trading and account endpoints. */
export const SPOT: Readonly<Record<string, Handler>> = {
  'GET /api/v3/account': (exchange) => ({
    makerCommission: exchange.fee * 10_000,
    takerCommission: exchange.fee * 10_000,
    canTrade: true,
    canWithdraw: false,
    canDeposit: false,
    updateTime: exchange.now(),
    accountType: 'SPOT',
    balances: [...exchange.wallet.balances].map(([asset, balance]) => ({
      asset,
      free: balance.free.toFixed(8),
      locked: balance.locked.toFixed(8),
    })),
    permissions: ['SPOT'],
  }),
  'POST /api/v3/order': (exchange, params) => newOrderAnswer(exchange.place(newOrder(exchange, params))),
  'GET /api/v3/order': (exchange, params) => {
    const order = orderOf(exchange, params, false);
    if (order === undefined) throw new Refusal('unknown_order');
    return orderAnswer(order);
  },
  'DELETE /api/v3/order': (exchange, params) => orderAnswer(exchange.cancel(orderOf(exchange, params, false))),
  'GET /api/v3/openOrders': (exchange, params) => {
    const symbol = params.has('symbol') ? symbolOf(exchange, params, false) : null;
    return exchange
      .openOrders(symbol)
      .filter((order) => !order.symbol.isPerpetual)
      .map(orderAnswer);
  },
  'GET /api/v3/allOrders': (exchange, params) => {
    const from = params.has('startTime') ? Number(params.get('startTime')) : null;
    const orders = exchange.listed(symbolOf(exchange, params, false)).filter((order) => order.time >= (from ?? 0));
    // from a time on the oldest, without one the latest
    return (from === null ? orders.slice(-ORDERS_AT_ONCE) : orders.slice(0, ORDERS_AT_ONCE)).map(orderAnswer);
  },
  'GET /api/v3/myTrades': (exchange, params) => {
    const from = Number(params.get('startTime') ?? 0);
    const orderId = params.has('orderId') ? Number(params.get('orderId')) : null;
    return exchange
      .listed(symbolOf(exchange, params, false))
      .filter((order) => orderId === null || order.id === orderId)
      .flatMap((order) => order.fills.filter((fill) => fill.time >= from).map((fill) => fillAnswer(order, fill)));
  },
  'GET /sapi/v1/asset/tradeFee': (exchange) =>
    marketsOf(exchange, false).map((symbol) => ({
      symbol: wireId(symbol),
      makerCommission: String(exchange.fee),
      takerCommission: String(exchange.fee),
    })),
  'GET /sapi/v1/capital/config/getall': () => [],
  'GET /sapi/v1/margin/allPairs': () => [],
  'GET /sapi/v1/margin/isolated/allPairs': () => [],
  'GET /sapi/v1/spot/delist-schedule': () => [],
};

/** The order that a request names by number or by client id. @throws NativeRefusal where it names none, Refusal for an unknown market */
export function orderOf(exchange: Exchange, params: URLSearchParams, isPerpetual: boolean): Order | undefined {
  const symbol = symbolOf(exchange, params, isPerpetual);
  const clientId = params.get('origClientOrderId');
  if (params.has('orderId')) return exchange.find(symbol, { id: Number(params.get('orderId')) });
  if (!clientId) throw new NativeRefusal(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!");
  return exchange.find(symbol, { clientId });
}

/** A number of a request, undefined where it has none of that name. */
export function numberOf(params: URLSearchParams, name: string): number | undefined {
  return params.has(name) ? Number(params.get(name)) : undefined;
}

/** @throws NativeRefusal for a side, type or time in force that there is not */
export function newOrder(exchange: Exchange, params: URLSearchParams): NewOrder {
  const symbol = symbolOf(exchange, params, false);
  const side = sideOf(params);
  const type = params.get('type');
  if (type !== 'LIMIT' && type !== 'MARKET' && type !== 'LIMIT_MAKER' && type !== 'STOP_LOSS_LIMIT') {
    throw new NativeRefusal(-1116, 'Invalid orderType.');
  }
  return {
    symbol,
    side,
    type: type === 'MARKET' ? 'market' : 'limit',
    amount: numberOf(params, 'quantity'),
    cost: type === 'MARKET' && side === 'buy' ? numberOf(params, 'quoteOrderQty') : undefined,
    price: numberOf(params, 'price'),
    timeInForce: timeInForceOf(params),
    isPostOnly: type === 'LIMIT_MAKER',
    trigger:
      type === 'STOP_LOSS_LIMIT'
        ? { price: numberOf(params, 'stopPrice') ?? Number.NaN, direction: side === 'sell' ? 'below' : 'above' }
        : undefined,
    clientId: params.get('newClientOrderId') ?? undefined,
  };
}

export function sideOf(params: URLSearchParams): 'buy' | 'sell' {
  const side = params.get('side');
  if (side !== 'BUY' && side !== 'SELL') throw new NativeRefusal(-1117, 'Invalid side.');
  return side === 'BUY' ? 'buy' : 'sell';
}

export function timeInForceOf(params: URLSearchParams): TimeInForce {
  const given = params.get('timeInForce') ?? 'GTC';
  if (given !== 'GTC' && given !== 'IOC' && given !== 'FOK') throw new NativeRefusal(-1115, 'Invalid timeInForce.');
  return given;
}
