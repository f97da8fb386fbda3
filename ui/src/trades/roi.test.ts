import { expect, test } from 'vitest';
import { enoughAfter, targetRate } from './roi.ts';

test('the latest step that has begun counts', () => {
  const table = { 0: 0.04, 30: 0.02, 60: 0.01 };
  expect([0, 29.9, 30, 59, 60, 9999].map((minutes) => enoughAfter(table, minutes * 60_000))).toEqual([0.04, 0.04, 0.02, 0.02, 0.01, 0.01]);
});

test('without a step that has begun nothing is enough', () => {
  expect(enoughAfter({}, 1)).toBeNull();
  expect(enoughAfter({ 10: 0.01 }, 60_000)).toBeNull();
});

test('at its target a trade has the profit, fees and leverage included', () => {
  const [open, fee] = [200, 0.001];
  const entered = { open_rate: open, fee_open: fee, fee_close: fee };
  const long = targetRate({ ...entered, leverage: 3, is_short: false }, 0.06);
  expect(3 * ((long * (1 - fee)) / (open * (1 + fee)) - 1)).toBeCloseTo(0.06, 12);
  const short = targetRate({ ...entered, leverage: 2, is_short: true }, 0.06);
  expect(2 * (1 - (short * (1 + fee)) / (open * (1 - fee)))).toBeCloseTo(0.06, 12);
  expect(targetRate({ open_rate: open, is_short: false }, 0.1)).toBeCloseTo(220, 9);
});
