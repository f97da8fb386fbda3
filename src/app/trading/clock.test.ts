import { afterEach, expect, it, vi } from 'vitest';
import { SteadyClock } from '../../bot/steady-clock.ts';
import { watchClock } from './clock.ts';

const HOUR_MS = 3_600_000;
const TRUE_MS = 1_750_000_000_000;

afterEach(() => {
  vi.useRealTimers();
});

/** A machine whose clock is off, just started. */
function machine(offMs: number) {
  const lines: string[] = [];
  const keep = (_module: string, text: string) => void lines.push(text);
  const clock = new SteadyClock({ wall: () => TRUE_MS + offMs, monotonic: () => 5000 });
  return { clock, lines, log: { info: keep, warn: keep } };
}

it.each([HOUR_MS, -HOUR_MS])('a bot that starts with a clock that is %s ms off goes by the time of the exchange', async (offMs) => {
  const { clock, lines, log } = machine(offMs);
  await watchClock(clock, { serverTime: async () => TRUE_MS }, log);
  expect(clock.now()).toBe(TRUE_MS);
  expect(lines).toContain(`By the exchange's time it is 3600.0 s ${offMs > 0 ? 'earlier' : 'later'}; the bot goes by it.`);
});

it('a clock that is right, or an exchange that does not tell the time or is away, changes nothing and is not reported', async () => {
  const answers = [async () => TRUE_MS + 100, async () => null, async () => Promise.reject(new Error('away'))];
  for (const serverTime of answers) {
    const { clock, lines, log } = machine(0);
    await watchClock(clock, { serverTime }, log);
    expect([clock.now(), lines]).toEqual([TRUE_MS, []]);
  }
});

it('an answer that does not come holds up the start for some seconds only, and counts when it comes', async () => {
  vi.useFakeTimers();
  const { clock, log } = machine(HOUR_MS);
  const answer = Promise.withResolvers<number>();
  const watching = watchClock(clock, { serverTime: () => answer.promise }, log);
  await vi.advanceTimersByTimeAsync(3000);
  await watching;
  expect(clock.now()).toBe(TRUE_MS + HOUR_MS);
  answer.resolve(TRUE_MS);
  await vi.advanceTimersByTimeAsync(0);
  expect(clock.now()).toBe(TRUE_MS);
});
