import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { Column, type Prices } from '../../src/indicators/index.ts';

/** 1,000 real candles, and what others make of them. `record.py` records both anew. */

interface Place {
  readonly offset: number;
  readonly length: number;
}

interface Index {
  readonly columns: Readonly<Record<string, Place>>;
  /** Functions of TA-Lib, qtpylib and pandas, with the places of their outputs. */
  readonly functions: readonly {
    readonly name: string;
    readonly parameters: Readonly<Record<string, number>>;
    readonly outputs: Readonly<Record<string, Place>>;
  }[];
}

const FOLDER = new URL('./', import.meta.url);
export const INDEX = JSON.parse(readFileSync(new URL('indicators.json', FOLDER), 'utf8')) as Index;
const bytes = gunzipSync(readFileSync(new URL('indicators.f64.gz', FOLDER)));
const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));

export const recordedAt = ({ offset, length }: Place) => values.subarray(offset, offset + length);
const column = (name: string) => new Column(recordedAt(INDEX.columns[name]!));

export const prices = (): Prices => ({
  open: column('open'),
  high: column('high'),
  low: column('low'),
  close: column('close'),
  volume: column('volume'),
});
/** Whole numbers that vary from candle to candle. */
export const periods = (): Column => column('periods');

/**
 * Equal to 1e-9, relative; next to zero, where both sides are rounding, to 1e-12 of the output's largest value (of the input's where
 * an output is a difference of sums over it).
 */
export function expectEqual(ours: Column, theirs: ArrayLike<number>, label: string, scale = 0): void {
  const wrong: string[] = [];
  const all = Array.from(theirs);
  const largest = all.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), scale);
  expect(ours.length, label).toBe(all.length);
  all.forEach((expected, at) => {
    const actual = ours.values[at]!;
    const isEqual = Number.isNaN(expected)
      ? Number.isNaN(actual)
      : actual === expected || Math.abs(actual - expected) <= Math.max(1e-9 * Math.abs(expected), 1e-12 * largest);
    if (!isEqual) wrong.push(`${label}[${at}]: ${expected} / ${actual}`);
  });
  expect(wrong.slice(0, 5)).toEqual([]);
}

/** Compares with what `record.py indicator NAME …` has recorded. */
export function expectRecorded(name: string, computed: Column | Readonly<Record<string, Column>>): void {
  const { outputs } = JSON.parse(readFileSync(new URL(`indicators/${name}.json`, FOLDER), 'utf8')) as {
    outputs: Readonly<Record<string, readonly (number | null)[]>>;
  };
  const ours = computed instanceof Column ? { real: computed } : computed;
  expect(Object.keys(ours).sort()).toEqual(Object.keys(outputs).sort());
  for (const [output, recorded] of Object.entries(outputs))
    expectEqual(
      ours[output]!,
      recorded.map((value) => value ?? Number.NaN),
      `${name} ${output}`,
    );
}
