import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../random-numbers.ts';
import { createQmcSampler } from './qmc.ts';
import { SOBOL_DIMENSIONS, sobol } from './sobol.ts';

/** Squared L2-star discrepancy. Source: Warnock, "Computational investigations of low-discrepancy point sets", 1972. */
function discrepancy(points: readonly (readonly number[])[]): number {
  const count = points.length;
  const size = points[0]!.length;
  const single = points.reduce((sum, point) => sum + point.reduce((product, x) => product * (1 - x * x), 1), 0);
  const pairs = points.reduce(
    (sum, one) =>
      sum + points.reduce((inner, other) => inner + one.reduce((product, x, axis) => product * (1 - Math.max(x, other[axis]!)), 1), 0),
    0,
  );
  return 3 ** -size - (2 ** (1 - size) / count) * single + pairs / (count * count);
}

const points = (count: number, size: number, scramble: number | null): number[][] =>
  Array.from({ length: count }, (_value, index) => Array.from({ length: size }, (_none, dimension) => sobol(index, dimension, scramble)));

describe("Sobol's sequence", () => {
  it('has the points that scipy 1.17 gives, from Joe and Kuo', () => {
    const inOrder = points(16, 6, null).sort((a, b) => a[0]! - b[0]!);
    expect(inOrder.map((point) => point.map((x) => x * 16))).toEqual(FIRST_SIXTEEN);
    const far = points(1024, SOBOL_DIMENSIONS, null).sort((a, b) => a[0]! - b[0]!);
    const of = (place: number): number[] => [1, 2, 10, 50, 100, 200, 255].map((dimension) => far[place]![dimension]! * 1024);
    expect([1, 2, 3, 700, 1023].map(of)).toEqual(FAR);
  });

  it.each([null, 1, 77])('has one point in every part of every dimension (scrambled by %s)', (scramble) => {
    for (let dimension = 0; dimension < SOBOL_DIMENSIONS; dimension++) {
      const parts = new Set(Array.from({ length: 256 }, (_value, index) => Math.floor(sobol(index, dimension, scramble) * 256)));
      expect(parts.size, `dimension ${dimension}`).toBe(256);
    }
  });

  it('fills a space much more evenly than random points, scrambled too, and otherwise for each seed', () => {
    const random = randomNumbers(5);
    const chance = discrepancy(Array.from({ length: 256 }, () => Array.from({ length: 5 }, random)));
    for (const scramble of [null, 3, 4]) expect(discrepancy(points(256, 5, scramble))).toBeLessThan(chance / 2);
    expect(points(8, 2, 3)).not.toEqual(points(8, 2, 4));
  });
});

it('the sampler tries every value of a dimension equally often', () => {
  const space = [
    { kind: 'int', name: 'length', low: 1, high: 4 },
    { kind: 'categorical', name: 'kind', choices: ['a', 'b'] },
  ] as const;
  const tried = createQmcSampler(space, 9, { objectives: 1, trials: 64 }).ask(64);
  const counts = new Map<string, number>();
  for (const { length, kind } of tried) counts.set(`${length}${kind}`, (counts.get(`${length}${kind}`) ?? 0) + 1);
  expect([...counts.values()]).toEqual(Array.from({ length: 8 }, () => 8));
});

/** Recorded from scipy 1.17.1, `scipy.stats.qmc.Sobol(6, scramble=False)`, times 16, in the order of the first dimension. */
const FIRST_SIXTEEN = [
  [0, 0, 0, 0, 0, 0],
  [1, 15, 9, 5, 11, 3],
  [2, 10, 6, 2, 2, 6],
  [3, 5, 15, 7, 9, 5],
  [4, 12, 12, 12, 4, 4],
  [5, 3, 5, 9, 15, 7],
  [6, 6, 10, 14, 6, 2],
  [7, 9, 3, 11, 13, 1],
  [8, 8, 8, 8, 8, 8],
  [9, 7, 1, 13, 3, 11],
  [10, 2, 14, 10, 10, 14],
  [11, 13, 7, 15, 1, 13],
  [12, 4, 4, 4, 12, 12],
  [13, 11, 13, 1, 7, 15],
  [14, 14, 2, 6, 14, 10],
  [15, 1, 11, 3, 5, 9],
];

/** The same of 256 dimensions and 1024 points, times 1024. */
const FAR = [
  [771, 627, 695, 265, 243, 675, 863],
  [514, 418, 350, 886, 294, 914, 194],
  [257, 977, 1001, 639, 469, 305, 925],
  [196, 124, 996, 644, 660, 332, 876],
  [261, 749, 333, 571, 385, 61, 177],
];
