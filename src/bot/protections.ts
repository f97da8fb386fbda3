import { createLock, type PairLock } from '../core/protections/lock.ts';
import { type ClosedTrade, longestSpan, protect } from '../core/protections/protection.ts';
import { side, type Trade } from '../core/trade/trade.ts';
import type { Bot } from './bot.ts';
import { protectionMessage } from './messages.ts';

/** Asks the strategy's protections after a trade has closed, and locks what they say. */
export async function applyProtections(bot: Bot, trade: Readonly<Trade>): Promise<void> {
  const { protections, timeframeMs } = bot.settings;
  if (protections.length === 0) return;
  const now = bot.now();
  const added: PairLock[] = [];
  for (const found of protect(protections, recentlyClosed(bot, now - longestSpan(protections)), trade.pair, side(trade), now)) {
    if (isLocked([...bot.state.locks, ...added], found.pair, found.side, found.until)) continue;
    added.push(createLock(found.pair, found.until, now, timeframeMs, found.reason, found.side));
  }
  if (added.length === 0) return;
  // they hold even if they can't be written
  bot.state.locks.push(...added);
  try {
    await bot.store.commit({ locks: added });
  } catch (error) {
    bot.log.error('persistence', `Locks of protections could not be written: ${(error as Error).message}`);
  }
  for (const lock of added) {
    bot.log.info('plugins.protectionmanager', `${lock.pair === '*' ? 'All pairs' : lock.pair} locked: ${lock.reason}`);
    bot.publish(protectionMessage(lock));
  }
}

function recentlyClosed(bot: Bot, after: number): ClosedTrade[] {
  const facts = bot.store.closedFacts();
  let first = facts.length;
  while (first > 0 && facts[first - 1]!.closeDate > after) first--;
  return facts
    .slice(first)
    .map(({ pair, isShort, closeDate, profitRatio, exitReason }) => ({ pair, isShort, closeDate, closeProfit: profitRatio, exitReason }));
}

function isLocked(locks: readonly PairLock[], pair: string, lockSide: PairLock['side'], at: number): boolean {
  return locks.some(
    (lock) =>
      lock.isActive && lock.endTime > at && (lock.pair === pair || lock.pair === '*') && (lock.side === '*' || lock.side === lockSide),
  );
}
