import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from './decimal.ts';
import { type PrecisionMode, roundAmount, roundPrice } from './precision.ts';

interface Case {
  mode: PrecisionMode;
  prec: number;
  x: number;
  amount: number;
  round: number;
  up: number;
  down: number;
}

const cases = JSON.parse(
  gunzipSync(readFileSync(new URL('../../../tests/golden/precision.json.gz', import.meta.url))).toString(),
) as Case[];

describe('precision, beside what ccxt and freqtrade compute in Python', () => {
  it.each([
    [2, 'decimal places'],
    [3, 'significant digits'],
    [4, 'tick size'],
  ])('mode %d: %s', (mode) => {
    const wrong: unknown[] = [];
    for (const { prec, x, amount, round, up, down } of cases.filter((entry) => entry.mode === mode)) {
      const ours = {
        amount: roundAmount(x, prec, mode as PrecisionMode),
        round: roundPrice(x, prec, mode as PrecisionMode),
        up: roundPrice(x, prec, mode as PrecisionMode, 'up'),
        down: roundPrice(x, prec, mode as PrecisionMode, 'down'),
      };
      if (ours.amount !== amount || ours.round !== round || ours.up !== up || ours.down !== down)
        wrong.push({ prec, x, theirs: { amount, round, up, down }, ours });
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(wrong.length).toBe(0);
  });

  it('an amount is never rounded up', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constantFrom(0.1, 0.001, 0.00001, 0.025, 5), (value, step) => {
        const rounded = roundAmount(value, step, 4);
        return rounded <= value && value - rounded < step * 1.0000001;
      }),
    );
  });

  it('on a tick is what exact arithmetic makes of it, near where rounding turns and far from it', () => {
    const near = fc.tuple(fc.integer({ min: 0, max: 1e9 }), fc.constantFrom(0, 0.25, 0.5, 1), fc.integer({ min: -4, max: 4 }));
    const tick = fc.constantFrom(0.01, 0.00001, 0.025, 5, 3e-8);
    const value = fc.oneof(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      near.map(([whole, part, ulps]) => (whole + part) * 0.01 * (1 + ulps * Number.EPSILON)),
    );
    fc.assert(
      fc.property(value, tick, fc.constantFrom('nearest', 'up', 'down'), (price, step, rounding) => {
        expect(roundPrice(price, step, 4, rounding)).toBe(exactly(price, step, rounding));
      }),
      { numRuns: 2000 },
    );
  });
});

/** In whole numbers of the last digit of both. */
function exactly(price: number, tick: number, rounding: 'nearest' | 'up' | 'down'): number {
  const [amount, unit] = [decimal(price), decimal(tick)];
  const places = Math.max(amount.places, unit.places);
  const whole = ({ digits, places: own }: typeof amount) => BigInt(digits) * 10n ** BigInt(places - own);
  const [value, step] = [whole(amount), whole(unit)];
  const rest = value % step;
  const isUp = rounding === 'up' ? rest > 0n : rounding === 'nearest' && rest * 2n >= step;
  const steps = value / step + (isUp ? 1n : 0n);
  return Number(`${steps * BigInt(unit.digits)}e-${unit.places}`);
}
