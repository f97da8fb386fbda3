import type { Exchange } from '../../engine/exchange.ts';
import type { NewOrder, Order, TimeInForce } from '../../engine/order.ts';
import { Refusal } from '../../engine/refusal.ts';
import { decimals, type MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { NativeRefusal } from '../dialect.ts';
import { fillRow, orderDetails, orderRow, placedRow } from './facts.ts';
import { spotSymbols, symbolOf } from './market-data.ts';

type Handler = (exchange: Exchange, params: URLSearchParams) => unknown;

/** What an account's stream is opened with. */
export const LISTEN_KEY = 'simulatorlistenkey';
/** By our id an order is found for so long after it was placed. Source: BingX, "Query Order details". */
const CLIENT_ID_MS = 2 * 3_600_000;
/** Fills are kept for so long; where nothing is said, those of a day are shown. Source: BingX, "Query transaction details". */
const FILLS_MS = { kept: 7 * 86_400_000, usual: 86_400_000 };
/** Letters, digits, underscores. Source: BingX, "Place order". */
const CLIENT_ID = /^[A-Za-z0-9_]{1,40}$/;
/** Finished orders in one page at most. Source: BingX, "Query Order history". */
const PAGE = 100;

/** Signed calls, parameters in the address whatever the method. Source: BingX, "Account Endpoints", "Trades Endpoints", "Listen Key". */
export const TRADING: Readonly<Record<string, Handler>> = {
  'POST user/auth/userDataStream': () => ({ listenKey: LISTEN_KEY }),
  'PUT user/auth/userDataStream': () => ({}),
  'GET wallets/v1/capital/config/getall': (exchange) =>
    [...new Set(spotSymbols(exchange).flatMap(({ base, quote }) => [base, quote]))].map((coin) => ({ coin, name: coin, networkList: [] })),
  'GET spot/v1/account/balance': (exchange) => {
    exchange.match();
    return {
      balances: [...exchange.wallet.balances].map(([asset, { free, locked }]) => ({
        asset,
        free: decimalText(free),
        locked: decimalText(locked),
      })),
    };
  },
  'GET spot/v1/user/commissionRate': (exchange) => ({ takerCommissionRate: exchange.fee, makerCommissionRate: exchange.fee }),
  'POST spot/v1/trade/order': (exchange, params) => placedRow(exchange.place(newOrder(exchange, params))),
  'POST spot/v1/trade/cancel': (exchange, params) => {
    const order = orderNamed(exchange, params);
    if (order?.status !== 'open') throw new Refusal('order_is_closed');
    return orderRow(exchange.cancel(order));
  },
  'GET spot/v1/trade/query': (exchange, params) => {
    const order = orderNamed(exchange, params);
    if (order === undefined) throw new Refusal('unknown_order');
    return orderDetails(order);
  },
  'GET spot/v1/trade/openOrders': (exchange, params) => {
    const symbol = params.get('symbol');
    return {
      orders: exchange
        .openOrders(symbol === null ? null : symbolOf(exchange, symbol))
        .reverse()
        .map(orderRow),
    };
  },
  'GET spot/v1/trade/historyOrders': (exchange, params) => {
    const symbol = params.get('symbol');
    const from = Number(params.get('startTime') ?? 0);
    const to = Number(params.get('endTime') ?? Number.POSITIVE_INFINITY);
    const size = Math.min(Number(params.get('pageSize') ?? PAGE), PAGE);
    const skipped = (Number(params.get('pageIndex') ?? 1) - 1) * size;
    const done = exchange
      .listed(symbol === null ? null : symbolOf(exchange, symbol))
      .filter(({ status, time }) => status !== 'open' && time >= from && time <= to)
      .reverse();
    return { orders: done.slice(skipped, skipped + size).map(orderRow) };
  },
  'GET spot/v1/trade/myTrades': (exchange, params) => {
    const now = exchange.now();
    const to = Number(params.get('endTime') ?? now);
    const from = Math.max(Number(params.get('startTime') ?? to - FILLS_MS.usual), now - FILLS_MS.kept);
    const wanted = params.get('orderId');
    return {
      fills: exchange
        .listed(symbolOf(exchange, params.get('symbol')))
        .filter(({ id }) => wanted === null || String(id) === wanted)
        .flatMap((order) => order.fills.filter(({ time }) => time >= from && time <= to).map((fill) => fillRow(order, fill)))
        .slice(-Math.min(Number(params.get('limit') ?? 500), 1000)),
    };
  },
};

/** The order that a call asks for or cancels. */
export function orderNamed(exchange: Exchange, params: URLSearchParams): Order | undefined {
  const symbol = symbolOf(exchange, params.get('symbol'));
  const id = params.get('orderId');
  if (id !== null) return exchange.find(symbol, { id: Number(id) });
  const order = exchange.find(symbol, { clientId: params.get('clientOrderID') ?? '' });
  return order !== undefined && exchange.now() - order.time <= CLIENT_ID_MS ? order : undefined;
}

/** What is finer than the market's steps is cut off, not refused. Source: BingX, "Place order", "Trading Rules". */
function cut(value: string | null, step: number): number | undefined {
  if (value === null || Number(value) === 0) return undefined;
  const steps = Math.floor(Number(value) / step + 1e-9);
  return Number((steps * step).toFixed(decimals(step)));
}

/** @throws NativeRefusal for what BingX would not take */
function newOrder(exchange: Exchange, params: URLSearchParams): NewOrder {
  const symbol = symbolOf(exchange, params.get('symbol'));
  const side = params.get('side')?.toLowerCase();
  if (side !== 'buy' && side !== 'sell') throw parameterError('invalid side');
  const [, stop, kind] = /^(TAKE_STOP_|TRIGGER_)?(LIMIT|MARKET)$/.exec(params.get('type') ?? '') ?? [];
  if (kind === undefined) throw parameterError('invalid type');
  const type = kind === 'MARKET' ? 'market' : 'limit';
  const amount = cut(params.get('quantity'), symbol.stepSize);
  const cost = Number(params.get('quoteOrderQty') ?? 0);
  if (type === 'market' && side === 'buy' && !(cost > 0)) throw parameterError('quoteOrderQty is required for a market order to buy');
  if (type === 'market' && side === 'sell' && amount === undefined) throw parameterError('quantity is required for a market order to sell');
  const clientId = params.get('newClientOrderId') ?? undefined;
  if (clientId !== undefined && !CLIENT_ID.test(clientId)) throw parameterError('newClientOrderId: only letters, numbers and _, 1 to 40');
  // an id is never taken again, whatever became of its order
  if (clientId !== undefined && exchange.orders.some((order) => order.clientId === clientId)) throw new Refusal('client_id_in_use');
  const price = cut(params.get('price'), symbol.tickSize);
  return {
    symbol,
    side,
    type,
    ...(amount !== undefined
      ? { amount }
      : type === 'market'
        ? { cost }
        : { amount: cut(String(cost / (price ?? Number.NaN)), symbol.stepSize) }),
    price,
    ...timeOf(type === 'market' ? null : params.get('timeInForce')),
    trigger: stop === undefined ? undefined : triggerOf(exchange, symbol, cut(params.get('stopPrice'), symbol.tickSize)),
    clientId,
  };
}

/** The price decides by itself from which side it is reached. */
function triggerOf(exchange: Exchange, symbol: MarketSymbol, price = Number.NaN): { price: number; direction: 'above' | 'below' } {
  return { price, direction: price <= exchange.price(symbol) ? 'below' : 'above' };
}

function timeOf(given: string | null): { timeInForce: TimeInForce; isPostOnly: boolean } {
  const time = given ?? 'GTC';
  if (time === 'PostOnly') return { timeInForce: 'GTC', isPostOnly: true };
  if (time !== 'GTC' && time !== 'IOC' && time !== 'FOK') throw parameterError('invalid timeInForce');
  return { timeInForce: time, isPostOnly: false };
}

function parameterError(message: string): NativeRefusal {
  return new NativeRefusal('100400', message, 200);
}
