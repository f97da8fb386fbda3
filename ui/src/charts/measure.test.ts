import { expect, test } from 'vitest';
import { distance } from './measure.ts';

test('a distance counts candles either way and change from the first rate', () => {
  expect(distance({ index: 3, rate: 100 }, { index: 10, rate: 110 })).toEqual({
    ratio: expect.closeTo(0.1, 12),
    difference: 10,
    candles: 7,
  });
  expect(distance({ index: 10, rate: 110 }, { index: 3, rate: 55 })).toEqual({ ratio: -0.5, difference: -55, candles: 7 });
  expect(distance({ index: 0, rate: 0 }, { index: 0, rate: 1 }).ratio).toBe(0);
});
