import type { Exchange } from '../../engine/exchange.ts';
import { TICK_MS } from '../../engine/price.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { NativeRefusal } from '../dialect.ts';
import { amountText, klines, marketsOf, priceText, ticker24h, wireId } from './facts.ts';

type Handler = (exchange: Exchange, params: URLSearchParams, isPerpetual: boolean) => unknown;

/** The market a request names. @throws Refusal where there is none */
export function symbolOf(exchange: Exchange, params: URLSearchParams, isPerpetual: boolean): MarketSymbol {
  const id = params.get('symbol');
  return exchange.symbol(id !== null && isPerpetual ? `${id}.P` : id);
}

/** What both markets tell in the same form, by the end of the address. */
export const MARKET_DATA: Readonly<Record<string, Handler>> = {
  ping: () => ({}),
  time: (exchange) => ({ serverTime: exchange.now() }),
  klines: candles,
  markPriceKlines: candles,
  'ticker/24hr': (exchange, params, isPerpetual) => perSymbol(exchange, params, isPerpetual, (symbol) => ticker24h(exchange, symbol)),
  'ticker/price': (exchange, params, isPerpetual) =>
    perSymbol(exchange, params, isPerpetual, (symbol) => ({
      symbol: wireId(symbol),
      price: priceText(symbol, exchange.price(symbol)),
    })),
  'ticker/bookTicker': (exchange, params, isPerpetual) =>
    perSymbol(exchange, params, isPerpetual, (symbol) => bookTicker(exchange, symbol)),
  depth: (exchange, params, isPerpetual) => {
    const symbol = symbolOf(exchange, params, isPerpetual);
    const book = exchange.book(symbol, Math.min(Number(params.get('limit') ?? 100), 1000));
    const rows = (side: [number, number][]) => side.map(([price, amount]) => [priceText(symbol, price), amountText(symbol, amount)]);
    return { lastUpdateId: Math.floor(exchange.now() / TICK_MS), bids: rows(book.bids), asks: rows(book.asks) };
  },
  trades: (exchange, params, isPerpetual) => recentTrades(exchange, symbolOf(exchange, params, isPerpetual), params, false),
  aggTrades: (exchange, params, isPerpetual) => recentTrades(exchange, symbolOf(exchange, params, isPerpetual), params, true),
};

function candles(exchange: Exchange, params: URLSearchParams, isPerpetual: boolean): unknown {
  const rows = klines(exchange, symbolOf(exchange, params, isPerpetual), params.get('interval') ?? '', params);
  if (rows === null) throw new NativeRefusal(-1120, 'Invalid interval.');
  return rows;
}

function perSymbol(exchange: Exchange, params: URLSearchParams, isPerpetual: boolean, present: (symbol: MarketSymbol) => unknown): unknown {
  if (params.has('symbol')) return present(symbolOf(exchange, params, isPerpetual));
  if (params.has('symbols')) {
    const ids = JSON.parse(params.get('symbols')!) as string[];
    return ids.map((id) => present(exchange.symbol(isPerpetual ? `${id}.P` : id)));
  }
  return marketsOf(exchange, isPerpetual).map(present);
}

export function bookTicker(exchange: Exchange, symbol: MarketSymbol): Record<string, string> {
  const book = exchange.book(symbol, 1);
  const [bid, bidQty] = book.bids[0] ?? [0, 0];
  const [ask, askQty] = book.asks[0] ?? [0, 0];
  return {
    symbol: wireId(symbol),
    bidPrice: priceText(symbol, bid),
    bidQty: amountText(symbol, bidQty),
    askPrice: priceText(symbol, ask),
    askQty: amountText(symbol, askQty),
  };
}

/** Public trades: one at each time step, at the price the market had. */
function recentTrades(exchange: Exchange, symbol: MarketSymbol, params: URLSearchParams, isAggregate: boolean): unknown[] {
  const limit = Math.min(Number(params.get('limit') ?? 500), 1000);
  const now = exchange.now();
  const lastTick = Math.floor(Math.min(Number(params.get('endTime') ?? now), now) / TICK_MS);
  let firstTick = lastTick - limit + 1;
  if (params.has('startTime')) firstTick = Math.ceil(Number(params.get('startTime')) / TICK_MS);
  if (params.has('fromId')) firstTick = Number(params.get('fromId'));
  const rows: unknown[] = [];
  for (let tick = firstTick; tick <= lastTick && rows.length < limit; tick++) {
    const price = exchange.price(symbol, tick * TICK_MS);
    const previous = exchange.price(symbol, (tick - 1) * TICK_MS);
    const p = priceText(symbol, price);
    const q = amountText(symbol, symbol.stepSize * (1 + (tick % 7)));
    const isSell = price < previous;
    rows.push(
      isAggregate
        ? { a: tick, p, q, f: tick, l: tick, T: tick * TICK_MS, m: isSell, M: true }
        : { id: tick, price: p, qty: q, quoteQty: '0', time: tick * TICK_MS, isBuyerMaker: isSell, isBestMatch: true },
    );
  }
  return rows;
}
