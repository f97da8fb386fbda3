import { expect, test } from 'vitest';
import { enoughAfter } from './roi.ts';

test('the latest step that has begun counts', () => {
  const table = { 0: 0.04, 30: 0.02, 60: 0.01 };
  expect([0, 29.9, 30, 59, 60, 9999].map((minutes) => enoughAfter(table, minutes * 60_000))).toEqual([0.04, 0.04, 0.02, 0.02, 0.01, 0.01]);
});

test('without a step that has begun nothing is enough', () => {
  expect(enoughAfter({}, 1)).toBeNull();
  expect(enoughAfter({ 10: 0.01 }, 60_000)).toBeNull();
});
