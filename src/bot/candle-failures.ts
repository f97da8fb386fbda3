import { reasonOf } from '../core/reason.ts';
import type { Bot } from './bot.ts';

/** Candles that did not come, in one line for all that failed alike; once, then with how long it lasts where none came. @param asked for how many */
export function tellFailures(bot: Bot, kind: 'candles' | 'informative', failures: ReadonlyMap<string, unknown>, asked: number): void {
  const { troubles } = bot.state;
  const now = bot.monotonic();
  const lines = new Map<string, string[]>();
  for (const [candles, error] of failures) {
    const length = troubles.goesOn(`${kind} ${candles}`, now);
    // one pair among others is reported once
    if (length === null || (length !== '' && failures.size < asked)) continue;
    const text = ` can't be refreshed${length === '' ? ' now' : length}: ${reasonOf(error)}`;
    lines.set(text, [...(lines.get(text) ?? []), candles]);
  }
  for (const [text, candles] of lines) bot.log.warn('exchange', `Candles of ${candles.join(', ')}${text}`);
  const back: string[] = [];
  let longest = '';
  for (const key of troubles.lasting(`${kind} `)) {
    const candles = key.slice(kind.length + 1);
    if (failures.has(candles)) continue;
    longest = troubles.ends(key, now) ?? longest;
    back.push(candles);
  }
  if (back.length > 0) bot.log.info('exchange', `Candles of ${back.join(', ')} come again, after ${longest}.`);
}
