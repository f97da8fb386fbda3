import type { Exchange } from '../../engine/exchange.ts';
import type { Order } from '../../engine/order.ts';
import { TICK_MS } from '../../engine/price.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { NativeRefusal } from '../dialect.ts';
import { coinOf, symbolOfCoin, universeOf } from './coins.ts';
import {
  bookRow,
  candleRow,
  context,
  fillRow,
  INTERVALS,
  numberText,
  orderRow,
  orderState,
  perpetualMeta,
  perpetualState,
  spotMeta,
  spotState,
} from './facts.ts';
import { rejectedOrder, rejectedOrders } from './rejected.ts';
import type { Fields } from './sign.ts';
import { ADDRESS, API_WALLET } from './wallets.ts';

type Handler = (exchange: Exchange, asked: Fields) => unknown;

/** Candles that there are of an interval, and rows of a list. Source: Hyperliquid, "Info endpoint". */
export const CANDLES = 5000;
const ORDERS = 2000;
const FILLS = 2000;
const RATES = 500;

const malformed = () => new NativeRefusal('422', 'Failed to deserialize the JSON body into the target type', 422);

/** What may be asked without a signature, the account's by its address. Source: Hyperliquid, "Info endpoint", "Perpetuals", "Spot". */
export const INFO: Readonly<Record<string, Handler>> = {
  exchangeStatus: (exchange) => ({ time: exchange.now(), specialStatuses: null }),
  allMids: (exchange) =>
    Object.fromEntries(
      [...exchange.symbols.values()].map((symbol) => [coinOf(exchange, symbol), context(exchange, symbol)['midPx'] as string]),
    ),
  meta: perpetualMeta,
  spotMeta,
  metaAndAssetCtxs: (exchange) => [
    perpetualMeta(exchange),
    universeOf(exchange).contracts.map((symbol) => contextOrNothing(exchange, symbol)),
  ],
  spotMetaAndAssetCtxs: (exchange) => [spotMeta(exchange), universeOf(exchange).spot.map((symbol) => contextOrNothing(exchange, symbol))],
  // only the exchange's own contracts
  perpDexs: () => [null],
  l2Book: (exchange, asked) => bookRow(exchange, symbolAsked(exchange, asked)),
  recentTrades: (exchange, asked) => recentTrades(exchange, symbolAsked(exchange, asked)),
  candleSnapshot: (exchange, asked) => candles(exchange, (asked['req'] ?? {}) as Fields),
  fundingHistory: (exchange, asked) => fundingRates(exchange, asked),
  userAbstraction: () => 'default',
  userRole: (_exchange, { user }) => (user === API_WALLET.address ? { role: 'agent', data: { user: ADDRESS } } : { role: 'user' }),
  userFees: (exchange) => ({
    dailyUserVlm: [],
    userCrossRate: numberText(exchange.fee),
    userAddRate: numberText(exchange.fee),
    activeReferralDiscount: '0.0',
  }),
  spotClearinghouseState: spotState,
  clearinghouseState: perpetualState,
  openOrders: (exchange) => openOrders(exchange),
  frontendOpenOrders: (exchange) => openOrders(exchange),
  // as placed, and as it ended
  historicalOrders: (exchange) =>
    [...rejectedOrders(exchange), ...exchange.listed(null).flatMap((order) => history(exchange, order))].slice(-ORDERS).reverse(),
  orderStatus: (exchange, asked) => {
    const order = orderAsked(exchange, asked);
    if (order !== undefined) return { status: 'order', order: orderState(exchange, order) };
    const rejected = rejectedOrder(exchange, asked['oid']);
    return rejected === undefined ? { status: 'unknownOid' } : { status: 'order', order: rejected };
  },
  userFills: (exchange) => fills(exchange, 0, Number.MAX_SAFE_INTEGER).slice(-FILLS).reverse(),
  userFillsByTime: (exchange, asked) => {
    const start = timeOf(asked, 'startTime');
    if (start === undefined) throw malformed();
    return fills(exchange, start, timeOf(asked, 'endTime') ?? Number.MAX_SAFE_INTEGER).slice(0, FILLS);
  },
  userFunding: (exchange, asked) => userFunding(exchange, asked),
};

function contextOrNothing(exchange: Exchange, symbol: MarketSymbol): Record<string, unknown> {
  return exchange.symbols.has(symbol.id) ? context(exchange, symbol) : {};
}

