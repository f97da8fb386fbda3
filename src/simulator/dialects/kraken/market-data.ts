import type { Exchange } from '../../engine/exchange.ts';
import { TICK_MS } from '../../engine/price.ts';
import { Refusal } from '../../engine/refusal.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { NativeRefusal } from '../dialect.ts';
import { assetOf, assetPair, candleRow, ticker, wireId } from './facts.ts';

type Handler = (exchange: Exchange, params: URLSearchParams) => unknown;

/** Candles there are, whatever is asked for: the newest. Source: Kraken, "Get OHLC data". */
const CANDLES = 720;
/** Minutes. */
const INTERVALS: readonly number[] = [1, 5, 15, 30, 60, 240, 1440, 10080, 21600];

export function spotSymbols(exchange: Exchange): MarketSymbol[] {
  return [...exchange.symbols.values()].filter(({ isPerpetual }) => !isPerpetual);
}

/** @throws Refusal where there is none */
export function symbolOf(exchange: Exchange, params: URLSearchParams): MarketSymbol {
  const symbol = spotSymbols(exchange).find((one) => wireId(one) === params.get('pair'));
  if (symbol === undefined) throw new Refusal('unknown_symbol');
  return symbol;
}

/** What anyone may ask. */
export const MARKET_DATA: Readonly<Record<string, Handler>> = {
  Time: (exchange) => ({ unixtime: Math.floor(exchange.now() / 1000), rfc1123: new Date(exchange.now()).toUTCString() }),
  SystemStatus: (exchange) => ({ status: 'online', timestamp: new Date(exchange.now()).toISOString() }),
  Assets: (exchange) => {
    const coins = new Set(spotSymbols(exchange).flatMap(({ base, quote }) => [base, quote]));
    return Object.fromEntries(
      [...coins].map((coin) => [
        assetOf(coin),
        {
          aclass: 'currency',
          altname: assetOf(coin).replace(/^X(X?)/, '$1') || coin,
          decimals: 10,
          display_decimals: 5,
          status: 'enabled',
        },
      ]),
    );
  },
  AssetPairs: (exchange) => Object.fromEntries(spotSymbols(exchange).map((symbol) => [wireId(symbol), assetPair(exchange, symbol)])),
  Ticker: (exchange, params) => {
    const wanted = params.get('pair')?.split(',');
    const symbols = spotSymbols(exchange).filter((symbol) => wanted === undefined || wanted.includes(wireId(symbol)));
    return Object.fromEntries(symbols.map((symbol) => [wireId(symbol), ticker(exchange, symbol)]));
  },
  Depth: (exchange, params) => {
    const symbol = symbolOf(exchange, params);
    const { bids, asks } = exchange.book(symbol, Math.min(Number(params.get('count') ?? 100), 500));
    const seconds = Math.floor(exchange.now() / 1000);
    const rows = (side: [number, number][]) => side.map(([price, amount]) => [decimalText(price), decimalText(amount), seconds]);
    return { [wireId(symbol)]: { asks: rows(asks), bids: rows(bids) } };
  },
  OHLC: (exchange, params) => {
    const symbol = symbolOf(exchange, params);
    const interval = Number(params.get('interval') ?? 1);
    if (!INTERVALS.includes(interval)) throw new NativeRefusal('EGeneral:Invalid arguments', '', 200);
    const length = interval * 60_000;
    const newest = Math.floor(exchange.now() / length) * length;
    const since = Number(params.get('since') ?? 0) * 1000;
    const rows: unknown[] = [];
    for (let start = newest - (CANDLES - 1) * length; start <= newest; start += length) {
      if (start > since) rows.push(candleRow(exchange, symbol, start, length));
    }
    return { [wireId(symbol)]: rows.filter((row) => row !== null), last: newest / 1000 - interval * 60 };
  },
  Trades: (exchange, params) => {
    const symbol = symbolOf(exchange, params);
    const last = Math.floor(exchange.now() / TICK_MS);
    const rows = Array.from({ length: Math.min(Number(params.get('count') ?? 1000), 1000) }, (_, index, count = 1000) => {
      const tick = last - count + index + 1;
      const price = exchange.price(symbol, tick * TICK_MS);
      const side = price < exchange.price(symbol, (tick - 1) * TICK_MS) ? 's' : 'b';
      return [decimalText(price), decimalText(symbol.stepSize), (tick * TICK_MS) / 1000, side, 'l', '', tick];
    });
    return { [wireId(symbol)]: rows, last: String(last * TICK_MS * 1_000_000) };
  },
};
