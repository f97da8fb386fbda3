import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Column } from './column.ts';

const cell = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -1000, max: 1000 }).map((value) => value / 8) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const values = fc.array(cell, { minLength: 1, maxLength: 80 }).map((cells) => Float64Array.from(cells));
const period = fc.integer({ min: 1, max: 12 });

/** Each window's numbers, oldest first; null where there are fewer than `least`. */
function windows(input: Float64Array, length: number, least: number): (number[] | null)[] {
  return Array.from(input, (_value, index) => {
    const window = [...input.subarray(Math.max(0, index - length + 1), index + 1)].filter((value) => !Number.isNaN(value));
    return window.length < Math.max(least, 1) ? null : window;
  });
}

function expectSame(actual: Column, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, index) => {
    if (Number.isNaN(value)) expect(actual.values[index]).toBeNaN();
    else expect(Math.abs(actual.values[index]! - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
  });
}

const total = (window: readonly number[]) => window.reduce((sum, value) => sum + value, 0);
const mean = (window: readonly number[]) => total(window) / window.length;
const moment = (window: readonly number[], power: number) => total(window.map((value) => (value - mean(window)) ** power)) / window.length;
const quantile = (window: readonly number[], share: number) => {
  const sorted = [...window].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  return sorted[low]! + ((sorted[low + 1] ?? sorted[low]!) - sorted[low]!) * (place - low);
};

/** What each statistic is, said as plainly as can be. */
const NAIVE: Readonly<
  Record<string, { of: (window: readonly number[]) => number; from: (column: Column, length: number, least: number) => Column }>
> = {
  sum: { of: total, from: (column, length, least) => column.rolling(length, least).sum() },
  mean: { of: mean, from: (column, length, least) => column.rolling(length, least).mean() },
  min: { of: (window) => Math.min(...window), from: (column, length, least) => column.rolling(length, least).min() },
  max: { of: (window) => Math.max(...window), from: (column, length, least) => column.rolling(length, least).max() },
  variance: {
    of: (window) => (window.length < 2 ? Number.NaN : (moment(window, 2) * window.length) / (window.length - 1)),
    from: (column, length, least) => column.rolling(length, least).variance(),
  },
  std: {
    of: (window) => Math.sqrt(moment(window, 2)),
    from: (column, length, least) => column.rolling(length, least).std(0),
  },
  median: { of: (window) => quantile(window, 0.5), from: (column, length, least) => column.rolling(length, least).median() },
  quantile: { of: (window) => quantile(window, 0.2), from: (column, length, least) => column.rolling(length, least).quantile(0.2) },
  apply: {
    of: (window) => window.at(-1)! - window[0]!,
    from: (column, length, least) => column.rolling(length, least).apply((window) => window.at(-1)! - window[0]!),
  },
};

describe('windows, beside what they mean', () => {
  for (const [name, { of, from }] of Object.entries(NAIVE)) {
    it(name, () => {
      fc.assert(
        fc.property(values, period, fc.boolean(), (input, length, isLoose) => {
          const least = isLoose ? 1 : length;
          const expected = windows(input, length, least).map((window) => (window === null ? Number.NaN : of(window)));
          expectSame(from(new Column(input), length, least), expected);
        }),
      );
    });
  }

  it('rank', () => {
    fc.assert(
      fc.property(values, period, (input, length) => {
        const expected = windows(input, length, length).map((window, index) => {
          const last = input[index]!;
          if (window === null || Number.isNaN(last)) return Number.NaN;
          return window.filter((value) => value < last).length + (window.filter((value) => value === last).length + 1) / 2;
        });
        expectSame(new Column(input).rolling(length).rank(), expected);
      }),
    );
  });

  it('stay exact over a long column whose values are far from zero', () => {
    const input = Float64Array.from({ length: 5000 }, (_value, index) => 1e6 + Math.sin(index) * 0.01);
    const expected = windows(input, 20, 20).map((window) => (window === null ? Number.NaN : (moment(window, 2) * 20) / 19));
    const actual = new Column(input).rolling(20).variance();
    expected.forEach((value, index) => {
      if (!Number.isNaN(value)) expect(Math.abs(actual.values[index]! / value - 1)).toBeLessThan(1e-5);
    });
  });
});

