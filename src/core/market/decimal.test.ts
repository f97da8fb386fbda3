import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, minus, over, plus, product, roundTo, times, toNumber } from './decimal.ts';

describe('decimal', () => {
  it.each([
    [0.1, 0.2, 0.02],
    [0.00166, 60000.1, 99.600166],
    [1e-8, 1e8, 1],
    [1.5e21, 2, 3e21],
  ])('%d x %d = %d', (a, b, expected) => expect(product(a, b)).toBe(expected));

  it.each([
    [-0.0059933406, 8, -0.00599334],
    [2.5, 0, 2],
    [3.5, 0, 4],
    [-2.5, 0, -2],
    [1.005, 2, 1],
    [99.699766166, 8, 99.69976617],
  ])('%d to %d places is %d', (value, places, expected) => expect(roundTo(value, places)).toBe(expected));

  it('reads back every number it takes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => toNumber(decimal(value)) === (value === 0 ? 0 : value)),
    );
  });

  it('sums and differences are exact, quotients undo products', () => {
    const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const x = decimal(a / 100);
        const y = decimal(b / 100);
        expect(toNumber(plus(x, y))).toBeCloseTo((a + b) / 100, 10);
        expect(toNumber(minus(plus(x, y), y))).toBe(a / 100 + 0);
        if (b !== 0) expect(toNumber(over(times(x, y), y))).toBeCloseTo(a / 100, 10);
      }),
    );
  });
});
