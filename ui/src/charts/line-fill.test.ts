import { expect, test } from 'vitest';
import { rowsInView, stretches } from './line-fill.ts';

test('rows in view, and one beyond either side', () => {
  expect(rowsInView(2.4, 4.2, 10, 100)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(rowsInView(-5, 3, 3, 100)).toEqual([0, 1, 2]);
  expect(rowsInView(5, 9, 0, 100)).toEqual([]);
});

test('many rows are thinned out, the last one stays', () => {
  const rows = rowsInView(0, 99_999, 100_000, 500);
  expect(rows.length).toBeLessThanOrEqual(502);
  expect(rows.at(-1)).toBe(99_999);
});

test('an area ends where one of both lines does', () => {
  const rows = [0, 1, 2, 3, 4, 5];
  expect(stretches(rows, [1, 2, 3, null, 5, 6], [0, 0, 0, 0, 0, 0])).toEqual([
    [0, 1, 2],
    [4, 5],
  ]);
  expect(stretches(rows, [1, null, 1, null, 1, 1], [0, 0, 0, 0, 0, undefined])).toEqual([]);
});
