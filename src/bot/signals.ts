import { type CandleSignal, signalAt } from '../strategy/signal.ts';
import type { Bot } from './bot.ts';

/** A candle older than its length plus this says nothing about now, ms. */
const OUTDATED_MS = 5 * 60_000;

/** What the last closed candle of a pair says; null before the first analysis or when it is too old. */
export function freshSignal(bot: Bot, pair: string): CandleSignal | null {
  const frame = bot.state.analyses.get(pair)?.frame;
  if (frame === undefined || frame.length === 0) return null;
  const last = frame.time[frame.length - 1]!;
  const age = bot.now() - (last + bot.settings.timeframeMs);
  return age > bot.settings.timeframeMs + OUTDATED_MS ? null : signalAt(frame);
}

/** Whether a signal of that candle may still be entered, by `ignore_buying_expired_candle_after`. */
export function isExpiredForEntry(bot: Bot, pair: string): boolean {
  const limit = bot.settings.ignoreExpiredCandleAfterMs;
  const frame = bot.state.analyses.get(pair)?.frame;
  if (limit <= 0 || frame === undefined) return false;
  const closedAt = frame.time[frame.length - 1]! + bot.settings.timeframeMs;
  return bot.now() - closedAt > limit;
}