/** @throws NativeRefusal where there is no such coin, with an answer of status 500 and nothing in it */
function symbolAsked(exchange: Exchange, { coin }: Fields): MarketSymbol {
  const symbol = symbolOfCoin(exchange, coin);
  if (symbol === undefined) throw new NativeRefusal('500', 'null', 500);
  return symbol;
}

function timeOf(asked: Fields, name: string): number | undefined {
  const value = asked[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || value < 0) throw malformed();
  return value;
}

/** The order that is asked for by number or by client id. */
export function orderAsked(exchange: Exchange, { oid }: Fields): Order | undefined {
  return exchange.find(null, typeof oid === 'number' ? { id: oid } : { clientId: String(oid) });
}

function openOrders(exchange: Exchange): object[] {
  return exchange
    .openOrders(null)
    .reverse()
    .map((order) => orderRow(exchange, order));
}

function history(exchange: Exchange, order: Order): object[] {
  const state = orderState(exchange, order);
  if (state['status'] === 'open') return [state];
  const placed = { order: { ...orderRow(exchange, order), sz: numberText(order.amount) }, status: 'open', statusTimestamp: order.time - 1 };
  return [placed, state];
}

function fills(exchange: Exchange, start: number, end: number): object[] {
  return exchange
    .listed(null)
    .flatMap((order) => order.fills.map((fill) => ({ order, fill })))
    .filter(({ fill }) => fill.time >= start && fill.time <= end)
    .sort((a, b) => a.fill.id - b.fill.id)
    .map(({ order, fill }) => fillRow(exchange, order, fill));
}

function candles(exchange: Exchange, asked: Fields): object[] {
  const symbol = symbolAsked(exchange, asked);
  const interval = String(asked['interval']);
  const length = INTERVALS[interval];
  const start = timeOf(asked, 'startTime');
  if (length === undefined || start === undefined) throw malformed();
  const now = exchange.now();
  const newest = Math.floor(now / length) * length;
  const last = Math.min(Math.floor((timeOf(asked, 'endTime') ?? now) / length) * length, newest);
  const rows: object[] = [];
  // a candle that the start falls into is one of them
  for (let at = Math.max(Math.floor(start / length) * length, newest - (CANDLES - 1) * length); at <= last; at += length) {
    const row = candleRow(exchange, symbol, interval, at);
    if (row !== null) rows.push(row);
  }
  return rows;
}

/** Every hour, at most so many of them, from the start on. */
function fundingRates(exchange: Exchange, asked: Fields): object[] {
  const { fundingMs, fundingRate } = exchange.positions;
  const start = timeOf(asked, 'startTime');
  if (start === undefined) throw malformed();
  const end = Math.min(timeOf(asked, 'endTime') ?? Number.MAX_SAFE_INTEGER, exchange.now());
  const rows: object[] = [];
  for (let at = Math.ceil(start / fundingMs) * fundingMs; at <= end && rows.length < RATES; at += fundingMs) {
    rows.push({ coin: asked['coin'], fundingRate: numberText(fundingRate), premium: '0.0', time: at });
  }
  return rows;
}

function userFunding(exchange: Exchange, asked: Fields): object[] {
  exchange.match();
  const start = timeOf(asked, 'startTime') ?? 0;
  const end = timeOf(asked, 'endTime') ?? Number.MAX_SAFE_INTEGER;
  return exchange.positions.payments
    .filter(({ time }) => time >= start && time <= end)
    .slice(0, RATES)
    .map(({ symbol, time, amount, rate }) => ({
      time,
      hash: `0x${'0'.repeat(64)}`,
      delta: {
        type: 'funding',
        coin: symbol.base,
        usdc: numberText(amount),
        szi: numberText(-amount / (exchange.price(symbol, time) * rate)),
        fundingRate: numberText(rate),
        nSamples: null,
      },
    }));
}

function recentTrades(exchange: Exchange, symbol: MarketSymbol): object[] {
  const last = Math.floor(exchange.now() / TICK_MS);
  return Array.from({ length: 10 }, (_, back) => {
    const tick = last - back;
    const price = exchange.price(symbol, tick * TICK_MS);
    return {
      coin: coinOf(exchange, symbol),
      side: price < exchange.price(symbol, (tick - 1) * TICK_MS) ? 'A' : 'B',
      px: numberText(price),
      sz: numberText(symbol.stepSize),
      time: tick * TICK_MS,
      hash: `0x${'0'.repeat(64)}`,
      tid: tick,
      users: [`0x${'0'.repeat(40)}`, `0x${'0'.repeat(40)}`],
    };
  });
}
