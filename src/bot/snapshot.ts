import { reasonOf } from '../core/reason.ts';
import type { Bot } from './bot.ts';
import { concurrently } from './concurrently.ts';
import { askTicker, freshTicker } from './rates.ts';
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
  const { orderBooks, fundingRates, tickers } = state;
  if (orderBookDepth > 0) {
    const asks = (pair: string) => exchange.market.orderBook(pair, orderBookDepth);
    await each(bot, 'order book', pairs, keptIn(orderBooks, asks));
  }
  if (ticker) {
    const unheard = pairs.filter((pair) => {
      const heard = freshTicker(bot, pair);
      return heard === null || heard.last === null || bot.pushes.isOlderLast(heard);
    });
    await each(bot, 'ticker', unheard, {
      ask: async (pair) => (await askTicker(bot, pair)) !== null,
      // what the stream tells stays
      lose: (pair) => {
        const heard = tickers.get(pair);
        if (heard === undefined || freshTicker(bot, pair) === null) tickers.delete(pair);
        else tickers.set(pair, { ...heard, ticker: { ...heard.ticker, last: null } });
      },
    });
  }
  if (fundingRate && bot.settings.isFutures) {
    await each(
      bot,
      'funding rate',
      pairs,
      keptIn(fundingRates, (pair) => exchange.fundingRates.rate(pair)),
    );
  }
}

/** How one thing of a pair is had. */
interface Asking {
  /** @returns whether there is one */
  readonly ask: (pair: string) => Promise<boolean>;
  /** It can't be had now: what is known is older. */
  readonly lose: (pair: string) => void;
}

function keptIn<T>(known: Map<string, T>, ask: (pair: string) => Promise<T | null>): Asking {
  return {
    ask: async (pair) => {
      const found = await ask(pair);
      if (found !== null) known.set(pair, found);
      return found !== null;
    },
    lose: (pair) => known.delete(pair),
  };
}

/** Asks for one thing of each pair. */
async function each(bot: Bot, what: string, pairs: readonly string[], { ask, lose }: Asking): Promise<void> {
  const { troubles } = bot.state;
  await concurrently(pairs, async (pair) => {
    const key = `${what} ${pair}`;
    try {
      if (!(await ask(pair))) lose(pair);
      troubles.ends(key, bot.monotonic());
    } catch (error) {
      lose(pair);
      const length = troubles.goesOn(key, bot.monotonic());
      if (length !== null) bot.log.warn('exchange', `The ${what} of ${pair} can't be asked for now${length}: ${reasonOf(error)}`);
    }
  });
}
