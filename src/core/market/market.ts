import type { LeverageTier } from './leverage-tiers.ts';
import type { PrecisionMode } from './precision.ts';

/** What a pair's market allows. Prices in quote currency, amounts in base currency; null where the exchange says nothing. */
export interface Market {
  readonly pair: string;
  readonly base: string;
  readonly quote: string;
  readonly isActive: boolean;
  readonly isSpot: boolean;
  readonly isSwap: boolean;
  readonly amountPrecision: number | null;
  readonly pricePrecision: number | null;
  readonly precisionMode: PrecisionMode;
  readonly minAmount: number | null;
  readonly maxAmount: number | null;
  readonly minCost: number | null;
  readonly maxCost: number | null;
  /** Ratio, 0.001 = 0.1 %. */
  readonly takerFee: number;
  readonly makerFee: number;
  readonly contractSize: number;
  /** Rising; empty where the exchange does not say, and on spot. */
  readonly leverageTiers: readonly LeverageTier[];
  /** When the exchange will end it, ms since epoch; null where it does not say. */
  readonly endsAt?: number | null;
}

/** What a decision may know of one pair at one moment. Where the market is asked: high = low = close = rate. In a backtest: the candle. */
export interface Quote {
  /** ms since epoch, UTC. */
  at: number;
  rate: number;
  high: number;
  low: number;
  close: number;
}

/** One level of the order book: price, amount in base currency. */
export type BookLevel = readonly [price: number, amount: number];

/** Bids fall, asks rise. */
export interface OrderBook {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

export interface Ticker {
  readonly bid: number | null;
  readonly ask: number | null;
  readonly last: number | null;
}

/** What an exchange says of a pair's last 24 hours; null where it says nothing. */
export interface DayTicker extends Ticker {
  /** Traded, in quote currency. */
  readonly quoteVolume: number | null;
  /** Change of the price in per cent, 1 = 1 %. */
  readonly percentage: number | null;
}
