import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bot } from './bot.ts';
import { patiently } from './patience.ts';
import { createState } from './state.ts';

type Patient = Pick<Bot, 'state' | 'monotonic' | 'log' | 'publish'>;

describe('waiting for a callback of the strategy', () => {
  const told: string[] = [];
  let bot: Patient;
  beforeEach(() => {
    vi.useFakeTimers();
    told.length = 0;
    const note = (_module: string, text: string) => {
      told.push(text);
    };
    bot = {
      state: createState(0),
      monotonic: () => performance.now(),
      log: { debug: note, info: note, warn: note, error: note },
      publish: () => undefined,
    };
  });
  afterEach(() => vi.useRealTimers());

  /** Work that ends after some ms, or never; counts its calls. */
  function callback(ms: number, failure?: Error) {
    const work = {
      calls: 0,
      ends: 0,
      run: async (): Promise<void> => {
        work.calls++;
        await new Promise((resolve) => Number.isFinite(ms) && setTimeout(resolve, ms));
        if (failure !== undefined) throw failure;
        work.ends++;
      },
    };
    return work;
  }
  const wait = (key: string, work: { run: () => Promise<void> }) => patiently(bot as Bot, key, () => `it for ${key}`, work.run);

  async function lasts(promise: Promise<void>): Promise<number> {
    const start = performance.now();
    let end = -1;
    void promise.then(() => {
      end = performance.now() - start;
    });
    while (end < 0) await vi.advanceTimersByTimeAsync(100);
    return end;
  }

  it('ends with the callback, in silence', async () => {
    expect(await lasts(wait('a', callback(20_000)))).toBe(20_000);
    expect(told).toEqual([]);
  });

  it('ends after half a minute where the callback does not; what follows is waited for a second each', async () => {
    expect(await lasts(wait('a', callback(Number.POSITIVE_INFINITY)))).toBe(30_000);
    expect(told).toEqual(['it for a has not ended for 30 s: the bot goes on without it. Give what it waits for a time-out.']);
    const slow = callback(5000);
    expect(await lasts(wait('b', slow))).toBe(1000);
    await vi.advanceTimersByTimeAsync(4000);
    expect(slow.ends).toBe(1);
    expect(bot.state.late.has('b')).toBe(false);
    expect(told).toHaveLength(1);
  });

  it('does not call again what has not ended, save once a minute; that is not told again, its end is', async () => {
    const never = callback(Number.POSITIVE_INFINITY);
    await lasts(wait('a', never));
    expect(await lasts(wait('a', never))).toBe(0);
    expect(never.calls).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await lasts(wait('a', never))).toBe(1000);
    expect(never.calls).toBe(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toHaveLength(1);
    await lasts(wait('a', callback(500)));
    expect(told.at(-1)).toBe('it for a has ended after 1 s.');
    expect(await lasts(wait('a', callback(20_000)))).toBe(20_000);
  });

  it('passes a failure on while it waits, and tells it afterwards', async () => {
    await expect(Promise.all([wait('a', callback(100, new Error('no'))), vi.advanceTimersByTimeAsync(100)])).rejects.toThrow('no');
    await lasts(wait('b', callback(40_000, new Error('too late'))));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(told.at(-1)).toBe('it for b failed after 40 s: too late');
    expect(bot.state.late.size).toBe(0);
  });
});
