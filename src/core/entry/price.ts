import type { OrderBook, Quote, Ticker } from '../market/market.ts';

export type PriceSide = 'bid' | 'ask' | 'same' | 'other';

/** `entry_pricing` and `exit_pricing` of the config. */
export interface PricingRules {
  readonly priceSide: PriceSide;
  readonly useOrderBook: boolean;
  /** 1 is the best level. */
  readonly orderBookTop: number;
  /** 0 takes the side's price, 1 the last price, between the two in proportion. */
  readonly priceLastBalance: number;
}

/** The side of the book a price is read from: `same` for a buyer is the bid. */
export function bookSide(priceSide: PriceSide, isBuying: boolean): 'bid' | 'ask' {
  if (priceSide === 'bid' || priceSide === 'ask') return priceSide;
  return (priceSide === 'same') === isBuying ? 'bid' : 'ask';
}

/** Rate to enter or leave at, from order book or ticker; null when the market shows none. */
export function proposeRate(
  rules: PricingRules,
  isEntering: boolean,
  isShort: boolean,
  book: OrderBook | null,
  ticker: Ticker | null,
): number | null {
  const isBuying = isEntering !== isShort;
  const name = bookSide(rules.priceSide, isBuying);
  if (rules.useOrderBook && book !== null) {
    const levels = name === 'bid' ? book.bids : book.asks;
    return levels[rules.orderBookTop - 1]?.[0] ?? levels.at(-1)?.[0] ?? null;
  }
  if (ticker === null) return null;
  const rate = (name === 'bid' ? ticker.bid : ticker.ask) ?? ticker.last;
  if (rate === null || ticker.last === null) return rate;
  const towardsLast = isEntering ? rate > ticker.last : rate < ticker.last;
  return towardsLast && rules.priceLastBalance > 0 ? rate + rules.priceLastBalance * (ticker.last - rate) : rate;
}

/** Holds a strategy's price within a ratio of what was proposed; none and 0 wish for nothing. Source: freqtrade 2026.9. */
export function boundCustomPrice(custom: number, proposed: number, maxDistanceRatio: number): number {
  if (Number.isNaN(custom) || custom === 0) return proposed;
  const low = proposed * (1 - maxDistanceRatio);
  const high = proposed * (1 + maxDistanceRatio);
  return Math.min(Math.max(custom, low), high);
}

/** Holds a strategy's price on this side of what a candle reaches: beyond it the order would be a stop order. Null for no candle. */
export function withinCandle(custom: number, candle: Pick<Quote, 'high' | 'low'> | null, isBuying: boolean): number {
  if (candle === null) return custom;
  return isBuying ? Math.min(custom, candle.high) : Math.max(custom, candle.low);
}

/** `check_depth_of_market`: the bids must outweigh the asks by a factor. */
export function depthAllows(book: OrderBook, bidsToAskDelta: number): boolean {
  const sum = (levels: OrderBook['bids']) => levels.reduce((total, [, amount]) => total + amount, 0);
  const asks = sum(book.asks);
  return asks > 0 && sum(book.bids) / asks >= bidsToAskDelta;
}
