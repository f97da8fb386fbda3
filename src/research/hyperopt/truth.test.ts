import { describe, expect, it } from 'vitest';
import { createRandomSampler } from '../../samplers/random.ts';
import type { Space } from '../../samplers/space.ts';
import { importanceOf } from './importance.ts';
import { reshuffledFalls } from './reshuffle.ts';
import { rollingWindows, timerangeText } from './windows.ts';

const DAY = 86_400_000;

describe('truth against luck', () => {
  it('deals trades again: the same fall where order does not matter, a distribution where it does', () => {
    const even = reshuffledFalls([10, 10, 10], 1000, 50, 1);
    expect(even).toEqual({ runs: 50, actual: 0, median: 0, worst5: 0, worst: 0 });
    const profits = Array.from({ length: 40 }, (_value, index) => (index % 2 === 0 ? 20 : -15));
    const falls = reshuffledFalls(profits, 1000, 500, 7);
    expect(falls.actual).toBeCloseTo(15 / 1020, 10);
    expect(falls.median).toBeGreaterThan(falls.actual);
    expect(falls.worst5).toBeGreaterThan(falls.median);
    expect(falls.worst).toBeGreaterThanOrEqual(falls.worst5);
    expect(reshuffledFalls(profits, 1000, 500, 7), 'the same for the same number').toEqual(falls);
  });

  it('tells which parameters matter', () => {
    const space: Space = [
      { kind: 'int', name: 'strong', low: 1, high: 100 },
      { kind: 'categorical', name: 'weak', choices: ['a', 'b'] },
      { kind: 'real', name: 'none', low: 0, high: 1 },
      { kind: 'categorical', name: 'fixed', choices: [true] },
    ];
    const points = createRandomSampler(space, 3, { objectives: 1, trials: 600 }).ask(600);
    const tries = points.map((point) => ({ point, loss: Number(point['strong']) + (point['weak'] === 'a' ? 15 : 0) }));
    const shares = new Map(importanceOf(space, tries).map(({ name, share }) => [name, share]));
    expect([...shares.keys()].slice(0, 2)).toEqual(['strong', 'weak']);
    expect(shares.get('strong')).toBeGreaterThan(0.8);
    expect(shares.get('weak')).toBeGreaterThan(0.02);
    expect(shares.get('none')).toBeLessThan(0.02);
    expect(shares.get('fixed')).toBe(0);
    expect(importanceOf(space, tries.slice(0, 5))).toEqual([]);
  });

  it('rolls windows over a range, each test part behind the one before', () => {
    const windows = rollingWindows(0, 30 * DAY, 14, 7);
    expect(windows.map(({ trainFrom, trainTo, testTo }) => [trainFrom / DAY, trainTo / DAY, testTo / DAY])).toEqual([
      [0, 14, 21],
      [7, 21, 28],
      [14, 28, 30],
    ]);
    expect(timerangeText(DAY, 2 * DAY)).toBe('86400-172799');
    expect(() => rollingWindows(0, 10 * DAY, 14, 7)).toThrow('The timerange has 10 days, too few');
  });
});
