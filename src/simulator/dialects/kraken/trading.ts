import type { Exchange } from '../../engine/exchange.ts';
import type { NewOrder, Order, TimeInForce } from '../../engine/order.ts';
import { Refusal } from '../../engine/refusal.ts';
import { decimalText } from '../decimal-text.ts';
import { NativeRefusal } from '../dialect.ts';
import { assetOf, describe, fillRow, idOf, orderRow, tradeId, txid } from './facts.ts';
import { symbolOf } from './market-data.ts';

type Handler = (exchange: Exchange, params: URLSearchParams) => unknown;

/** A UUID, 32 hexadecimal digits, or free text of at most 18 characters. Source: Kraken, "Add order". */
const CLIENT_ID = /^([0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32}|[\x21-\x7e]{1,18})$/i;
const PAGE = 50;

/** Signed calls, all of them posted. Source: Kraken, "Account data", "Trading". */
export const TRADING: Readonly<Record<string, Handler>> = {
  GetWebSocketsToken: () => ({ token: 'simulator-token', expires: 900 }),
  BalanceEx: (exchange) => {
    exchange.match();
    return Object.fromEntries(
      [...exchange.wallet.balances].map(([coin, { free, locked }]) => [
        assetOf(coin),
        { balance: decimalText(free + locked), hold_trade: decimalText(locked) },
      ]),
    );
  },
  TradeVolume: (exchange) => ({ currency: 'ZUSD', volume: '0', fees: {}, fee: decimalText(exchange.fee * 100) }),
  AddOrder: (exchange, params) => {
    const order = exchange.place(newOrder(exchange, params));
    return { descr: { order: describe(order) }, txid: [txid(order.id)] };
  },
  CancelOrder: (exchange, params) => {
    exchange.cancel(orderNamed(exchange, params));
    return { count: 1 };
  },
  QueryOrders: (exchange, params) => {
    const wanted = (params.get('txid') ?? '').split(',').map(idOf);
    const found = exchange.listed(null).filter(({ id }) => wanted.includes(id));
    if (found.length === 0) throw new Refusal('unknown_order');
    return rows(found);
  },
  OpenOrders: (exchange, params) => ({ open: rows(named(exchange.openOrders(null), params)) }),
  ClosedOrders: (exchange, params) => {
    const start = Number(params.get('start') ?? 0) * 1000;
    const closed = named(exchange.listed(null), params).filter(({ status, updateTime }) => status !== 'open' && updateTime >= start);
    return { closed: rows(closed.reverse().slice(0, PAGE)), count: closed.length };
  },
  TradesHistory: (exchange, params) => {
    const start = Number(params.get('start') ?? 0) * 1000;
    const fills = exchange
      .listed(null)
      .flatMap((order) => order.fills.map((fill) => ({ order, fill })))
      .filter(({ fill }) => fill.time >= start);
    const page = fills.reverse().slice(0, PAGE);
    return { trades: Object.fromEntries(page.map(({ order, fill }) => [tradeId(fill.id), fillRow(order, fill)])), count: fills.length };
  },
  QueryTrades: (exchange, params) => {
    const wanted = (params.get('txid') ?? '').split(',');
    const fills = exchange.listed(null).flatMap((order) => order.fills.map((fill) => ({ order, fill })));
    return Object.fromEntries(
      fills.filter(({ fill }) => wanted.includes(tradeId(fill.id))).map(({ order, fill }) => [tradeId(fill.id), fillRow(order, fill)]),
    );
  },
};

function rows(orders: readonly Order[]): Record<string, unknown> {
  return Object.fromEntries(orders.map((order) => [txid(order.id), orderRow(order)]));
}

/** Those of a client id, where one is named. */
function named(orders: readonly Order[], params: URLSearchParams): Order[] {
  const clientId = params.get('cl_ord_id');
  return orders.filter((order) => !order.symbol.isPerpetual && (clientId === null || order.clientId === clientId));
}

/** The order a call names. */
export function orderNamed(exchange: Exchange, params: URLSearchParams): Order | undefined {
  const clientId = params.get('cl_ord_id');
  return exchange.find(null, clientId === null ? { id: idOf(params.get('txid')) } : { clientId });
}

function newOrder(exchange: Exchange, params: URLSearchParams): NewOrder {
  const symbol = symbolOf(exchange, params);
  const side = params.get('type');
  if (side !== 'buy' && side !== 'sell') throw new NativeRefusal('EGeneral:Invalid arguments:type', '', 200);
  const kind = params.get('ordertype') ?? '';
  const isStop = kind === 'stop-loss' || kind === 'stop-loss-limit';
  if (!isStop && kind !== 'limit' && kind !== 'market') throw new NativeRefusal('EGeneral:Invalid arguments:ordertype', '', 200);
  const price = Number(params.get('price') ?? Number.NaN);
  if (isStop && (side === 'sell' ? exchange.price(symbol) <= price : exchange.price(symbol) >= price))
    throw new Refusal('stop_on_wrong_side');
  const flags = (params.get('oflags') ?? '').split(',');
  const volume = Number(params.get('volume') ?? Number.NaN);
  return {
    symbol,
    side,
    type: kind === 'market' || kind === 'stop-loss' ? 'market' : 'limit',
    ...(flags.includes('viqc') ? { cost: volume } : { amount: volume }),
    price: isStop ? Number(params.get('price2') ?? Number.NaN) : price,
    timeInForce: timeOf(params.get('timeinforce')),
    isPostOnly: flags.includes('post'),
    trigger: isStop ? { price, direction: side === 'sell' ? 'below' : 'above' } : undefined,
    clientId: clientIdOf(params),
  };
}

/** There is no FOK. */
function timeOf(given: string | null): TimeInForce {
  const time = given ?? 'GTC';
  if (time !== 'GTC' && time !== 'IOC') throw new NativeRefusal('EGeneral:Invalid arguments:timeinforce', '', 200);
  return time;
}

function clientIdOf(params: URLSearchParams): string | undefined {
  const given = params.get('cl_ord_id');
  if (given !== null && !CLIENT_ID.test(given)) throw new NativeRefusal('EGeneral:Invalid arguments:cl_ord_id', '', 200);
  return given ?? undefined;
}
