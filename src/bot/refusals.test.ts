import { beforeEach, describe, expect, it } from 'vitest';
import { Refusals } from './refusals.ts';

describe('what was refused', () => {
  const wish = { owner: '#1', want: 'roi', facts: '1 of 2' };
  let refusals = new Refusals();
  const next = () => refusals.iteration++;
  beforeEach(() => {
    refusals = new Refusals();
  });

  it('waits: 5 s, twice as long each time, a minute at most, and never twice an iteration', () => {
    expect(refusals.mayTry(wish, 0)).toBe(true);
    let now = 0;
    for (const wait of [5, 10, 20, 40, 60, 60]) {
      refusals.refused(wish, now);
      expect(refusals.mayTry(wish, now + 1e9)).toBe(false);
      next();
      expect([refusals.mayTry(wish, now + wait * 1000 - 1), refusals.mayTry(wish, now + wait * 1000)]).toEqual([false, true]);
      now += wait * 1000;
    }
  });

  it('waits as long as the exchange wants to be left alone, which is no word on it', () => {
    refusals.refused(wish, 0, 2000);
    next();
    expect([refusals.mayTry(wish, 1999), refusals.mayTry(wish, 2000)]).toEqual([false, true]);
    refusals.refused(wish, 2000, 300_000);
    next();
    expect([refusals.mayTry(wish, 301_999), refusals.mayTry(wish, 302_000)]).toEqual([false, true]);
    refusals.refused(wish, 302_000);
    next();
    expect(refusals.mayTry(wish, 307_000)).toBe(true);
  });

  it('is tried again at once with the next iteration where the facts are others, and begins anew after a success', () => {
    refusals.refused(wish, 0);
    expect(refusals.mayTry({ ...wish, want: 'stop_loss' }, 0)).toBe(false);
    next();
    expect(refusals.mayTry({ ...wish, facts: '2 of 2' }, 0)).toBe(true);
    refusals.refused(wish, 5000);
    refusals.passed(wish);
    next();
    expect(refusals.mayTry(wish, 5000)).toBe(true);
    refusals.refused(wish, 5000);
    next();
    expect(refusals.mayTry(wish, 10_000)).toBe(true);
  });

  it('is news once, whatever the figures, until it is settled; owners that are gone are forgotten', () => {
    expect([refusals.isNews('#1 x', 'lacks 3'), refusals.isNews('#1 x', 'lacks 4'), refusals.isNews('#1 x', 'is closed')]).toEqual([
      true,
      false,
      true,
    ]);
    refusals.settled('#1 x');
    expect(refusals.isNews('#1 x', 'is closed')).toBe(true);
    refusals.refused(wish, 0);
    next();
    refusals.keepOnly((owner) => owner !== '#1');
    expect([refusals.mayTry(wish, 0), refusals.isNews('#1 x', 'is closed')]).toEqual([true, true]);
  });
});
