import { expect, it } from 'vitest';
import { roundTo } from '../market/decimal.ts';
import { roundEven } from './even-rounding.ts';

/** Value, places, what numpy 2.4.6 makes of it, what Python makes of it. */
const ROUNDED: readonly (readonly [number, number, number, number])[] = [
  [1.925, 2, 1.92, 1.93],
  [-1.925, 2, -1.92, -1.93],
  [2.675, 2, 2.68, 2.67],
  [1.115, 2, 1.12, 1.11],
  [0.285, 2, 0.28, 0.28],
  [-0.125, 2, -0.12, -0.12],
  [1.005, 2, 1, 1],
  [123_456_789.125, 2, 123_456_789.12, 123_456_789.12],
  [0.5, 0, 0, 0],
  [1.5, 0, 2, 2],
  [2.5, 0, 2, 2],
  [-2.5, 0, -2, -2],
  [98_765_432.123_456_79, 10, 98_765_432.123_456_79, 98_765_432.123_456_79],
  [3.000_05, 4, 3, 3],
  [-2.000_15, 4, -2.0002, -2.0002],
];

it('rounds as numpy does, which is not what Python does', () => {
  for (const [value, places, numpy, python] of ROUNDED) {
    expect(roundEven(value, places), `${value}`).toBeCloseTo(numpy, 12);
    expect(roundTo(value, places), `${value}`).toBeCloseTo(python, 12);
  }
  expect(roundEven(Number.NaN, 2)).toBeNaN();
});
