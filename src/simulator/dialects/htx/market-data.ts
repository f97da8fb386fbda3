import type { Exchange } from '../../engine/exchange.ts';
import { TICK_MS } from '../../engine/price.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { NativeRefusal } from '../dialect.ts';
import { candle, candleShift, dayTick, PERIODS, symbolRow, wireId } from './facts.ts';

type Handler = (exchange: Exchange, params: URLSearchParams) => object;

/** Candles one request returns: what is usual, and at most. Source: HTX, "Get Klines(Candles)"; ccxt of the call with `from` and `to`. */
const CANDLES = { usual: 150, most: 2000, mostFrom: 1000 };

export function spotSymbols(exchange: Exchange): MarketSymbol[] {
  return [...exchange.symbols.values()].filter(({ isPerpetual }) => !isPerpetual);
}

/** @throws NativeRefusal where there is none */
export function symbolOf(exchange: Exchange, id: unknown): MarketSymbol {
  const symbol = spotSymbols(exchange).find((one) => wireId(one) === id);
  if (symbol === undefined) throw new NativeRefusal('invalid-parameter', 'invalid symbol', 200);
  return symbol;
}

/** What anyone may ask; what is answered beside the status. */
export const MARKET_DATA: Readonly<Record<string, Handler>> = {
  '/v1/common/timestamp': (exchange) => ({ data: exchange.now() }),
  '/v1/common/symbols': (exchange) => ({ data: spotSymbols(exchange).map(symbolRow) }),
  '/v2/reference/currencies': (exchange) => ({
    code: 200,
    data: [...new Set(spotSymbols(exchange).flatMap(({ base, quote }) => [base, quote]))].map((coin) => ({
      currency: coin.toLowerCase(),
      assetType: 1,
      instStatus: 'normal',
      chains: [],
    })),
  }),
  '/market/tickers': (exchange) => ({
    ts: exchange.now(),
    data: spotSymbols(exchange).map((symbol) => ({ symbol: wireId(symbol), ...dayTick(exchange, symbol) })),
  }),
  '/market/detail/merged': (exchange, params) => {
    const symbol = symbolOf(exchange, params.get('symbol'));
    const { bid, bidSize, ask, askSize, ...tick } = dayTick(exchange, symbol);
    const time = exchange.now();
    return {
      ch: `market.${wireId(symbol)}.detail.merged`,
      ts: time,
      tick: { id: time, ...tick, bid: [bid, bidSize], ask: [ask, askSize] },
    };
  },
  '/market/depth': (exchange, params) => {
    const symbol = symbolOf(exchange, params.get('symbol'));
    return {
      ch: `market.${wireId(symbol)}.depth.step0`,
      ts: exchange.now(),
      tick: depth(exchange, symbol, Number(params.get('depth') ?? 150)),
    };
  },
  '/market/history/kline': (exchange, params) => {
    const symbol = symbolOf(exchange, params.get('symbol'));
    const size = Math.min(Number(params.get('size') ?? CANDLES.usual), CANDLES.most);
    return {
      ch: `market.${wireId(symbol)}.kline.${params.get('period')}`,
      ts: exchange.now(),
      data: newest(exchange, symbol, params, size),
    };
  },
  // as many as are wanted from a second on, oldest first
  '/market/history/candles': (exchange, params) => {
    const symbol = symbolOf(exchange, params.get('symbol'));
    const size = Math.min(Number(params.get('size') ?? CANDLES.usual), CANDLES.mostFrom);
    if (params.get('from') === null) return { ts: exchange.now(), data: newest(exchange, symbol, params, size) };
    const length = lengthOf(params);
    const shift = candleShift(length);
    const to = Math.min(Number(params.get('to') ?? Number.POSITIVE_INFINITY) * 1000, exchange.now());
    const data: object[] = [];
    const first = Math.ceil((Number(params.get('from')) * 1000 - shift) / length) * length + shift;
    for (let start = first; start <= to && data.length < size; start += length) {
      const row = candle(exchange, symbol, start, length);
      if (row !== null) data.push(row);
    }
    return { ts: exchange.now(), data };
  },
  '/market/history/trade': (exchange, params) => {
    const symbol = symbolOf(exchange, params.get('symbol'));
    const last = Math.floor(exchange.now() / TICK_MS);
    const data = Array.from({ length: Math.min(Number(params.get('size') ?? 1), 2000) }, (_, back) => trade(exchange, symbol, last - back));
    return { ch: `market.${wireId(symbol)}.trade.detail`, ts: exchange.now(), data };
  },
};

export function lengthOf(params: URLSearchParams): number {
  const length = PERIODS[params.get('period') ?? ''];
  if (length === undefined) throw new NativeRefusal('invalid-parameter', 'invalid period', 200);
  return length;
}

/** Newest first. */
function newest(exchange: Exchange, symbol: MarketSymbol, params: URLSearchParams, size: number): object[] {
  const length = lengthOf(params);
  const shift = candleShift(length);
  const rows: object[] = [];
  for (let start = Math.floor((exchange.now() - shift) / length) * length + shift; rows.length < size; start -= length) {
    const row = candle(exchange, symbol, start, length);
    if (row === null) break;
    rows.push(row);
  }
  return rows;
}

export function depth(exchange: Exchange, symbol: MarketSymbol, levels: number): object {
  const { bids, asks } = exchange.book(symbol, Math.min(levels, 150));
  return { ts: exchange.now(), version: Math.floor(exchange.now() / TICK_MS), bids, asks };
}

/** One at each time step. */
function trade(exchange: Exchange, symbol: MarketSymbol, tick: number): object {
  const ts = tick * TICK_MS;
  const price = exchange.price(symbol, ts);
  const direction = price < exchange.price(symbol, ts - TICK_MS) ? 'sell' : 'buy';
  return { id: tick, ts, data: [{ id: tick, 'trade-id': tick, ts, price, amount: symbol.stepSize, direction }] };
}
