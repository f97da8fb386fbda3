import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { expectEqual, prices } from '../../../tests/golden/recorded.ts';
import { numbersOf, technicalOn } from '../../../tests/golden/technical-functions.ts';
import { DataFrame } from '../../strategy/data-frame.ts';

/** The functions of the packages technical and qtpylib beside what Python makes of the same candles. `tests/golden/record.py technical` records them. */
const GOLDEN = new URL('../../../tests/golden/', import.meta.url);
const recorded = JSON.parse(readFileSync(new URL('technical.json', GOLDEN), 'utf8')) as {
  readonly rows: number;
  readonly first: number;
  readonly functions: readonly { readonly name: string; readonly outputs: number }[];
};
const bytes = gunzipSync(readFileSync(new URL('technical.f64.gz', GOLDEN)));
const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));

function frame(): DataFrame {
  const { open, high, low, close, volume } = prices();
  const first = (column: { readonly values: Float64Array }) => column.values.slice(0, recorded.rows);
  return new DataFrame({
    length: recorded.rows,
    time: Float64Array.from({ length: recorded.rows }, (_nothing, row) => recorded.first + row * 300_000),
    ...{ open: first(open), high: first(high), low: first(low), close: first(close), volume: first(volume) },
  });
}

describe('functions of technical and qtpylib', () => {
  const ours = technicalOn(frame);
  let at = 0;
  const places = recorded.functions.map(({ name, outputs }) => {
    const place = at;
    at += outputs;
    return [name, outputs, place] as const;
  });

  it('are all recorded', () => {
    expect(at * recorded.rows).toBe(values.length);
    expect(Object.keys(ours).sort()).toEqual(recorded.functions.map(({ name }) => name).sort());
  });

  it.each(places)('%s equals Python', (name, count, place) => {
    const outputs = ours[name]!();
    expect(outputs).toHaveLength(count);
    for (const [index, output] of outputs.entries()) {
      const start = (place + index) * recorded.rows;
      const theirs = values.subarray(start, start + recorded.rows);
      expectEqual(numbersOf(output), theirs, `${name}, output ${index}`);
      expect(
        theirs.some((value) => !Number.isNaN(value)),
        `${name}, output ${index} has numbers`,
      ).toBe(true);
    }
  });
});
