import { expect, test } from 'vitest';
import { axisDecimals, axisValues } from './axis.ts';

test('an axis has round values, zero among them', () => {
  expect(axisValues(-1.3, 4.2, 4)).toEqual([0, 2, 4]);
  expect(axisValues(-12, 30, 4)).toEqual([0, 20]);
  expect(axisValues(0, 0.009, 4)).toEqual([0, 0.0025, 0.005, 0.0075]);
  expect(axisValues(5, 5, 4)).toEqual([5]);
});

test('an axis has the decimals that tell its values apart', () => {
  expect(axisDecimals([0, 2, 4])).toBe(0);
  expect(axisDecimals([0, 0.0025, 0.005])).toBe(4);
  expect(axisDecimals([10000, 10000.5])).toBe(1);
  expect(axisDecimals([0])).toBe(0);
  expect(axisDecimals([0, 1e-12])).toBe(0);
  expect(axisDecimals([0.5, 0.50000001])).toBe(8);
});
