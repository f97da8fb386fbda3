import type { Exchange } from '../../engine/exchange.ts';
import { TICK_MS } from '../../engine/price.ts';
import { Refusal } from '../../engine/refusal.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { NativeRefusal } from '../dialect.ts';
import { candleRow, candleShift, INTERVALS, symbolRow, ticker, wireId } from './facts.ts';

type Handler = (exchange: Exchange, params: URLSearchParams) => unknown;

/** Candles one request returns: what is usual, and at most. Source: BingX, "Kline/Candlestick Data". */
const CANDLES = { usual: 500, most: 1440 };
/** Where nobody says where days begin, hours beside UTC. Source: BingX, "Kline/Candlestick Data", "timeZone". */
const OWN_ZONE = 8;

export function spotSymbols(exchange: Exchange): MarketSymbol[] {
  return [...exchange.symbols.values()].filter(({ isPerpetual }) => !isPerpetual);
}

/** @throws Refusal where there is none */
export function symbolOf(exchange: Exchange, id: unknown): MarketSymbol {
  const symbol = spotSymbols(exchange).find((one) => wireId(one) === id);
  if (symbol === undefined) throw new Refusal('unknown_symbol');
  return symbol;
}

/** What anyone may ask. */
export const MARKET_DATA: Readonly<Record<string, Handler>> = {
  'swap/v2/server/time': (exchange) => ({ serverTime: exchange.now() }),
  'spot/v1/server/time': (exchange) => ({ serverTime: exchange.now() }),
  'spot/v1/common/symbols': (exchange) => ({ symbols: spotSymbols(exchange).map(symbolRow) }),
  // contracts are not offered
  'swap/v2/quote/contracts': () => [],
  'cswap/v1/market/contracts': () => [],
  'spot/v1/ticker/24hr': (exchange, params) => {
    const wanted = params.get('symbol');
    return (wanted === null ? spotSymbols(exchange) : [symbolOf(exchange, wanted)]).map((symbol) => ticker(exchange, symbol));
  },
  'spot/v1/market/depth': (exchange, params) => {
    const symbol = symbolOf(exchange, params.get('symbol'));
    const { bids, asks } = exchange.book(symbol, Math.min(Number(params.get('limit') ?? 20), 1000));
    const rows = (side: [number, number][]) => side.map(([price, amount]) => [decimalText(price), decimalText(amount)]);
    return { bids: rows(bids), asks: rows(asks), ts: exchange.now() };
  },
  'spot/v1/market/trades': (exchange, params) => {
    const symbol = symbolOf(exchange, params.get('symbol'));
    const last = Math.floor(exchange.now() / TICK_MS);
    return Array.from({ length: Math.min(Number(params.get('limit') ?? 100), 500) }, (_, back) => {
      const id = last - back;
      const price = exchange.price(symbol, id * TICK_MS);
      return { id, price, qty: symbol.stepSize, time: id * TICK_MS, buyerMaker: price < exchange.price(symbol, (id - 1) * TICK_MS) };
    });
  },
  'spot/v1/market/kline': candles,
};

/** Newest first: the latest, or as many as are wanted from a moment on. */
function candles(exchange: Exchange, params: URLSearchParams): number[][] {
  const symbol = symbolOf(exchange, params.get('symbol'));
  const length = INTERVALS[params.get('interval') ?? ''];
  if (length === undefined) throw new NativeRefusal('100400', 'invalid interval', 200);
  const shift = candleShift(length, Number(params.get('timeZone') ?? OWN_ZONE));
  const limit = Math.min(Number(params.get('limit') ?? CANDLES.usual), CANDLES.most);
  const end = Math.min(Number(params.get('endTime') ?? Number.POSITIVE_INFINITY), exchange.now());
  const newest = Math.floor((end - shift) / length) * length + shift;
  const from = params.get('startTime');
  const first = from === null ? newest - (limit - 1) * length : Math.ceil((Number(from) - shift) / length) * length + shift;
  const rows: number[][] = [];
  for (let start = first; start <= newest && rows.length < limit; start += length) {
    const row = candleRow(exchange, symbol, start, length);
    if (row !== null) rows.push(row);
  }
  return rows.reverse();
}