describe('columns', () => {
  it('are clipped, filled, gathered and compared candle by candle', () => {
    const column = new Column(Float64Array.of(3, Number.NaN, -2, 8));
    expect([...column.clip(0, 5).values]).toEqual([3, Number.NaN, 0, 5]);
    expect([...column.fill(1).values]).toEqual([3, 1, -2, 8]);
    expect([...column.forwardFill().values]).toEqual([3, 3, -2, 8]);
    expect([...column.cumSum().values]).toEqual([3, Number.NaN, 1, 9]);
    expect([...column.cumMax().values]).toEqual([3, Number.NaN, 3, 8]);
    expect([...column.cumMin().values]).toEqual([3, Number.NaN, -2, -2]);
    expect([...column.cumProduct().values]).toEqual([3, Number.NaN, -6, -48]);
    expect([...column.diff(2).values]).toEqual([Number.NaN, Number.NaN, -5, Number.NaN]);
    expect([...column.pctChange(3).values]).toEqual([Number.NaN, Number.NaN, Number.NaN, 8 / 3 - 1]);
    expect([...column.where(column.above(0), 7).values]).toEqual([3, 7, 7, 8]);
    expect([...column.between(-2, 3).values]).toEqual([1, 0, 1, 0]);
    expect([...column.equals(3).values]).toEqual([1, 0, 0, 0]);
    expect([...column.differs(3).values]).toEqual([0, 0, 1, 1]);
    expect([...column.larger(0).values]).toEqual([3, Number.NaN, 0, 8]);
    expect([...column.smaller(0).values]).toEqual([0, Number.NaN, -2, 0]);
    expect([...column.shift(-1).values]).toEqual([Number.NaN, -2, 8, Number.NaN]);
  });

  it('share what they are cut from', () => {
    const own = new Float64Array(4);
    const part = new Column(own).slice(1, 3);
    own[1] = 5;
    expect([...part.values]).toEqual([5, 0]);
  });

  it('may lie in memory that threads share; who asks for the array may change it, and gets a copy', () => {
    const shared = new Float64Array(new SharedArrayBuffer(32));
    const column = new Column(shared);
    shared[1] = 5;
    expect([...column.plus(1).values]).toEqual([1, 6, 1, 1]);
    column.values[1] = 7;
    expect([shared[1], column.peek()[1]]).toEqual([5, 7]);
  });

  it('say which windows can not be', () => {
    expect(() => new Column(new Float64Array(3)).rolling(0)).toThrow('A window of 0 candles');
    expect(() => new Column(new Float64Array(3)).rolling(2.5)).toThrow('A window of 2.5 candles');
  });

  it('ewm: the plain sum of weights', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (cells, alpha) => {
          const expected = cells.map((_cell, end) => {
            let [sum, weights] = [0, 0];
            for (let at = 0; at <= end; at++) {
              const weight = (1 - alpha) ** (end - at);
              sum += weight * cells[at]!;
              weights += weight;
            }
            return sum / weights;
          });
          expectSame(new Column(Float64Array.from(cells)).ewm({ alpha }), expected);
        },
      ),
    );
  });
});

it('masks move in time and become numbers', () => {
  const mask = Column.from([1, 5, 2, 7]).above(3);
  const rows = ({ values }: { values: ArrayLike<number> }) => Array.from(values);
  expect(rows(mask.numbers())).toEqual([0, 1, 0, 1]);
  expect([1, 2, -1, 0, 9].map((count) => rows(mask.shift(count)))).toEqual([
    [0, 0, 1, 0],
    [0, 0, 0, 1],
    [1, 0, 1, 0],
    [0, 1, 0, 1],
    [0, 0, 0, 0],
  ]);
  expect(rows(mask.numbers().rolling(2).sum().atLeast(1))).toEqual([0, 1, 1, 1]);
  expect(() => mask.shift(0.5)).toThrow('shift: it takes a whole number of candles, and this is 0.5.');
});
