import { candleEnd } from '../core/market/candle-calendar.ts';
import { lockOn } from '../core/protections/lock.ts';
import type { Side } from '../core/trade/trade.ts';
import type { CandleSignal } from '../strategy/signal.ts';
import { logOnce } from './attempt.ts';
import type { Bot } from './bot.ts';

const MINUTE_MS = 60_000;
/** A candle that is later than its length plus this says nothing about now, minutes. */
const OUTDATED_OFFSET = 5;

/** What the last closed candle of a pair says; null before the first analysis or when it is too old, which is reported once. */
export function freshSignal(bot: Bot, pair: string): CandleSignal | null {
  const { refusals } = bot.state;
  const analysis = bot.state.analyses.get(pair);
  if (analysis === undefined || analysis.frame.length === 0) {
    // what has not been asked for or analysed yet, or could not be, is reported where that is done
    const isEmpty = analysis !== undefined || bot.state.candles.get(pair)?.length === 0;
    if (isEmpty) logOnce(bot, `${pair} history`, 'strategy', `Empty candle (OHLCV) data for pair ${pair}`);
    return null;
  }
  const { timeframeMs, config } = bot.settings;
  const { frame, signal } = analysis;
  const last = frame.time[frame.length - 1]!;
  const age = bot.now() - last;
  const most =
    candleEnd(candleEnd(last, timeframeMs), timeframeMs) - last + (config.exchange.outdated_offset ?? OUTDATED_OFFSET) * MINUTE_MS;
  if (age > most) {
    const minutes = Math.floor(age / MINUTE_MS);
    logOnce(bot, `${pair} history`, 'strategy', `Outdated history for pair ${pair}. Last tick is ${minutes} minutes old`);
    return null;
  }
  refusals.settled(`${pair} history`);
  return signal;
}

/** Whether a signal of that candle may still be entered, by `ignore_buying_expired_candle_after`. */
export function isExpiredForEntry(bot: Bot, pair: string): boolean {
  const limit = bot.settings.ignoreExpiredCandleAfterMs;
  const frame = bot.state.analyses.get(pair)?.frame;
  if (limit <= 0 || frame === undefined) return false;
  const closedAt = candleEnd(frame.time[frame.length - 1]!, bot.settings.timeframeMs);
  return bot.now() - closedAt > limit;
}

/**
 * Whether a pair was locked when the candle of its signal ended: the candle that brought the last trade brings no other one, while the next
 * is not analysed yet. Source: freqtrade 2026.9.
 */
export function isLockedForEntry(bot: Bot, pair: string, side: Side): boolean {
  const last = bot.state.analyses.get(pair)?.frame.time.at(-1);
  return last !== undefined && lockOn(bot.state.locks, pair, side, candleEnd(last, bot.settings.timeframeMs)) !== null;
}
