import { describe, expect, it } from 'vitest';
import type { CandleRow } from './candles.ts';
import { closedOf, finishedRows, GRACE_MS, knownBefore, mayHaveMore } from './closed-rows.ts';
import { MONTH, WEEK } from './timeframe.ts';

const MINUTE = 60_000;
const rows = (...minutes: number[]): CandleRow[] => minutes.map((minute) => [minute * MINUTE, 1, 1, 1, 1, 1]);
const minutesOf = (found: readonly CandleRow[]) => found.map(([start]) => start / MINUTE);

describe('rows of an answer that are known to their end', () => {
  it('had ended when they were asked for, however many the exchange sends of those that run or are to come', () => {
    expect(minutesOf(finishedRows(rows(0, 1, 2), MINUTE, 2 * MINUTE + 10))).toEqual([0, 1]);
    expect(minutesOf(finishedRows(rows(0, 1, 2, 3, 4), MINUTE, 2 * MINUTE + 10))).toEqual([0, 1]);
    expect(minutesOf(finishedRows(rows(0, 1, 2), MINUTE, 2 * MINUTE - 1))).toEqual([0]);
  });

  it('have one behind them, or had the time to be whole', () => {
    expect(minutesOf(finishedRows(rows(0, 1), MINUTE, 2 * MINUTE + GRACE_MS - 1))).toEqual([0]);
    expect(minutesOf(finishedRows(rows(0, 1), MINUTE, 2 * MINUTE + GRACE_MS))).toEqual([0, 1]);
    expect(finishedRows([], MINUTE, 0)).toEqual([]);
  });

  it('are shown when their end has come, and no further than they were known when they were asked for', () => {
    const answer = { rows: rows(0, 1, 2), asked: 2 * MINUTE + 10 };
    expect(minutesOf(closedOf(answer, MINUTE, 9 * MINUTE))).toEqual([0, 1]);
    expect(minutesOf(closedOf(answer, MINUTE, 2 * MINUTE - 1))).toEqual([0]);
  });

  it('say before which moment every candle is known, traded or not', () => {
    expect(knownBefore({ rows: rows(0, 1, 2), asked: 2 * MINUTE + 10 }, MINUTE)).toBe(2 * MINUTE);
    expect(knownBefore({ rows: rows(0, 1), asked: 2 * MINUTE + 10 }, MINUTE)).toBe(MINUTE);
    expect(knownBefore({ rows: rows(0), asked: 2 * MINUTE + 10 }, MINUTE)).toBe(MINUTE);
    expect(knownBefore({ rows: rows(0), asked: 2 * MINUTE + GRACE_MS }, MINUTE)).toBe(2 * MINUTE);
    expect(knownBefore({ rows: [], asked: 2 * MINUTE + GRACE_MS }, MINUTE)).toBe(2 * MINUTE);
  });
});

describe('an exchange may have more than it answered last', () => {
  const start = 10 * MINUTE;
  const moments = (last: number | null, of: (asked: number) => boolean = () => false) => {
    const found: number[] = [];
    let asked = start - 1;
    for (let now = start; now < start + MINUTE * 5; now += 500)
      if (mayHaveMore(of(asked) ? start - MINUTE : last, asked, 5 * MINUTE, now)) {
        found.push((now - start) / 1000);
        asked = now;
      }
    return found;
  };

  it('until the candle that has ended had the time to be there', () => {
    expect(mayHaveMore(null, null, MINUTE, start)).toBe(true);
    expect(mayHaveMore(start, null, MINUTE, start + 10)).toBe(false);
    expect(mayHaveMore(start - MINUTE, start + GRACE_MS - 1, MINUTE, start + 10_000)).toBe(true);
    expect(mayHaveMore(start - MINUTE, start + GRACE_MS, MINUTE, start + 50_000)).toBe(false);
    expect(mayHaveMore(start - MINUTE, start + GRACE_MS, MINUTE, start + MINUTE)).toBe(true);
  });

  it('where the candle is missing, which nobody may have traded, more and more seldom', () => {
    expect(moments(start - 10 * MINUTE)).toEqual([0, 0.5, 1, 1.5, 3, 6, 12, 24, 48, 96, 156, 216, 276]);
    expect(moments(null)).toEqual(moments(start - 10 * MINUTE));
  });

  it('of weeks that begin on another day, and of months, once one has ended', () => {
    const thursday = Date.UTC(2026, 0, 1);
    const [tuesday, monday] = [Date.UTC(2026, 0, 6), Date.UTC(2026, 0, 5)];
    expect(mayHaveMore(thursday, monday + GRACE_MS, WEEK, tuesday)).toBe(false);
    expect(mayHaveMore(thursday, tuesday, WEEK, thursday + WEEK - 1)).toBe(false);
    expect(mayHaveMore(thursday, tuesday, WEEK, thursday + WEEK)).toBe(true);
    expect(mayHaveMore(thursday + WEEK, thursday + WEEK, WEEK, thursday + WEEK + 1)).toBe(false);
    // the month before has 31 days
    const [january, february] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 1, 1)];
    expect(mayHaveMore(january, february + GRACE_MS, MONTH, Date.UTC(2026, 1, 20))).toBe(false);
    expect(mayHaveMore(january, february - 1, MONTH, february)).toBe(true);
  });

  it('of what belongs to the beginning of a candle, until that of the running one is there', () => {
    const eight = 8 * 3_600_000;
    expect(mayHaveMore(eight, 2 * eight + GRACE_MS, eight, 2 * eight + 10_000, true)).toBe(true);
    expect(mayHaveMore(2 * eight, 2 * eight + GRACE_MS, eight, 2 * eight + 10_000, true)).toBe(false);
  });
});
