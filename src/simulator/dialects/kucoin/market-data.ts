import type { Exchange } from '../../engine/exchange.ts';
import { TICK_MS } from '../../engine/price.ts';
import { Refusal } from '../../engine/refusal.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { type Call, NativeRefusal } from '../dialect.ts';
import { candleRow, INTERVALS, symbolRow, ticker, wireId } from './facts.ts';

type Handler = (exchange: Exchange, call: Call) => unknown;

/** Most candles one request returns. Source: KuCoin, "Get Klines". */
const CANDLE_LIMIT = 1500;
/** Trades that are shown. Source: KuCoin, "Get Trade History". */
const TRADES = 100;
const MONDAY_SHIFT_MS = 345_600_000;

export function spotSymbols(exchange: Exchange): MarketSymbol[] {
  return [...exchange.symbols.values()].filter(({ isPerpetual }) => !isPerpetual);
}

/** @throws Refusal where there is none */
export function symbolOf(exchange: Exchange, id: unknown): MarketSymbol {
  const symbol = spotSymbols(exchange).find((one) => wireId(one) === id);
  if (symbol === undefined) throw new Refusal('unknown_symbol');
  return symbol;
}

/** What anyone may ask, without the version in its address. */
export const MARKET_DATA: Readonly<Record<string, Handler>> = {
  'GET timestamp': (exchange) => exchange.now(),
  'GET status': () => ({ status: 'open', msg: '' }),
  'GET currencies': (exchange) => {
    const coins = new Set(spotSymbols(exchange).flatMap(({ base, quote }) => [base, quote]));
    return [...coins].map((coin) => ({
      currency: coin,
      name: coin,
      fullName: coin,
      precision: 8,
      confirms: null,
      contractAddress: null,
      isMarginEnabled: false,
      isDebitEnabled: false,
      chains: [{ chainName: coin, chainId: coin.toLowerCase(), isWithdrawEnabled: true, isDepositEnabled: true, withdrawPrecision: 8 }],
    }));
  },
  'GET symbols': (exchange) => spotSymbols(exchange).map(symbolRow),
  // contracts have an address of their own and are not offered
  'GET contracts/active': () => [],
  'GET market/allTickers': (exchange) => ({
    time: exchange.now(),
    ticker: spotSymbols(exchange).map((symbol) => ticker(exchange, symbol)),
  }),
  'GET market/stats': (exchange, { params }) => ({
    time: exchange.now(),
    ...ticker(exchange, symbolOf(exchange, params.get('symbol'))),
  }),
  'GET market/candles': candles,
  'GET market/orderbook/level2_20': (exchange, { params }) => bookRow(exchange, symbolOf(exchange, params.get('symbol')), 20),
  'GET market/orderbook/level2_100': (exchange, { params }) => bookRow(exchange, symbolOf(exchange, params.get('symbol')), 100),
  'GET market/histories': trades,
  'POST bullet-public': (_exchange, { headers }) => connectionAt(`ws://${headers.host}/public`),
};

/** Where to connect to, and how often to say that one is still there. Source: KuCoin, "Get Public Token". */
export function connectionAt(endpoint: string): object {
  return {
    token: 'simulator-token',
    instanceServers: [{ endpoint, encrypt: false, protocol: 'websocket', pingInterval: 18_000, pingTimeout: 10_000 }],
  };
}

/** Newest first, from a second on to another, which is left out. */
function candles(exchange: Exchange, { params }: Call): unknown {
  const symbol = symbolOf(exchange, params.get('symbol'));
  const length = INTERVALS[params.get('type') ?? ''];
  if (length === undefined) throw new NativeRefusal('400100', 'Unsupported kline type.', 200);
  const shift = length === 604_800_000 ? MONDAY_SHIFT_MS : 0;
  const now = exchange.now();
  const from = Number(params.get('startAt') ?? 0) * 1000;
  const given = Number(params.get('endAt') ?? 0) * 1000;
  const end = given > 0 ? Math.min(given, now + 1) : now + 1;
  const rows: string[][] = [];
  const newest = Math.floor((end - 1 - shift) / length) * length + shift;
  for (let start = newest; start >= from && rows.length < CANDLE_LIMIT; start -= length) {
    const row = candleRow(exchange, symbol, start, length);
    if (row === null) break;
    rows.push(row);
  }
  return rows;
}

export function bookRow(exchange: Exchange, symbol: MarketSymbol, depth: number): object {
  const { bids, asks } = exchange.book(symbol, depth);
  const rows = (side: [number, number][]) => side.map(([price, amount]) => [decimalText(price), decimalText(amount)]);
  return { time: exchange.now(), sequence: String(Math.floor(exchange.now() / TICK_MS)), bids: rows(bids), asks: rows(asks) };
}

/** One at each time step; times in nanoseconds. */
function trades(exchange: Exchange, { params }: Call): unknown {
  const symbol = symbolOf(exchange, params.get('symbol'));
  const last = Math.floor(exchange.now() / TICK_MS);
  return Array.from({ length: TRADES }, (_, index) => {
    const tick = last - TRADES + 1 + index;
    const price = exchange.price(symbol, tick * TICK_MS);
    return {
      sequence: String(tick),
      price: decimalText(price),
      size: decimalText(symbol.stepSize),
      side: price < exchange.price(symbol, (tick - 1) * TICK_MS) ? 'sell' : 'buy',
      time: tick * TICK_MS * 1_000_000,
    };
  });
}
