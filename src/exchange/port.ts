import type { CandleRow } from '../core/market/candles.ts';
import type { DayTicker, Market, OrderBook, Quote, Ticker } from '../core/market/market.ts';
import type { OrderUpdate } from '../core/trade/apply-order-update.ts';
import type { Funding } from '../core/trade/funding.ts';
import type { OrderSide, OrderType } from '../core/trade/trade.ts';

/** An order to be sent. Amount in base currency and rate in quote currency, both on the market's grid. */
export interface OrderRequest {
  readonly clientOrderId: string;
  readonly pair: string;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly amount: number;
  /** The limit of a limit order; for a market order what is expected. */
  readonly rate: number;
  readonly timeInForce: string;
}

/** An order that the exchange knows, whoever placed it. */
export interface FoundOrder {
  /** Null where it has none. */
  readonly clientOrderId: string | null;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  /** When it was placed, ms since epoch, UTC. */
  readonly at: number;
  readonly update: OrderUpdate;
}

/** Balance of one currency. */
export interface Balance {
  readonly free: number;
  readonly used: number;
  readonly total: number;
}

/** What an exchange pushes by itself. */
export type ExchangePush =
  | { kind: 'ticker'; pair: string; ticker: Ticker }
  | { kind: 'candle'; pair: string; row: CandleRow }
  | { kind: 'order'; pair: string; clientOrderId: string; update: OrderUpdate };

/** A trading venue, real or simulated by us. All amounts in base, rates in quote currency; times ms since epoch, UTC. */
export interface Exchange {
  /** freqtrade's name, e.g. `binance`. */
  readonly name: string;
  /** Longest time after sending during which an order may still be accepted, ms. */
  readonly acceptanceWindowMs: number;
  markets(reload?: boolean): Promise<ReadonlyMap<string, Market>>;
  /** Closed and the running candle, oldest first. */
  candles(pair: string, timeframe: string, since: number | null, limit: number): Promise<CandleRow[]>;
  orderBook(pair: string, depth: number): Promise<OrderBook>;
  tickers(pairs: readonly string[]): Promise<ReadonlyMap<string, Ticker>>;
  /** Of every pair. */
  dayTickers(): Promise<ReadonlyMap<string, DayTicker>>;
  /** What the exchange tells of a pair's market, as ccxt has it; after `markets`. */
  marketInformation(pair: string): unknown;
  /** Funding of a futures pair since a moment (ms). */
  funding(pair: string, since: number): Promise<Funding>;
  /** What decisions know of the price; the only place where a venue may say more than one rate. */
  quote(pair: string, rate: number, at: number): Quote;
  balances(): Promise<ReadonlyMap<string, Balance>>;
  /** @throws OrderRejected when it surely does not exist, OrderOutcomeUnknown when it may. */
  placeOrder(request: OrderRequest): Promise<OrderUpdate>;
  /** @throws ExchangeError; whatever happened, `findOrder` tells. */
  cancelOrder(orderId: string, pair: string): Promise<void>;
  /** Null when the exchange says that it has no such order. @throws ExchangeError when it can't be asked. */
  findOrder(key: { orderId: string } | { clientOrderId: string }, pair: string): Promise<OrderUpdate | null>;
  /** Orders of a pair placed since a moment (ms), by hand too, oldest first. @throws ExchangeError when it can't be asked. */
  ordersSince(pair: string, since: number): Promise<FoundOrder[]>;
  /** Begins pushing; calling again replaces the pairs. */
  watch(pairs: readonly string[], timeframe: string, listener: (push: ExchangePush) => void): void;
  close(): Promise<void>;
}
