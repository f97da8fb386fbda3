import type { OtherCandles } from '../../core/market/candle-kind.ts';
import type { CandleRow } from '../../core/market/candles.ts';
import type { DayTicker, Market, OrderBook, Quote, Ticker } from '../../core/market/market.ts';
import type { PublicTrade } from '../../core/market/public-trade.ts';

/** What everybody may ask of an exchange. Rates in quote currency, amounts in base; times ms since epoch, UTC. @throws ExchangeError each of them */
export interface MarketData {
  /** Every market by its pair; remembered unless they are to be asked for again. */
  markets(reload?: boolean): Promise<ReadonlyMap<string, Market>>;
  /** What the exchange tells of a pair's market, as ccxt has it; after `markets`. Null for none. */
  marketInformation(pair: string): unknown;
  /** Closed and the running candle, oldest first. */
  candles(pair: string, timeframe: string, since: number | null, limit: number): Promise<CandleRow[]>;
  /** The same of another kind, where the exchange has it. Funding rates stand in the opening prices, open interest (base, quote) in the opening and highest ones. */
  otherCandles(wanted: OtherCandles, limit: number): Promise<CandleRow[]>;
  /** A page of public trades, oldest first: from a moment on (ms), or from the trade with an id where the exchange goes by ids. */
  publicTrades(pair: string, since: number, fromId: string | null): Promise<PublicTrade[]>;
  /** Best level first on both sides. */
  orderBook(pair: string, depth: number): Promise<OrderBook>;
  tickers(pairs: readonly string[]): Promise<ReadonlyMap<string, Ticker>>;
  /** Of every pair. */
  dayTickers(): Promise<ReadonlyMap<string, DayTicker>>;
  /** What decisions know of the price; the only place where a venue may say more than one rate. */
  quote(pair: string, rate: number, at: number): Quote;
}
