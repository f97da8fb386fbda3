import type { Exchange } from '../../engine/exchange.ts';
import { TICK_MS } from '../../engine/price.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { NativeRefusal } from '../dialect.ts';
import { assetRow, candleRow, INTERVALS, marketRow, ticker, uuidOf, wireId } from './facts.ts';

type Handler = (exchange: Exchange, params: URLSearchParams) => unknown;
type MarketHandler = (exchange: Exchange, symbol: MarketSymbol, params: URLSearchParams) => unknown;

/** Candles one request returns. Source: Bitvavo, "Get candlestick data". */
const CANDLES = 1440;

export function spotSymbols(exchange: Exchange): MarketSymbol[] {
  return [...exchange.symbols.values()].filter(({ isPerpetual }) => !isPerpetual);
}

/** @throws NativeRefusal where there is none of that name */
export function symbolNamed(exchange: Exchange, market: unknown): MarketSymbol {
  if (market === null || market === undefined) throw new NativeRefusal(203, 'market parameter is required.');
  const symbol = spotSymbols(exchange).find((one) => wireId(one) === market);
  if (symbol === undefined) throw new NativeRefusal(205, 'market parameter is invalid.');
  return symbol;
}

/** What anyone may ask of all markets, by the address. */
export const MARKET_DATA: Readonly<Record<string, Handler>> = {
  time: (exchange) => ({ time: exchange.now(), timeNs: exchange.now() * 1_000_000 }),
  markets: (exchange, params) => ofMarket(exchange, params, marketRow),
  assets: (exchange) => [...new Set(spotSymbols(exchange).flatMap(({ base, quote }) => [base, quote]))].map(assetRow),
  'ticker/24h': (exchange, params) => ofMarket(exchange, params, (symbol) => ticker(exchange, symbol)),
  'ticker/price': (exchange, params) =>
    ofMarket(exchange, params, (symbol) => ({ market: wireId(symbol), price: decimalText(exchange.price(symbol)) })),
};

/** One row where a market is named, those of all otherwise. */
function ofMarket(exchange: Exchange, params: URLSearchParams, row: (symbol: MarketSymbol) => unknown): unknown {
  return params.has('market') ? row(symbolNamed(exchange, params.get('market'))) : spotSymbols(exchange).map(row);
}

/** What anyone may ask of one market, by the end of the address behind its name. */
export const OF_MARKET: Readonly<Record<string, MarketHandler>> = {
  book: (exchange, symbol, params) => {
    const depth = whole(params, 'depth', 1000, 1000);
    const { bids, asks } = exchange.book(symbol, depth);
    const rows = (side: [number, number][]) => side.map((level) => level.map(decimalText));
    return { market: wireId(symbol), nonce: Math.floor(exchange.now() / TICK_MS), bids: rows(bids), asks: rows(asks) };
  },
  trades: (exchange, symbol, params) => {
    const last = Math.floor(exchange.now() / TICK_MS);
    return Array.from({ length: whole(params, 'limit', 500, 1000) }, (_, back) => {
      const tick = last - back;
      const price = exchange.price(symbol, tick * TICK_MS);
      return {
        id: uuidOf('fill', tick),
        timestamp: tick * TICK_MS,
        amount: decimalText(symbol.stepSize),
        price: decimalText(price),
        side: price < exchange.price(symbol, (tick - 1) * TICK_MS) ? 'sell' : 'buy',
      };
    });
  },
  // the newest first; of more than the limit, those at the end are given, whatever the start
  candles: (exchange, symbol, params) => {
    const length = INTERVALS[params.get('interval') ?? ''];
    if (length === undefined) throw new NativeRefusal(205, 'interval parameter is invalid.');
    const limit = whole(params, 'limit', CANDLES, CANDLES);
    const now = exchange.now();
    const start = whole(params, 'start', 0, Number.MAX_SAFE_INTEGER);
    const end = Math.min(whole(params, 'end', now + 1, Number.MAX_SAFE_INTEGER), now + 1);
    const newest = Math.floor((end - 1) / length) * length;
    const rows: unknown[] = [];
    for (let at = newest; rows.length < limit && at >= start; at -= length) {
      const row = candleRow(exchange, symbol, at, length);
      if (row === null) break;
      rows.push(row);
    }
    return rows;
  },
};

/** @throws NativeRefusal for what is no whole number, or above the highest */
export function whole(params: URLSearchParams, name: string, otherwise: number, highest: number): number {
  const text = params.get(name);
  if (text === null) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > highest) throw new NativeRefusal(205, `${name} parameter is invalid.`);
  return value;
}
