import { expect, test } from 'vitest';
import { evenly } from './even-time.ts';

test('lines of different moments lie on one axis of equal steps; a value holds until the next, and a line ends where it ends', () => {
  const { times, values } = evenly(
    [
      [
        [0, 1],
        [3000, 2],
      ],
      [
        [1000, 5],
        [6000, 7],
      ],
    ],
    1000,
  );
  expect(times).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000]);
  expect(values).toEqual([
    [1, 1, 1, 2, null, null, null],
    [null, 5, 5, 5, 5, 5, 7],
  ]);
});

test('what is between two steps is shown at the next; many moments are thinned, and a span may be wider than the lines', () => {
  const points = Array.from({ length: 5000 }, (_point, index) => [index * 1500, index] as const);
  const { times, values } = evenly([points]);
  expect(times.length).toBeLessThanOrEqual(602);
  expect(values[0]!.at(-1)).toBe(4999);
  expect(evenly([[[1500, 3]]], 1000, [0, 4000])).toEqual({ times: [0, 1000, 2000, 3000, 4000], values: [[null, null, 3, null, null]] });
  expect(evenly([[], []])).toEqual({ times: [], values: [[], []] });
});
