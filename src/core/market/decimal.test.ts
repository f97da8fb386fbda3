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

describe('decimals that a number holds, and those it does not', () => {
  /** The same by bigints alone. */
  const read = (value: number): [bigint, number] => {
    const [mantissa = '', exponent = '0'] = value.toString().split('e');
    const [whole = '', fraction = ''] = mantissa.split('.');
    const places = fraction.length - Number(exponent);
    return places >= 0 ? [BigInt(whole + fraction), places] : [BigInt(whole + fraction) * 10n ** BigInt(-places), 0];
  };
  const written = (digits: bigint, places: number): number => Number(`${digits}e-${places}`) + 0;
  /** From prices with few places to whatever arithmetic leaves. */
  const amount = fc.oneof(
    fc
      .integer({ min: -1_000_000_000, max: 1_000_000_000 })
      .chain((steps) => fc.integer({ min: 0, max: 12 }).map((places) => steps / 10 ** places)),
    fc.double({ min: -1e12, max: 1e12, noNaN: true }),
    fc.constantFrom(0, -0, 0.1, 2 ** 53 - 1, 2 ** 53 + 2, 1e21, 1e-7, 5e-324),
  );

  it('are added and multiplied to the last digit', () => {
    fc.assert(
      fc.property(amount, amount, amount, (a, b, c) => {
        const [[aDigits, aPlaces], [bDigits, bPlaces], [cDigits, cPlaces]] = [read(a), read(b), read(c)];
        const [product, productPlaces] = [aDigits * bDigits, aPlaces + bPlaces];
        const places = Math.max(productPlaces, cPlaces);
        const sum = product * 10n ** BigInt(places - productPlaces) + cDigits * 10n ** BigInt(places - cPlaces);
        expect(toNumber(times(decimal(a), decimal(b)))).toBe(written(product, productPlaces));
        expect(toNumber(plus(times(decimal(a), decimal(b)), decimal(c)))).toBe(written(sum, places));
      }),
      { numRuns: 2000 },
    );
  });

  it('are divided to 18 places, whether or not the quotient is even', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        const [[aDigits, aPlaces], [bDigits, bPlaces]] = [read(a), read(b)];
        if (bDigits === 0n) return;
        const shift = 18 + bPlaces - aPlaces;
        const quotient = shift >= 0 ? (aDigits * 10n ** BigInt(shift)) / bDigits : aDigits / (bDigits * 10n ** BigInt(-shift));
        expect(toNumber(over(decimal(a), decimal(b)))).toBe(written(quotient, 18));
        const [product, productPlaces] = [aDigits * bDigits, aPlaces + bPlaces];
        if (productPlaces <= 18)
          expect(toNumber(over(times(decimal(a), decimal(b)), decimal(b)))).toBe(written(product / bDigits, aPlaces));
      }),
    );
  });

  it('are rounded by their binary value, near halves too', () => {
    const near = fc.tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.constantFrom(0, 1e-9, -1e-9, 1e-5, 0.25));
    fc.assert(
      fc.property(near, ([steps, off]) => {
        const value = (steps + 0.5 + off) / 1000;
        const doubled = value * 2000;
        const isHalf = Number.isInteger(doubled) && doubled / 2000 === value && Number.isInteger(value * 16);
        if (!isHalf) expect(roundTo(value, 3)).toBe(Number(value.toFixed(3)));
      }),
    );
  });
});
