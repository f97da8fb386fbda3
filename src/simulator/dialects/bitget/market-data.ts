import type { Exchange } from '../../engine/exchange.ts';
import { FUNDING_MS, FUNDING_RATE, MAINTENANCE_RATIO } from '../../engine/positions.ts';
import { TICK_MS } from '../../engine/price.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { NativeRefusal } from '../dialect.ts';
import {
  bookRow,
  CONTRACT_GRANULARITIES,
  candleRow,
  candleStart,
  contractInstrument,
  PRODUCT_TYPE,
  recentDays,
  SPOT_GRANULARITIES,
  spotInstrument,
  ticker,
  tradeRow,
  wireId,
} from './facts.ts';
import { parameterError } from './refusals.ts';

type Handler = (exchange: Exchange, params: URLSearchParams) => unknown;

/** Most candles one request returns, of recent ones and of those of the past. Source: Bitget, "Get Candlestick Data", "Get History Candlestick Data". */
const RECENT_LIMIT = 1000;
const HISTORY_LIMIT = 200;
const DAY_MS = 86_400_000;
/** Depths of a contract's order book. Source: Bitget, "Get Merge Market Depth". */
const DEPTHS = [1, 5, 15, 50];
const DEEPEST = 150;

/** @throws NativeRefusal where there is none of that name */
export function symbolOf(exchange: Exchange, id: unknown, isPerpetual: boolean): MarketSymbol {
  const symbol = symbolsOf(exchange, isPerpetual).find((one) => wireId(one) === id);
  if (symbol === undefined) throw new NativeRefusal('40034', `Parameter ${id} does not exist`);
  return symbol;
}

export function symbolsOf(exchange: Exchange, isPerpetual: boolean): MarketSymbol[] {
  return [...exchange.symbols.values()].filter((symbol) => symbol.isPerpetual === isPerpetual);
}

/** Contracts of a product type, however it is written; only those on dollars are offered. */
function contractsOf(exchange: Exchange, params: URLSearchParams): MarketSymbol[] {
  const type = params.get('productType')?.toUpperCase();
  if (type === undefined) throw new NativeRefusal('40019', 'Parameter productType cannot be empty');
  return type === PRODUCT_TYPE ? symbolsOf(exchange, true) : [];
}

const spot = (exchange: Exchange, params: URLSearchParams) => symbolOf(exchange, params.get('symbol'), false);
const contract = (exchange: Exchange, params: URLSearchParams) => symbolOf(exchange, params.get('symbol'), true);

/** What anyone may ask, by the end of the address. */
export const MARKET_DATA: Readonly<Record<string, Handler>> = {
  'public/time': (exchange) => ({ serverTime: String(exchange.now()) }),
  'spot/public/coins': () => [],
  'margin/currencies': () => [],
  'spot/public/symbols': (exchange) => symbolsOf(exchange, false).map((symbol) => spotInstrument(symbol, exchange.fee)),
  'spot/market/tickers': (exchange, params) =>
    (params.has('symbol') ? [spot(exchange, params)] : symbolsOf(exchange, false)).map((symbol) => ticker(exchange, symbol)),
  'spot/market/orderbook': (exchange, params) => bookRow(exchange, spot(exchange, params), depthOf(params)),
  'spot/market/candles': (exchange, params) => recentCandles(exchange, spot(exchange, params), params),
  'spot/market/history-candles': (exchange, params) => pastCandles(exchange, spot(exchange, params), params),
  'spot/market/fills': (exchange, params) => trades(exchange, spot(exchange, params), params),
  'spot/market/fills-history': (exchange, params) => trades(exchange, spot(exchange, params), params),
  'mix/market/contracts': (exchange, params) => contractsOf(exchange, params).map((symbol) => contractInstrument(symbol, exchange.fee)),
  'mix/market/ticker': (exchange, params) => [ticker(exchange, contract(exchange, params))],
  'mix/market/tickers': (exchange, params) => contractsOf(exchange, params).map((symbol) => ticker(exchange, symbol)),
  'mix/market/merge-depth': (exchange, params) => {
    const limit = params.get('limit') ?? '100';
    const depth = limit === 'max' ? DEEPEST : (DEPTHS.find((one) => one >= Number(limit)) ?? DEEPEST);
    return { ...bookRow(exchange, contract(exchange, params), depth), isMaxPrecision: 'YES', scale: '0.01', precision: 'scale0' };
  },
  'mix/market/candles': (exchange, params) => recentCandles(exchange, contract(exchange, params), params),
  'mix/market/history-candles': (exchange, params) => pastCandles(exchange, contract(exchange, params), params),
  'mix/market/history-mark-candles': (exchange, params) => pastCandles(exchange, contract(exchange, params), params),
  'mix/market/history-index-candles': (exchange, params) => pastCandles(exchange, contract(exchange, params), params),
  'mix/market/fills': (exchange, params) => trades(exchange, contract(exchange, params), params),
  'mix/market/fills-history': (exchange, params) => trades(exchange, contract(exchange, params), params),
  'mix/market/symbol-price': (exchange, params) => {
    const symbol = contract(exchange, params);
    const price = decimalText(exchange.price(symbol));
    return [{ symbol: wireId(symbol), price, indexPrice: price, markPrice: price, ts: String(exchange.now()) }];
  },
  'mix/market/funding-time': (exchange, params) => [
    { symbol: wireId(contract(exchange, params)), nextFundingTime: nextFunding(exchange), ratePeriod: String(FUNDING_MS / 3_600_000) },
  ],
  'mix/market/current-fund-rate': (exchange, params) =>
    (params.has('symbol') ? [contract(exchange, params)] : symbolsOf(exchange, true)).map((symbol) => ({
      symbol: wireId(symbol),
      fundingRate: decimalText(FUNDING_RATE),
      fundingRateInterval: String(FUNDING_MS / 3_600_000),
      nextUpdate: nextFunding(exchange),
      minFundingRate: '-0.003',
      maxFundingRate: '0.003',
    })),
  'mix/market/history-fund-rate': (exchange, params) => {
    const symbol = contract(exchange, params);
    const size = Math.min(Number(params.get('pageSize') ?? 20), 100);
    const first = Math.floor(exchange.now() / FUNDING_MS) - (Number(params.get('pageNo') ?? 1) - 1) * size;
    return Array.from({ length: size }, (_, back) => ({
      symbol: wireId(symbol),
      fundingRate: decimalText(FUNDING_RATE),
      fundingTime: String((first - back) * FUNDING_MS),
    }));
  },
  'mix/market/query-position-lever': (exchange, params) => [
    {
      symbol: wireId(contract(exchange, params)),
      level: '1',
      startUnit: '0',
      endUnit: '1000000',
      leverage: '100',
      keepMarginRate: decimalText(MAINTENANCE_RATIO),
    },
  ],
};

