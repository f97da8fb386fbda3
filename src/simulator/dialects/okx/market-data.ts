import type { Exchange } from '../../engine/exchange.ts';
import { FUNDING_MS, FUNDING_RATE, MAINTENANCE_RATIO } from '../../engine/positions.ts';
import { TICK_MS } from '../../engine/price.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { NativeRefusal } from '../dialect.ts';
import { BARS, candleRow, fundingRow, instId, instrument, sizeText, ticker } from './facts.ts';

type Handler = (exchange: Exchange, params: URLSearchParams) => readonly unknown[];

/** Most candles one request returns. Source: OKX, "Get candlesticks", "Get candlesticks history". */
const CANDLE_LIMIT = 300;
/** Candles that only the history tells of are older than that many. */
const RECENT_CANDLES = 1440;

/** @throws NativeRefusal where there is no such instrument */
export function symbolOf(exchange: Exchange, id: unknown): MarketSymbol {
  const symbol = [...exchange.symbols.values()].find((one) => instId(one) === id);
  if (symbol === undefined) throw new NativeRefusal('51001', "Instrument ID, Instrument ID code, or Spread ID doesn't exist.", 200);
  return symbol;
}

export function symbolsOfType(exchange: Exchange, type: string | null): MarketSymbol[] {
  return [...exchange.symbols.values()].filter((symbol) => (type === 'SWAP' ? symbol.isPerpetual : type === 'SPOT' && !symbol.isPerpetual));
}

/** What anyone may ask, by the end of the address. */
export const MARKET_DATA: Readonly<Record<string, Handler>> = {
  'public/time': (exchange) => [{ ts: String(exchange.now()) }],
  'system/status': () => [],
  'public/instruments': (exchange, params) => symbolsOfType(exchange, params.get('instType')).map(instrument),
  'public/mark-price': (exchange, params) =>
    asked(exchange, params, 'SWAP').map((symbol) => ({
      instType: 'SWAP',
      instId: instId(symbol),
      markPx: decimalText(exchange.price(symbol)),
      ts: String(exchange.now()),
    })),
  'public/funding-rate': (exchange, params) => asked(exchange, params, 'SWAP').map((symbol) => fundingRow(exchange, symbol)),
  'public/funding-rate-history': (exchange, params) => {
    const symbol = symbolOf(exchange, params.get('instId'));
    const limit = Math.min(Number(params.get('limit') ?? 100), 400);
    const end = Math.min(Number(params.get('after') ?? exchange.now()), exchange.now());
    const from = Number(params.get('before') ?? 0);
    const rows: object[] = [];
    for (let at = Math.floor(end / FUNDING_MS) * FUNDING_MS; at > from && rows.length < limit; at -= FUNDING_MS) {
      const rate = decimalText(FUNDING_RATE);
      rows.push({
        instType: 'SWAP',
        instId: instId(symbol),
        fundingRate: rate,
        realizedRate: rate,
        fundingTime: String(at),
        method: 'current_period',
      });
    }
    return rows;
  },
  'public/position-tiers': (_exchange, params) => [
    {
      instFamily: params.get('instFamily') ?? '',
      instId: '',
      tier: '1',
      minSz: '0',
      maxSz: '1000000',
      mmr: decimalText(MAINTENANCE_RATIO),
      imr: '0.01',
      maxLever: '100',
      uly: params.get('uly') ?? params.get('instFamily') ?? '',
    },
  ],
  'market/candles': (exchange, params) => candles(exchange, params, RECENT_CANDLES),
  'market/history-candles': (exchange, params) => candles(exchange, params, Number.POSITIVE_INFINITY),
  'market/mark-price-candles': (exchange, params) => candles(exchange, params, RECENT_CANDLES),
  'market/history-mark-price-candles': (exchange, params) => candles(exchange, params, Number.POSITIVE_INFINITY),
  'market/ticker': (exchange, params) => [ticker(exchange, symbolOf(exchange, params.get('instId')))],
  'market/tickers': (exchange, params) => symbolsOfType(exchange, params.get('instType')).map((symbol) => ticker(exchange, symbol)),
  'market/books': book,
  'market/books-full': book,
  'market/trades': trades,
  'market/history-trades': trades,
};

function asked(exchange: Exchange, params: URLSearchParams, type: string): MarketSymbol[] {
  const id = params.get('instId');
  return id === null || id === 'ANY' ? symbolsOfType(exchange, type) : [symbolOf(exchange, id)];
}

/** Newest first, after and before an opening time, both left out. */
function candles(exchange: Exchange, params: URLSearchParams, reach: number): readonly unknown[] {
  const symbol = symbolOf(exchange, params.get('instId'));
  const length = BARS[params.get('bar') ?? '1m'];
  if (length === undefined) throw new NativeRefusal('51000', 'Parameter bar error', 200);
  const limit = Math.min(Number(params.get('limit') ?? 100), CANDLE_LIMIT);
  const now = exchange.now();
  const shift = length === 604_800_000 ? 345_600_000 : 0;
  const align = (ms: number) => Math.floor((ms - shift) / length) * length + shift;
  const newest = params.has('after') ? Math.min(align(Number(params.get('after')) - 1), align(now)) : align(now);
  const oldest = Math.max(Number(params.get('before') ?? 0), align(now) - reach * length);
  const rows: unknown[] = [];
  for (let start = newest; start > oldest && rows.length < limit; start -= length) {
    const row = candleRow(exchange, symbol, start, length);
    if (row !== null) rows.push(row);
  }
  return rows;
}

function book(exchange: Exchange, params: URLSearchParams): readonly unknown[] {
  const symbol = symbolOf(exchange, params.get('instId'));
  return [bookRow(exchange, symbol, Math.min(Number(params.get('sz') ?? 1), 400))];
}

export function bookRow(exchange: Exchange, symbol: MarketSymbol, depth: number): object {
  const { bids, asks } = exchange.book(symbol, depth);
  const rows = (side: [number, number][]) => side.map(([price, amount]) => [decimalText(price), sizeText(symbol, amount), '0', '1']);
  return { asks: rows(asks), bids: rows(bids), ts: String(exchange.now()), seqId: Math.floor(exchange.now() / TICK_MS) };
}

/** One at each time step, newest first. */
function trades(exchange: Exchange, params: URLSearchParams): readonly unknown[] {
  const symbol = symbolOf(exchange, params.get('instId'));
  const limit = Math.min(Number(params.get('limit') ?? 100), 500);
  const last = Math.floor(exchange.now() / TICK_MS);
  return Array.from({ length: limit }, (_, back) => {
    const tick = last - back;
    const price = exchange.price(symbol, tick * TICK_MS);
    return {
      instId: instId(symbol),
      tradeId: String(tick),
      px: decimalText(price),
      sz: sizeText(symbol, symbol.stepSize),
      side: price < exchange.price(symbol, (tick - 1) * TICK_MS) ? 'sell' : 'buy',
      ts: String(tick * TICK_MS),
    };
  });
}
