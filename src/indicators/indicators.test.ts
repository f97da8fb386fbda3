import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bollinger, Column, ema, rsi, sma } from './index.ts';

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

function expectEqual(ours: Column, theirs: Float64Array, label: string): void {
  const wrong: string[] = [];
  theirs.forEach((expected, at) => {
    const actual = ours.values[at]!;
    const isEqual = Number.isNaN(expected)
      ? Number.isNaN(actual)
      : Math.abs(actual - expected) <= 1e-9 * Math.max(Math.abs(expected), 1e-6);
    if (!isEqual) wrong.push(`${label}[${at}]: ${expected} / ${actual}`);
  });
  expect(wrong.slice(0, 5)).toEqual([]);
}

describe('indicators, beside TA-Lib and qtpylib on 1,000 real candles', () => {
  const simple = { SMA: sma, EMA: ema, RSI: rsi } as const;
  for (const entry of index.functions) {
    const compute = simple[entry.name as keyof typeof simple];
    if (compute === undefined) continue;
    const period = entry.parameters['timeperiod']!;
    it(`${entry.name} ${period}`, () => expectEqual(compute(column('close'), period), slice(entry.outputs['real']!), entry.name));
  }
  it('Bollinger bands', () => {
    const entry = index.functions.find(({ name }) => name === 'qtpylib.bollinger_bands')!;
    const typical = column('high').plus(column('low')).plus(column('close')).over(3);
    const bands = bollinger(typical, 20, 2);
    const outputs = entry.outputs;
    expectEqual(bands.upper, slice(outputs['upper']!), 'upper');
    expectEqual(bands.lower, slice(outputs['lower']!), 'lower');
    expectEqual(bands.middle, slice((outputs['mid'] ?? outputs['middle'])!), 'middle');
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