function nextFunding(exchange: Exchange): string {
  return String((Math.floor(exchange.now() / FUNDING_MS) + 1) * FUNDING_MS);
}

function depthOf(params: URLSearchParams): number {
  return Math.min(Number(params.get('limit') ?? DEEPEST), DEEPEST);
}

function recentCandles(exchange: Exchange, symbol: MarketSymbol, params: URLSearchParams): readonly unknown[] {
  const length = lengthOf(symbol, params);
  const oldest = exchange.now() - recentDays(length) * DAY_MS;
  return candles(exchange, symbol, params, Math.max(Number(params.get('startTime') ?? 0), oldest), RECENT_LIMIT);
}

/** A beginning is not heeded: it is so many candles before the end. */
function pastCandles(exchange: Exchange, symbol: MarketSymbol, params: URLSearchParams): readonly unknown[] {
  if (!params.has('endTime')) throw new NativeRefusal('40019', 'Parameter endTime cannot be empty');
  return candles(exchange, symbol, params, 0, HISTORY_LIMIT);
}

/** Oldest first, the newest of those that begin before the end. */
function candles(exchange: Exchange, symbol: MarketSymbol, params: URLSearchParams, from: number, most: number): readonly unknown[] {
  const length = lengthOf(symbol, params);
  const limit = Number(params.get('limit') ?? 100);
  if (!(limit >= 1 && limit <= most)) throw parameterError('limit');
  const now = exchange.now();
  const newest = candleStart(Math.min(Number(params.get('endTime') ?? now + 1) - 1, now), length);
  const rows: unknown[] = [];
  for (let start = newest; start >= from && rows.length < limit; start -= length) {
    const row = candleRow(exchange, symbol, start, length);
    if (row !== null) rows.push(row);
  }
  return rows.reverse();
}

function lengthOf({ isPerpetual }: MarketSymbol, params: URLSearchParams): number {
  const length = (isPerpetual ? CONTRACT_GRANULARITIES : SPOT_GRANULARITIES)[params.get('granularity') ?? ''];
  if (length === undefined) throw parameterError('granularity');
  return length;
}

/** Newest first. */
function trades(exchange: Exchange, symbol: MarketSymbol, params: URLSearchParams): readonly unknown[] {
  const limit = Math.min(Number(params.get('limit') ?? 100), 1000);
  const last = Math.floor(Math.min(Number(params.get('endTime') ?? exchange.now()), exchange.now()) / TICK_MS);
  return Array.from({ length: limit }, (_, back) => tradeRow(exchange, symbol, last - back));
}
