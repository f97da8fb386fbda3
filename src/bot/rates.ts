import { type PricingRules, proposeRate } from '../core/entry/price.ts';
import type { OrderBook, Ticker } from '../core/market/market.ts';
import type { Bot } from './bot.ts';

/** A pushed price younger than this needs no request, ms. */
const FRESH_MS = 3000;
const BOOK_DEPTH = 20;

/** The pushed price of a pair, if it is fresh. */
export function freshTicker(bot: Bot, pair: string): Ticker | null {
  const heard = bot.state.tickers.get(pair);
  return heard !== undefined && bot.now() - heard.at <= FRESH_MS ? heard.ticker : null;
}

/** Rate to enter or leave at: from the stream where it says enough, else from the exchange. Null when the market shows none. */
export async function fetchRate(bot: Bot, pair: string, isEntering: boolean, isShort: boolean): Promise<number | null> {
  const rules = isEntering ? bot.settings.entryPricing : bot.settings.exitPricing;
  const pushed = freshTicker(bot, pair);
  if (pushed !== null && needsOnlyTop(rules)) {
    const rate = proposeRate({ ...rules, useOrderBook: false, priceLastBalance: 0 }, isEntering, isShort, null, pushed);
    if (rate !== null) return rate;
  }
  let book: OrderBook | null = null;
  let ticker: Ticker | null = null;
  if (rules.useOrderBook) book = await bot.exchange.orderBook(pair, Math.max(BOOK_DEPTH, rules.orderBookTop));
  else ticker = (await bot.exchange.tickers([pair])).get(pair) ?? null;
  return proposeRate(rules, isEntering, isShort, book, ticker);
}

function needsOnlyTop(rules: PricingRules): boolean {
  return rules.useOrderBook && rules.orderBookTop === 1;
}
