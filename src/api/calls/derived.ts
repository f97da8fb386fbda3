import type { BotService } from '../../bot/port.ts';
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
