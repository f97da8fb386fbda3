import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
});
