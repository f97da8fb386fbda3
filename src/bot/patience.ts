import { reasonOf } from '../core/reason.ts';
import type { Bot } from './bot.ts';
import type { LateCallback } from './state.ts';

/** How long a callback of the strategy is waited for, ms, and how long while another has not ended in that time. */
const PATIENCE_MS = 30_000;
const HURRY_MS = 1000;
/** One that has not ended is called again after this, ms. */
const AGAIN_MS = 60_000;

/**
 * Runs work that waits for the strategy, and waits for it as long as is sensible. Work that takes longer goes on by itself and does
 * what it does when it ends; it is reported, and nobody calls it again within a minute.
 * @param key tells this work from other work @param now what it waits for at the moment, e.g. `populateIndicators of BTC/USDT`
 * @throws what the work throws while it is waited for; later that is reported
 */
export async function patiently(bot: Bot, key: string, now: () => string, work: () => Promise<void>): Promise<void> {
  const { late } = bot.state;
  const before = late.get(key);
  const since = bot.monotonic();
  if (before !== undefined && since - before.since < AGAIN_MS) return;
  const own: LateCallback = { since, isReported: before?.isReported ?? false };
  const isOthersLate = late.size > 0;
  if (before !== undefined) late.set(key, own);
  const isAwaited = { now: true };
  const ended = work().then(
    () => {
      if (late.get(key) !== own) return;
      late.delete(key);
      if (own.isReported) bot.log.info('strategy', `${now()} has ended after ${seconds(bot.monotonic() - since)} s.`);
    },
    (error: unknown) => {
      if (late.get(key) === own) late.delete(key);
      if (isAwaited.now) throw error;
      bot.log.error('strategy', `${now()} failed after ${seconds(bot.monotonic() - since)} s: ${reasonOf(error)}`);
    },
  );
  const tell = (): void => {
    if (own.isReported) return;
    own.isReported = true;
    const text = `${now()} has not ended for ${seconds(PATIENCE_MS)} s: the bot goes on without it. Give what it waits for a time-out.`;
    bot.log.error('strategy', text);
    bot.publish({ kind: 'warning', text });
  };
  const untilReported = setTimeout(tell, PATIENCE_MS);
  const settled = ended.finally(() => clearTimeout(untilReported));
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const limit = setTimeout(
    () => {
      isAwaited.now = false;
      late.set(key, own);
      resolve();
    },
    isOthersLate ? HURRY_MS : PATIENCE_MS,
  );
  try {
    await Promise.race([settled, over]);
  } finally {
    clearTimeout(limit);
  }
}

function seconds(ms: number): string {
  return String(Math.round(ms / 1000));
}
