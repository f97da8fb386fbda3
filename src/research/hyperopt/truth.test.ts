import { describe, expect, it } from 'vitest';
import { dominates } from '../../samplers/fronts.ts';
import { createRandomSampler } from '../../samplers/random.ts';
import { randomNumbers } from '../../samplers/random-numbers.ts';
import type { Space } from '../../samplers/space.ts';
import { heatMapOf } from './heat-map.ts';
import { importanceOf } from './importance.ts';
import { paretoFront } from './pareto-front.ts';
import { reshuffledFalls } from './reshuffle.ts';
import { TriedPoints } from './tried-points.ts';
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
    const shares = new Map(importanceOf(TriedPoints.of(space, tries)).map(({ name, share }) => [name, share]));
    expect([...shares.keys()].slice(0, 2)).toEqual(['strong', 'weak']);
    expect(shares.get('strong')).toBeGreaterThan(0.8);
    expect(shares.get('weak')).toBeGreaterThan(0.02);
    expect(shares.get('none')).toBeLessThan(0.02);
    expect(shares.get('fixed')).toBe(0);
    expect(importanceOf(TriedPoints.of(space, tries.slice(0, 5)))).toEqual([]);
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

describe('several losses at once', () => {
  it('leave a front: who is worse in nothing than nobody, however they come', () => {
    const of = (...losses: number[]) => ({ losses });
    const tries = [of(3, 3), of(1, 5), of(5, 1), of(2, 4), of(3, 2), of(4, 4), of(1, 5), of(0, 100_000), of(Number.NaN, 0)];
    expect(paretoFront(tries).map(({ losses }) => losses)).toEqual([
      [1, 5],
      [5, 1],
      [2, 4],
      [3, 2],
      [1, 5],
    ]);
    const random = randomNumbers(5);
    const many = Array.from({ length: 300 }, () => of(random(), random(), random()));
    const front = new Set(paretoFront(many));
    for (const one of many) expect(front.has(one)).toBe(!many.some((other) => dominates(other.losses, one.losses)));
    expect(paretoFront([of(1), of(2)]), 'one loss has a best, and no front').toEqual([]);
  });
});

describe('a heat map', () => {
  it('has the middle loss of each pair of values, stretches of numbers where they are many', () => {
    const tries = Array.from({ length: 100 }, (_value, index) => ({
      point: { length: index, kind: index % 2 === 0 ? 'a' : 'b' },
      loss: index === 99 ? 100_000 : index,
    }));
    const map = heatMapOf(tries, ['length', 'kind']);
    expect(map.y).toEqual(['a', 'b']);
    expect(map.x).toHaveLength(8);
    expect(map.x[0]).toBe('0 – 12');
    expect(map.cells[0]![0]).toEqual({ loss: 6, tries: 7 });
    expect(
      map.cells.flat().reduce((sum, cell) => sum + (cell?.tries ?? 0), 0),
      'without the one that is no result',
    ).toBe(99);
    const few = heatMapOf(
      [
        { point: { x: 1, y: true }, loss: 2 },
        { point: { x: 3, y: null }, loss: 4 },
        { point: { x: 1 }, loss: 1 },
      ],
      ['x', 'y'],
    );
    expect(few).toEqual({
      x: ['1', '3'],
      y: ['null', 'true'],
      cells: [
        [null, { loss: 4, tries: 1 }],
        [{ loss: 2, tries: 1 }, null],
      ],
    });
  });
});
