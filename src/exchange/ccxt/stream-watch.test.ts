import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StreamWatch } from './stream-watch.ts';

const [SECOND, MINUTE] = [1000, 60_000];
/** How far the exchange's clock is from the monotonic one, ms. */
const THEIRS = 1_790_000_000_000;

describe('a stream of prices', () => {
  let now = 0;
  let states: (string | null)[] = [];
  let connected = 0;
  let watch: StreamWatch;
  beforeEach(() => {
    now = 5 * MINUTE;
    states = [];
    connected = 0;
    watch = new StreamWatch({ monotonic: () => now, onState: (_stream, error) => states.push(error), reconnect: () => connected++ });
    watch.begin('tickers');
  });
  afterEach(() => watch.end());
  /** Messages once a second, made so long before. */
  const run = (ms: number, age: number | null) => {
    for (const end = now + ms; now < end; ) {
      now += SECOND;
      if (age !== null) watch.heard('tickers', THEIRS + now - age);
      if (now % (10 * SECOND) === 0) watch.check();
    }
  };

  it('is left alone while it speaks, however the clocks are set', () => {
    run(30 * MINUTE, 200);
    expect(watch.heard('tickers', THEIRS + now - 700)).toBe(500);
    expect(watch.heard('tickers')).toBe(0);
    expect([states, connected]).toEqual([[], 0]);
  });

  it('that says nothing is reported once, and connected anew less and less often', () => {
    run(MINUTE, 0);
    run(2 * MINUTE, null);
    expect([states, connected]).toEqual([[], 0]);
    run(10 * SECOND, null);
    expect([states, connected]).toEqual([['it has said nothing for 130 s'], 1]);
    run(60 * MINUTE, null);
    expect([states.length, connected]).toEqual([1, 4]);
    run(5 * SECOND, 0);
    expect(states).toEqual(['it has said nothing for 130 s', null]);
  });

  it('of a market that is hardly traded is not reported again and again', () => {
    for (let hour = 0; hour < 24; hour++) {
      watch.heard('tickers', THEIRS + now);
      run(20 * MINUTE, null);
    }
    expect(states.filter((state) => state !== null).length).toBeLessThan(6);
  });

  it('that lags is reported, its age known, and it is connected anew; an old message among new ones is not', () => {
    run(MINUTE, 300);
    for (let turn = 0; turn < 60; turn++) {
      watch.heard('tickers', THEIRS + now - 50_000);
      run(SECOND, 300);
    }
    expect([states, connected]).toEqual([[], 0]);
    expect(watch.heard('tickers', THEIRS + now - 45_300)).toBe(45_000);
    run(MINUTE, 45_300);
    expect([states, connected]).toEqual([['it tells what is long over'], 1]);
    run(SECOND, 400);
    expect(states.at(-1)).toBeNull();
    // what it says first, on a quiet market, may be of long ago
    now += 30 * SECOND;
    watch.heard('tickers', THEIRS + now - 10 * MINUTE);
    run(MINUTE, null);
    expect(connected).toBe(1);
  });

  it('ends with the connection', () => {
    watch.end();
    run(MINUTE * 10, null);
    expect(watch.heard('tickers', THEIRS)).toBe(0);
    expect([states, connected]).toEqual([[], 0]);
  });
});
