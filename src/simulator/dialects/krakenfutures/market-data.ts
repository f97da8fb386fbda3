import type { Exchange } from '../../engine/exchange.ts';
import { FUNDING_MS, FUNDING_RATE } from '../../engine/positions.ts';
import { TICK_MS } from '../../engine/price.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { NativeRefusal } from '../dialect.ts';
import { candleRow, candleStart, instrument, iso, RESOLUTIONS, ticker, uid, wireId } from './facts.ts';

type Handler = (exchange: Exchange, params: URLSearchParams) => object;

/** Most candles one request returns; that there are more is said. Source: Kraken, "Futures charts", "Market candles". */
const CANDLE_LIMIT = 2000;
/** How much of the past's funding is given: a year. */
const FUNDING_LIMIT = 1095;

export function symbolsOf(exchange: Exchange): MarketSymbol[] {
  return [...exchange.symbols.values()].filter(({ isPerpetual }) => isPerpetual);
}

/** @throws NativeRefusal where there is none of that name, in capitals or not */
export function symbolOf(exchange: Exchange, id: string | null): MarketSymbol {
  const symbol = symbolsOf(exchange).find((one) => wireId(one) === id?.toUpperCase());
  if (symbol === undefined) throw new NativeRefusal('contractNotFound', '', 200);
  return symbol;
}

/** What anyone may ask, by the end of the address. */
export const MARKET_DATA: Readonly<Record<string, Handler>> = {
  instruments: (exchange) => ({ instruments: symbolsOf(exchange).map(instrument) }),
  tickers: (exchange) => ({ tickers: symbolsOf(exchange).map((symbol) => ticker(exchange, symbol)) }),
  orderbook: (exchange, params) => ({ orderBook: exchange.book(symbolOf(exchange, params.get('symbol')), 100) }),
  historicalfundingrates: (exchange, params) => {
    const symbol = symbolOf(exchange, params.get('symbol'));
    const last = Math.floor(exchange.now() / FUNDING_MS);
    const rates = Array.from({ length: FUNDING_LIMIT }, (_, index) => (last - FUNDING_LIMIT + 1 + index) * FUNDING_MS);
    return {
      rates: rates.map((at) => ({
        timestamp: iso(at),
        fundingRate: FUNDING_RATE * exchange.price(symbol, at),
        relativeFundingRate: FUNDING_RATE,
      })),
    };
  },
};

/** @param address what follows `charts/v1/`: kind of price, contract, resolution */
export function candles(exchange: Exchange, address: string, params: URLSearchParams): object {
  const [kind = '', id = '', resolution = ''] = address.split('/');
  const length = RESOLUTIONS[resolution];
  if (!['trade', 'mark', 'spot'].includes(kind) || length === undefined) throw new NativeRefusal('invalidArgument', '', 400);
  const symbol = symbolOf(exchange, id);
  const newest = candleStart(Math.min(Number(params.get('to') ?? Number.POSITIVE_INFINITY) * 1000, exchange.now()), length);
  const from = params.has('from') ? Number(params.get('from')) * 1000 : newest - (CANDLE_LIMIT - 1) * length;
  const first = candleStart(from, length) < from ? candleStart(from, length) + length : from;
  const rows: object[] = [];
  let start = first;
  for (; start <= newest && rows.length < CANDLE_LIMIT; start += length) {
    const row = candleRow(exchange, symbol, start, length);
    if (row !== null) rows.push(row);
  }
  return { candles: rows, more_candles: start <= newest };
}

/** Trades of a market, one at each time step, newest first. @param id of the contract */
export function executions(exchange: Exchange, id: string, params: URLSearchParams): object {
  const symbol = symbolOf(exchange, id);
  const last = Math.floor(Math.min(Number(params.get('before') ?? exchange.now()), exchange.now()) / TICK_MS);
  const since = Number(params.get('since') ?? 0);
  const ticks = Array.from({ length: Math.min(Number(params.get('count') ?? 100), 1000) }, (_, back) => last - back);
  const elements = ticks
    .filter((tick) => tick * TICK_MS >= since)
    .map((tick) => {
      const at = tick * TICK_MS;
      const price = exchange.price(symbol, at);
      const isFall = price < exchange.price(symbol, at - TICK_MS);
      const orderOf = (direction: string) => ({ uid: uid(tick), tradeable: wireId(symbol), direction, orderType: 'Limit' });
      const execution = {
        uid: uid(tick),
        timestamp: at,
        price: String(price),
        quantity: String(symbol.stepSize),
        markPrice: String(price),
        makerOrder: orderOf(isFall ? 'Buy' : 'Sell'),
        takerOrder: orderOf(isFall ? 'Sell' : 'Buy'),
      };
      return { uid: uid(tick), timestamp: at, event: { Execution: { execution, takerReducedQuantity: '' } } };
    });
  return { elements, len: elements.length };
}
