import { describe, expect, it } from 'vitest';
import { createRandomSampler } from './random.ts';
import { type Dimension, type Space, valueAt, valueCount } from './space.ts';

const SPACE: Space = [
  { kind: 'int', name: 'fast', low: 5, high: 8 },
  { kind: 'decimal', name: 'rsi', low: 0.2, high: 0.5, decimals: 1 },
  { kind: 'real', name: 'real', low: -1, high: 1 },
  { kind: 'categorical', name: 'kind', choices: ['ema', null, true] },
  { kind: 'int', name: 'length', low: 1, high: 3, when: { name: 'kind', values: ['ema'] } },
];
const OPTIONS = { objectives: 1, trials: 3000 };

describe('the random sampler', () => {
  it('gives the same points for the same seed, and others for another', () => {
    const points = (seed: number) => createRandomSampler(SPACE, seed, OPTIONS).ask(5);
    expect(points(42)).toEqual(points(42));
    expect(points(42)).not.toEqual(points(43));
  });

  it('takes every value of a dimension equally often, and leaves out what takes no part', () => {
    const points = createRandomSampler(SPACE, 7, OPTIONS).ask(3000);
    const counts = (name: string) => {
      const found = new Map<unknown, number>();
      for (const point of points) found.set(point[name], (found.get(point[name]) ?? 0) + 1);
      return found;
    };
    expect([...counts('fast').keys()].sort()).toEqual([5, 6, 7, 8]);
    expect([...counts('rsi').keys()].sort()).toEqual([0.2, 0.3, 0.4, 0.5]);
    for (const name of ['fast', 'rsi']) for (const count of counts(name).values()) expect(Math.abs(count - 750)).toBeLessThan(120);
    expect([...counts('kind').keys()].map(String).sort()).toEqual(['ema', 'null', 'true']);
    expect(points.every((point) => Object.hasOwn(point, 'length') === (point['kind'] === 'ema'))).toBe(true);
    const reals = points.map((point) => Number(point['real']));
    expect([Math.min(...reals) < -0.99, Math.max(...reals) > 0.99]).toEqual([true, true]);
  });
});

describe('a dimension', () => {
  it('has the values of its steps, the last one included', () => {
    const all = (dimension: Dimension) => Array.from({ length: 12 }, (_value, index) => valueAt(dimension, index / 12));
    expect(new Set(all({ kind: 'int', name: 'a', low: 10, high: 40, step: 10 }))).toEqual(new Set([10, 20, 30, 40]));
    expect(new Set(all({ kind: 'decimal', name: 'a', low: -0.35, high: -0.33, decimals: 2 }))).toEqual(new Set([-0.35, -0.34, -0.33]));
    expect(valueCount({ kind: 'real', name: 'a', low: 0, high: 0.3, step: 0.1 })).toBe(4);
    expect(valueCount({ kind: 'real', name: 'a', low: 0, high: 1 })).toBe(Number.POSITIVE_INFINITY);
  });

  it('goes through orders of magnitude evenly where it is logarithmic', () => {
    const middle = valueAt({ kind: 'real', name: 'a', low: 1, high: 10_000, log: true }, 0.5);
    expect(middle).toBeCloseTo(100, 8);
    expect([0, 0.999999].map((at) => valueAt({ kind: 'int', name: 'a', low: 1, high: 1000, log: true }, at))).toEqual([1, 1000]);
  });
});
