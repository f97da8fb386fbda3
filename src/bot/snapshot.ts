import { reasonOf } from '../core/reason.ts';
import type { Bot } from './bot.ts';
import { concurrently } from './concurrently.ts';
import { freshTicker } from './rates.ts';
import { freshSignal } from './signals.ts';

/**
 * Asks for what the strategy wants to see before it decides, of pairs with an open trade and those that say something. What can't be had is
 * reported and is not there; the decisions go on.
 */
export async function gatherSnapshot(bot: Bot): Promise<void> {
  const { state, exchange } = bot;
  const { orderBookDepth = 0, ticker = false, fundingRate = false } = bot.strategy.snapshot;
  if (orderBookDepth <= 0 && !ticker && !fundingRate) return;
  const signalled = state.whitelist.filter((pair) => {
    const signal = freshSignal(bot, pair);
    return signal !== null && (signal.enterLong || signal.enterShort);
  });
  const pairs = [...new Set([...state.trades.map(({ pair }) => pair), ...signalled])];
  if (orderBookDepth > 0) {
    await each(bot, 'order book', pairs, state.orderBooks, (pair) => exchange.market.orderBook(pair, orderBookDepth));
  }
  if (ticker) {
    const unheard = pairs.filter((pair) => {
      const heard = freshTicker(bot, pair);
      return heard === null || heard.last === null || bot.pushes.isOlderLast(heard);
    });
    await each(bot, 'ticker', unheard, state.tickers, async (pair) => {
      const found = (await exchange.market.tickers([pair])).get(pair);
      return found === undefined ? null : { ticker: found, at: bot.now() };
    });
  }
  if (fundingRate && bot.settings.isFutures) {
    await each(bot, 'funding rate', pairs, state.fundingRates, (pair) => exchange.fundingRates.rate(pair));
  }
}

/** Asks for one thing of each pair. */
async function each<T>(
  bot: Bot,
  what: string,
  pairs: readonly string[],
  into: Map<string, T>,
  ask: (pair: string) => Promise<T | null>,
): Promise<void> {
  const { troubles } = bot.state;
  await concurrently(pairs, async (pair) => {
    const key = `${what} ${pair}`;
    try {
      const found = await ask(pair);
      if (found === null) into.delete(pair);
      else into.set(pair, found);
      troubles.ends(key, bot.monotonic());
    } catch (error) {
      into.delete(pair);
      const length = troubles.goesOn(key, bot.monotonic());
      if (length !== null) bot.log.warn('exchange', `The ${what} of ${pair} can't be asked for now${length}: ${reasonOf(error)}`);
    }
  });
}
