import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawdownOf } from './drawdown.ts';

const at = (values: readonly number[]) => values.map((value, index) => ({ at: index + 1, value }));

describe('the drawdown', () => {
  it('is the largest fall by amount, and tells the largest ratio beside it', () => {
    // a fall of half of 20, and later one of 30 of 220
    const fall = drawdownOf(at([20, 10, 220, 190, 200]), 0);
    expect(fall).toMatchObject({ abs: 30, ratio: 30 / 220, largestRatio: 0.5, start: 3, end: 4, high: 220, low: 190 });
    expect(fall.current).toEqual({ abs: 20, ratio: 20 / 220, start: 3, high: 220 });
  });

  it('is of what the account was worth where the values are gains', () => {
    expect(drawdownOf(at([50, -50]), 1000)).toMatchObject({ abs: 100, ratio: 100 / 1050, high: 50, low: -50 });
    // the high begins at the start
    expect(drawdownOf(at([-50]), 1000)).toMatchObject({ abs: 50, ratio: 0.05, start: 1, end: 1, high: 0 });
    expect(drawdownOf(at([950]), 0, 1000)).toMatchObject({ abs: 50, ratio: 0.05, high: 1000 });
  });

  it('is none where nothing fell, or nothing was', () => {
    expect(drawdownOf(at([1, 2, 3]), 100)).toMatchObject({ abs: 0, ratio: 0, largestRatio: 0, start: 1, end: 1 });
    expect(drawdownOf([], 100)).toMatchObject({ abs: 0, start: 0, end: 0, current: { abs: 0, ratio: 0, start: 0, high: 0 } });
    expect(drawdownOf(at([0, 0]), 0)).toMatchObject({ abs: 0, largestRatio: 0 });
  });

  it('is never below the difference of any value and one before it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1 }), (values) => {
        const { abs } = drawdownOf(at(values), 1000);
        const deepest = Math.max(...values.map((value, index) => Math.max(0, ...values.slice(0, index)) - value), 0);
        expect(abs).toBe(deepest);
      }),
    );
  });
});
