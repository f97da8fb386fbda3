import { expect, it } from 'vitest';
import { isLockedForEntry } from '../../src/bot/signals.ts';
import { candleEnd } from '../../src/core/market/candle-calendar.ts';
import { createLock } from '../../src/core/protections/lock.ts';
import { MINUTE, PAIR, Still, scene } from '../fakes/scene.ts';

it('a candle that was locked when it ended brings no entry, though the lock has ended since', async () => {
  const { bot, exchange } = await scene(new Still());
  const { timeframeMs } = bot.settings;
  const end = candleEnd(bot.state.analyses.get(PAIR)!.frame.time.at(-1)!, timeframeMs);
  exchange.now = end + 3 * MINUTE;
  const held = (until: number) => {
    bot.state.locks = [{ ...createLock(PAIR, end - MINUTE, end - MINUTE, timeframeMs, 'Auto lock'), endTime: until }];
    return isLockedForEntry(bot, PAIR, 'long');
  };
  expect(held(end)).toBe(false);
  expect(held(end + MINUTE)).toBe(true);
  expect(held(end + 5 * MINUTE)).toBe(true);
});
