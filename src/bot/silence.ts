import { candleEnd } from '../core/market/candle-calendar.ts';
import { GRACE_MS } from '../core/market/closed-rows.ts';
import { logOnce } from './attempt.ts';
import type { Bot } from './bot.ts';
import { followedPairs } from './followed-pairs.ts';

/**
 * Raises the alarm when no pair has had a new candle for two of them: the bot lives, but does not see the market. It is in the log, among
 * the messages, and among the problems of `health/ready`. A pair that is silent by itself is reported once in the log: it may be that nobody
 * trades it.
 */
export async function watchSilence(bot: Bot): Promise<void> {
  const { state, settings } = bot;
  const pairs = followedPairs(bot);
  const ages = pairs.map((pair) => {
    const start = lastStart(bot, pair);
    // a candle begins with the end of the one before: two candles later the next one is overdue by a whole candle, which some send at its end
    const overdueAt = candleEnd(candleEnd(start, settings.timeframeMs), settings.timeframeMs) + 2 * GRACE_MS;
    return { pair, age: bot.now() - start, isOverdue: bot.now() > overdueAt };
  });
  const isSilent = pairs.length > 0 && ages.every(({ isOverdue }) => isOverdue);
  if (!isSilent) {
    for (const { pair, age, isOverdue } of ages) {
      if (!isOverdue) state.refusals.settled(`${pair} silence`);
      else logOnce(bot, `${pair} silence`, 'exchange', `${pair} has had no new ${settings.timeframe} candle ${sinceWhen(age)}.`);
    }
  }
  const before = state.silence;
  if (isSilent) {
    const youngest = Math.min(...ages.map(({ age }) => age));
    state.silence = `no pair has had a new ${settings.timeframe} candle ${sinceWhen(youngest)}`;
    if (before === null)
      tell(
        bot,
        `The exchange is silent: ${state.silence}. Signals are not acted on until candles come again; stops follow prices as far as there are any.`,
      );
    return;
  }
  state.silence = null;
  if (before !== null) tell(bot, 'Candles come again.');
}

/** When the last candle of a pair began, ms; when the bot started, where there is none. */
function lastStart(bot: Bot, pair: string): number {
  const row = bot.state.candles.get(pair)?.findLast(([at]) => at <= bot.now());
  return row?.[0] ?? (bot.state.startupAt || bot.state.startedAt);
}

function sinceWhen(age: number): string {
  return age < 120_000 ? `for ${Math.round(age / 1000)} s` : `for ${Math.floor(age / 60_000)} minutes`;
}

function tell(bot: Bot, text: string): void {
  if (bot.state.silence === null) bot.log.info('exchange', text);
  else bot.log.error('exchange', text);
  bot.publish({ kind: 'warning', text });
}
