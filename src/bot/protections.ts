import { type ClosedTrade, longestSpan, newLocks } from '../core/protections/protection.ts';
import { side, type Trade } from '../core/trade/trade.ts';
import type { Bot } from './bot.ts';
import { protectionMessage } from './messages.ts';
import { record } from './record.ts';

/** Asks the strategy's protections after a trade has closed, and locks what they say. */
export async function applyProtections(bot: Bot, trade: Readonly<Trade>): Promise<void> {
  const { protections, timeframeMs } = bot.settings;
  if (protections.length === 0) return;
  const now = bot.now();
  const closed = recentlyClosed(bot, now - longestSpan(protections));
  const added = newLocks(protections, closed, { pair: trade.pair, side: side(trade) }, bot.state.locks, now, timeframeMs);
  if (added.length === 0) return;
  // they hold even if they can't be written
  bot.state.locks.push(...added);
  await record(bot, { locks: added });
  for (const lock of added) {
    bot.log.info('plugins.protectionmanager', `${lock.pair === '*' ? 'All pairs' : lock.pair} locked: ${lock.reason}`);
    bot.publish(protectionMessage(lock));
  }
}

function recentlyClosed(bot: Bot, after: number): ClosedTrade[] {
  const facts = bot.store.closedFacts();
  let first = facts.length;
  while (first > 0 && facts[first - 1]!.closeDate > after) first--;
  const written = facts
    .slice(first)
    .map(({ pair, isShort, closeDate, profitRatio, exitReason }) => ({ pair, isShort, closeDate, closeProfit: profitRatio, exitReason }));
  const others = bot.state.unwritten
    .closedTrades()
    .map(({ pair, isShort, closeDate, closeProfit, exitReason }) => ({
      pair,
      isShort,
      closeDate: closeDate!,
      closeProfit: closeProfit ?? 0,
      exitReason,
    }))
    .filter(({ closeDate }) => closeDate > after);
  return [...written, ...others];
}
