import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { functionsOn } from '../../tests/golden/indicator-functions.ts';
import { Column, type Prices } from './index.ts';

interface Entry {
  name: string;
  parameters: Record<string, number>;
  outputs: Record<string, { offset: number; length: number }>;
}

const golden = new URL('../../tests/golden/', import.meta.url);
const index = JSON.parse(readFileSync(new URL('indicators.json', golden), 'utf8')) as {
  columns: Record<string, { offset: number; length: number }>;
  functions: Entry[];
};
const bytes = gunzipSync(readFileSync(new URL('indicators.f64.gz', golden)));
const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
const slice = ({ offset, length }: { offset: number; length: number }) => values.subarray(offset, offset + length);
const column = (name: string) => new Column(slice(index.columns[name]!));

/**
 * Equal to 1e-9, relative; next to zero, where both sides are rounding, to 1e-12 of the output's largest value (of the input's where
 * an output is a difference of sums over it).
 */
function expectEqual(ours: Column, theirs: Float64Array, label: string, scale = 0): void {
  const wrong: string[] = [];
  const largest = theirs.reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, Math.abs(value))), scale);
  theirs.forEach((expected, at) => {
    const actual = ours.values[at]!;
    const isEqual = Number.isNaN(expected)
      ? Number.isNaN(actual)
      : Math.abs(actual - expected) <= Math.max(1e-9 * Math.abs(expected), 1e-12 * largest);
    if (!isEqual) wrong.push(`${label}[${at}]: ${expected} / ${actual}`);
  });
  expect(wrong.slice(0, 5)).toEqual([]);
}

const close = (): Column => column('close');
const prices: Prices = { open: column('open'), high: column('high'), low: column('low'), close: close(), volume: column('volume') };
const COMPUTE = functionsOn({ prices, periods: column('periods') });

/** Size of what an output is a difference of, where it can be far larger than the output. */
const SIZES: Readonly<Record<string, number>> = {
  LINEARREG_SLOPE: close().values[0]!,
  LINEARREG_ANGLE: close().values[0]!,
  // percent of the price
  FOSC: 100,
  // sine of an angle in radians
  HT_SINE: 2 * Math.PI,
};

describe('indicators, beside TA-Lib and qtpylib on 1,000 real candles', () => {
  for (const entry of index.functions) {
    const computed = COMPUTE[entry.name]?.(entry.parameters) ?? null;
    if (computed === null) continue;
    it(`${entry.name} ${Object.values(entry.parameters).join(' ')}`, () => {
      const ours = computed instanceof Column ? { real: computed } : computed;
      expect(Object.keys(ours).sort()).toEqual(Object.keys(entry.outputs).sort());
      for (const [output, place] of Object.entries(entry.outputs))
        expectEqual(ours[output]!, slice(place), `${entry.name} ${output}`, SIZES[entry.name] ?? 0);
    });
  }

  it('every function of the recording is written', () => {
    const known = new Set(index.functions.map(({ name }) => name));
    expect(Object.keys(COMPUTE).filter((name) => !known.has(name))).toEqual([]);
    expect([...known].filter((name) => !(name in COMPUTE))).toEqual([]);
  });
});

describe('columns', () => {
  const a = new Column(Float64Array.of(1, 3, 2, Number.NaN, 5));
  it('cross only at the candle where they do', () => {
    expect([...a.crossedAbove(2).values]).toEqual([0, 1, 0, 0, 0]);
    expect([...a.crossedBelow(2.5).values]).toEqual([0, 0, 1, 0, 0]);
  });
  it('shift into NaN, compare NaN as false', () => {
    expect([...a.shift(2).values]).toEqual([Number.NaN, Number.NaN, 1, 3, 2]);
    expect([...a.above(0).values]).toEqual([1, 1, 1, 0, 1]);
    expect([...a.above(0).not().values]).toEqual([0, 0, 0, 1, 0]);
  });
});
