import type { Exchange } from '../../engine/exchange.ts';
import { FUNDING_MS, FUNDING_RATE, MAINTENANCE_RATIO } from '../../engine/positions.ts';
import { TICK_MS } from '../../engine/price.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { NativeRefusal } from '../dialect.ts';
import { candleRow, candleStart, INTERVALS, instrument, ticker, wireId } from './facts.ts';

type Handler = (exchange: Exchange, params: URLSearchParams) => object;

/** Most candles one request returns. Source: Bybit, "Get kline". */
const CANDLE_LIMIT = 1000;

/** @throws NativeRefusal where the category has none of that name */
export function symbolOf(exchange: Exchange, category: unknown, id: unknown): MarketSymbol {
  const symbol = symbolsOf(exchange, category).find((one) => wireId(one) === id);
  if (symbol === undefined) throw new NativeRefusal(10001, 'Not supported symbols', 200);
  return symbol;
}

export function symbolsOf(exchange: Exchange, category: unknown): MarketSymbol[] {
  if (category !== 'spot' && category !== 'linear') return [];
  return [...exchange.symbols.values()].filter(({ isPerpetual }) => isPerpetual === (category === 'linear'));
}

const asked = (exchange: Exchange, params: URLSearchParams) => symbolOf(exchange, params.get('category'), params.get('symbol'));

function askedOrAll(exchange: Exchange, params: URLSearchParams): MarketSymbol[] {
  return params.has('symbol') ? [asked(exchange, params)] : symbolsOf(exchange, params.get('category'));
}

/** What anyone may ask, by the end of the address. */
export const MARKET_DATA: Readonly<Record<string, Handler>> = {
  time: (exchange) => {
    const now = exchange.now();
    return { timeSecond: String(Math.floor(now / 1000)), timeNano: `${now}000000` };
  },
  'instruments-info': (exchange, params) => ({
    category: params.get('category'),
    list: params.get('status') === 'PreLaunch' ? [] : askedOrAll(exchange, params).map(instrument),
    nextPageCursor: '',
  }),
  kline: (exchange, params) => candles(exchange, params, 7),
  'mark-price-kline': (exchange, params) => candles(exchange, params, 5),
  'index-price-kline': (exchange, params) => candles(exchange, params, 5),
  tickers: (exchange, params) => ({
    category: params.get('category'),
    list: askedOrAll(exchange, params).map((symbol) => ticker(exchange, symbol)),
  }),
  orderbook: (exchange, params) => bookRow(exchange, asked(exchange, params), Math.min(Number(params.get('limit') ?? 1), 500)),
  'recent-trade': (exchange, params) => {
    const symbol = asked(exchange, params);
    const last = Math.floor(exchange.now() / TICK_MS);
    const list = Array.from({ length: Math.min(Number(params.get('limit') ?? 60), 1000) }, (_, back) =>
      tradeRow(exchange, symbol, last - back),
    );
    return { category: params.get('category'), list };
  },
  'funding/history': (exchange, params) => {
    const symbol = asked(exchange, params);
    const end = Math.min(Number(params.get('endTime') ?? exchange.now()), exchange.now());
    const start = Number(params.get('startTime') ?? 0);
    const limit = Math.min(Number(params.get('limit') ?? 200), 200);
    const list: object[] = [];
    for (let at = Math.floor(end / FUNDING_MS) * FUNDING_MS; at >= start && list.length < limit; at -= FUNDING_MS) {
      list.push({ symbol: wireId(symbol), fundingRate: decimalText(FUNDING_RATE), fundingRateTimestamp: String(at) });
    }
    return { category: 'linear', list };
  },
  'risk-limit': (exchange, params) => ({
    category: params.get('category'),
    list: askedOrAll(exchange, params).map((symbol) => ({
      id: 1,
      symbol: wireId(symbol),
      riskLimitValue: '10000000',
      maintenanceMargin: decimalText(MAINTENANCE_RATIO),
      initialMargin: '0.01',
      isLowestRisk: 1,
      maxLeverage: '100.00',
      mmDeduction: '',
    })),
    nextPageCursor: '',
  }),
};

/** Newest first; from a start on the oldest that fit. @param columns how much of a row is sent */
function candles(exchange: Exchange, params: URLSearchParams, columns: number): object {
  const symbol = asked(exchange, params);
  const length = INTERVALS[params.get('interval') ?? ''];
  if (length === undefined) throw new NativeRefusal(10001, 'Invalid period!', 200);
  const limit = Math.min(Number(params.get('limit') ?? 200), CANDLE_LIMIT);
  const now = exchange.now();
  const end = candleStart(params.has('end') ? Math.min(Number(params.get('end')), now) : now, length);
  let first = end - (limit - 1) * length;
  if (params.has('start')) {
    const from = Number(params.get('start'));
    first = candleStart(from + length - 1, length);
  }
  const rows: string[][] = [];
  for (let start = first; start <= end && rows.length < limit; start += length) {
    const row = candleRow(exchange, symbol, start, length);
    if (row !== null) rows.unshift(row.slice(0, columns));
  }
  return { category: params.get('category'), symbol: wireId(symbol), list: rows };
}

export function bookRow(exchange: Exchange, symbol: MarketSymbol, depth: number): object {
  const { bids, asks } = exchange.book(symbol, depth);
  const rows = (side: [number, number][]) => side.map(([price, amount]) => [decimalText(price), decimalText(amount)]);
  const tick = Math.floor(exchange.now() / TICK_MS);
  return { s: wireId(symbol), b: rows(bids), a: rows(asks), ts: exchange.now(), u: tick, seq: tick };
}

function tradeRow(exchange: Exchange, symbol: MarketSymbol, tick: number): object {
  const price = exchange.price(symbol, tick * TICK_MS);
  return {
    execId: String(tick),
    symbol: wireId(symbol),
    price: decimalText(price),
    size: decimalText(symbol.stepSize),
    side: price < exchange.price(symbol, (tick - 1) * TICK_MS) ? 'Sell' : 'Buy',
    time: String(tick * TICK_MS),
    isBlockTrade: false,
  };
}
