import type { BotService } from '../../bot/port.ts';
import { dropOldest } from '../../core/oldest.ts';
import type { ClosedTradeFacts } from '../../core/trade/closed-trade.ts';
import type { ClosedProfit } from '../present/profit.ts';

/** Answers that depend on closed trades alone, computed once until the next trade closes. */
export type KeptAnswers = <T>(name: string, derive: (closed: readonly ClosedTradeFacts[]) => T) => T;

export function keepDerived(bot: BotService): KeptAnswers {
  let version = -1;
  const answers = new Map<string, unknown>();
  return <T>(name: string, derive: (closed: readonly ClosedTradeFacts[]) => T): T => {
    if (bot.store.history.version !== version) {
      version = bot.store.history.version;
      answers.clear();
    }
    if (!answers.has(name)) answers.set(name, derive(bot.store.history.facts()));
    return answers.get(name) as T;
  };
}

/** One answer that is computed in slices: kept until the next trade closes, or until it is asked for with other terms. */
export function keepProfit(
  bot: BotService,
): (terms: string, derive: (closed: readonly ClosedTradeFacts[]) => Promise<ClosedProfit>) => Promise<ClosedProfit> {
  let key = '';
  let answer: Promise<ClosedProfit> | null = null;
  return (terms, derive) => {
    const wanted = `${bot.store.history.version} ${terms}`;
    if (answer !== null && key === wanted) return answer;
    key = wanted;
    // trades may close between two slices
    answer = derive([...bot.store.history.facts()]);
    return answer;
  };
}

const PAGES = 8;
/** Bytes up to which a page stays text: that leaves with its headers in one piece, which costs less than to encode it. */
const SHORT = 4096;

/**
 * The last few pages of closed trades as they are sent, as text or in UTF-8: a client that polls gets the same page until a trade closes, and many that
 * ask at once wait for one.
 */
export function keepPages(bot: BotService): (key: string, make: () => Promise<Uint8Array>) => Promise<string | Uint8Array> {
  let version = -1;
  const pages = new Map<string, Promise<string | Uint8Array>>();
  return (key, make) => {
    if (version !== bot.store.history.version) {
      version = bot.store.history.version;
      pages.clear();
    }
    const known = pages.get(key);
    if (known !== undefined) return known;
    const page = make().then((bytes) => (bytes.length <= SHORT ? new TextDecoder().decode(bytes) : bytes));
    const forget = (): void => {
      if (pages.get(key) === page) pages.delete(key);
    };
    // what was read while a trade closed may be of before
    page.then(() => bot.store.history.version !== version && forget(), forget);
    pages.set(key, page);
    dropOldest(pages, PAGES);
    return page;
  };
}
