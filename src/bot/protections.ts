import { type ClosedBook, longestSpan, measuresBalance, newLocks } from '../core/protections/new-locks.ts';
import type { ClosedTrade } from '../core/protections/protection.ts';
import type { ClosedTradeFacts } from '../core/trade/closed-trade.ts';
import { side, type Trade } from '../core/trade/trade.ts';
import type { Bot } from './bot.ts';
import { record } from './record.ts';
import { startingBalance } from './wallets.ts';

/** Asks the strategy's protections after a trade has closed, and locks what they say. */
export async function applyProtections(bot: Bot, trade: Readonly<Trade>): Promise<void> {
  const { protections, timeframeMs } = bot.settings;
  if (protections.length === 0) return;
  const now = bot.now();
  const book = await closedBook(bot, now);
  const added = newLocks(protections, book, { pair: trade.pair, side: side(trade) }, bot.state.locks, now, timeframeMs);
  if (added.length === 0) return;
  // they hold even if they can't be written
  bot.state.locks.push(...added);
  await record(bot, { locks: added });
  for (const lock of added) {
    bot.log.info('plugins.protectionmanager', `${lock.pair === '*' ? 'All pairs' : lock.pair} locked: ${lock.reason}`);
    bot.publish({ kind: 'protection', lock: { ...lock } });
  }
}

async function closedBook(bot: Bot, now: number): Promise<ClosedBook> {
  const { protections } = bot.settings;
  const facts = bot.store.history.facts();
  const unwritten = bot.state.unwritten.closedTrades();
  const profitUntil = (at: number): number => {
    let sum = 0;
    for (const { closeDate, profitAbs } of facts) if (closeDate <= at) sum += profitAbs;
    for (const { closeDate, closeProfitAbs } of unwritten) if ((closeDate ?? 0) <= at) sum += closeProfitAbs ?? 0;
    return sum;
  };
  return {
    closed: recentlyClosed(facts, unwritten, now - longestSpan(protections)),
    profitUntil,
    startingBalance: measuresBalance(protections) ? await startingBalance(bot) : 0,
  };
}

function recentlyClosed(facts: readonly ClosedTradeFacts[], unwritten: readonly Trade[], after: number): ClosedTrade[] {
  let first = facts.length;
  while (first > 0 && facts[first - 1]!.closeDate > after) first--;
  const written = facts.slice(first).map(({ pair, isShort, closeDate, profitRatio, profitAbs, exitReason }) => ({
    pair,
    isShort,
    closeDate,
    closeProfit: profitRatio,
    closeProfitAbs: profitAbs,
    exitReason,
  }));
  const others = unwritten
    .map(({ pair, isShort, closeDate, closeProfit, closeProfitAbs, exitReason }) => ({
      pair,
      isShort,
      closeDate: closeDate ?? 0,
      closeProfit: closeProfit ?? 0,
      closeProfitAbs: closeProfitAbs ?? 0,
      exitReason,
    }))
    .filter(({ closeDate }) => closeDate > after);
  return [...written, ...others];
}
