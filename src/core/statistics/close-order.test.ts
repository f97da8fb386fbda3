import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quicksortOrder } from './close-order.ts';

describe('the order of trades that closed together', () => {
  it('is ascending and a permutation', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 300 }), (values) => {
        const order = quicksortOrder(values);
        expect([...order].sort((a, b) => a - b)).toEqual(values.map((_value, index) => index));
        for (let index = 1; index < order.length; index++) expect(values[order[index - 1]!]!).toBeLessThanOrEqual(values[order[index]!]!);
      }),
    );
  });

  it('leaves ties of a short list where they were', () => {
    expect(quicksortOrder([3, 1, 1, 2, 1])).toEqual([1, 2, 4, 3, 0]);
  });

  it('moves ties of a long list as numpy does', () => {
    // pandas 3.1 over numpy 2.4: DataFrame({'d': to_datetime(values, unit='s')}).sort_values('d').index
    const values = Array.from({ length: 30 }, (_value, index) => Math.floor(((index * 7) % 30) / 3));
    expect(quicksortOrder(values)).toEqual(NUMPY_ORDER);
  });
});

const NUMPY_ORDER = [0, 26, 13, 22, 5, 9, 18, 14, 1, 10, 27, 23, 6, 19, 2, 11, 28, 15, 24, 7, 20, 3, 29, 16, 25, 12, 8, 17, 4, 21];
