import { type PricingRules, proposeRate } from '../core/entry/price.ts';
import type { OrderBook, Ticker } from '../core/market/market.ts';
import type { Bot } from './bot.ts';
import { FRESH_MS } from './pushes.ts';

const BOOK_DEPTH = 20;

/** The pushed price of a pair, if it is fresh. */
export function freshTicker(bot: Bot, pair: string): Ticker | null {
  const heard = bot.state.tickers.get(pair);
  return heard !== undefined && bot.now() - heard.at <= FRESH_MS ? heard.ticker : null;
}

/**
 * Asks for a pair's prices and keeps them. Where an exchange tells the last price only, the best ones that were heard stay, and so does what
 * the stream has sent since they were asked for.
 */
export async function askTicker(bot: Bot, pair: string): Promise<Ticker | null> {
  const asked = bot.now();
  const found = (await bot.exchange.market.tickers([pair])).get(pair);
  if (found === undefined) return null;
  const heard = bot.state.tickers.get(pair);
  if (heard !== undefined && heard.at > asked && !bot.pushes.isOlderLast(heard.ticker)) return heard.ticker;
  const isWhole = heard === undefined || (heard.at <= asked && (found.bid !== null || found.ask !== null));
  const ticker = isWhole ? found : { ...heard.ticker, last: found.last };
  bot.state.tickers.set(pair, { ticker, at: isWhole ? bot.now() : heard.at });
  return ticker;
}

/** The loop's: rate to enter or leave at, by the latest of what was pushed. Null when the market shows none. */
export async function fetchRate(bot: Bot, pair: string, isEntering: boolean, isShort: boolean): Promise<number | null> {
  bot.pushes.takeIn(bot);
  const rate = await askRate(bot, pair, isEntering, isShort);
  // an answer may have been under way for long
  bot.pushes.takeIn(bot);
  return pushedRate(bot, pair, isEntering, isShort) ?? rate;
}

/** By what the stream has sent lately, where it says enough; null where it does not. */
function pushedRate(bot: Bot, pair: string, isEntering: boolean, isShort: boolean): number | null {
  const rules = isEntering ? bot.settings.entryPricing : bot.settings.exitPricing;
  const pushed = freshTicker(bot, pair);
  if (pushed === null || !needsOnlyTop(rules)) return null;
  return proposeRate({ ...rules, useOrderBook: false, priceLastBalance: 0 }, isEntering, isShort, null, pushed);
}

/** From the stream where it says enough, else from the exchange. */
async function askRate(bot: Bot, pair: string, isEntering: boolean, isShort: boolean): Promise<number | null> {
  const rules = isEntering ? bot.settings.entryPricing : bot.settings.exitPricing;
  const pushed = pushedRate(bot, pair, isEntering, isShort);
  if (pushed !== null) return pushed;
  let book: OrderBook | null = null;
  let ticker: Ticker | null = null;
  if (rules.useOrderBook) book = await bot.exchange.market.orderBook(pair, Math.max(BOOK_DEPTH, rules.orderBookTop));
  else ticker = (await bot.exchange.market.tickers([pair])).get(pair) ?? null;
  const rate = proposeRate(rules, isEntering, isShort, book, ticker);
  if (rate !== null && !isEntering) bot.exitRates.set(pair, { rate, at: bot.now() });
  return rate;
}

/** How old a rate that is shown may be, ms; as freqtrade keeps it. */
const SHOWN_FOR_MS = 300_000;

/** Asks for the rates of open trades that were not heard of for a while, since the bot stands or its streams are silent. */
export function rateRefresher(bot: Bot): () => Promise<void> {
  let underWay: Promise<void> | null = null;
  const isOld = (pair: string): boolean => {
    return bot.now() - Math.max(bot.state.tickers.get(pair)?.at ?? 0, bot.exitRates.get(pair)?.at ?? 0) > SHOWN_FOR_MS;
  };
  const ask = async (): Promise<void> => {
    const old = new Map(bot.state.trades.filter(({ pair }) => isOld(pair)).map(({ pair, isShort }) => [pair, isShort]));
    await Promise.all(
      [...old].map(async ([pair, isShort]) => {
        try {
          await askRate(bot, pair, false, isShort);
        } catch (error) {
          bot.log.debug('rpc', `The rate of ${pair} could not be asked for: ${(error as Error).message}`);
        }
      }),
    );
  };
  return () => {
    underWay ??= ask().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}

/** Whether the best bid and ask say enough: neither deeper levels nor the last price have a part in the rate. */
function needsOnlyTop({ useOrderBook, orderBookTop, priceLastBalance }: PricingRules): boolean {
  return useOrderBook ? orderBookTop === 1 : priceLastBalance === 0;
}
