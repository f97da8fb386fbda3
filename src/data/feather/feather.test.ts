import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FeatherError, writeFeather } from './feather.ts';
import { GrowingFeather, type GrowingKind, type GrowingRows } from './growing-feather.ts';
import { readFeather } from './read-feather.ts';

const GOLDEN = new URL('../../../tests/golden/backtest/data/', import.meta.url);

describe('feather files', () => {
  it('give back what was written', async () => {
    const number = fc.double({ noDefaultInfinity: true });
    const time = fc.integer({ min: -2_000_000_000_000, max: 4_000_000_000_000 });
    const text = fc.option(fc.string({ unit: 'grapheme', maxLength: 8 }), { nil: null });
    const row = fc.tuple(time, number, fc.integer({ min: -1e9, max: 1e9 }), text);
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 200 }),
        fc.constantFrom('ms' as const, 'us' as const, 'ns' as const),
        async (rows, unit) => {
          // a column of nothing but missing texts tells no type
          fc.pre(rows.some(([, , , value]) => value !== null));
          const values = (index: 0 | 1 | 2) => Float64Array.from(rows, (entry) => entry[index]);
          const read = await readFeather(
            writeFeather(
              new Map([
                ['date', { kind: 'time', unit, values: values(0) }],
                ['open', { kind: 'number', values: values(1) }],
                ['count', { kind: 'integer', values: values(2) }],
                ['tag', { kind: 'text', values: rows.map((entry) => entry[3]) }],
              ]),
            ),
          );
          expect(read.get('date')).toEqual({ kind: 'time', unit, values: values(0) });
          expect(read.get('open')).toEqual({ kind: 'number', values: values(1) });
          expect(read.get('count')).toEqual({ kind: 'integer', values: values(2) });
          expect(read.get('tag')).toEqual({ kind: 'text', values: rows.map((entry) => entry[3]) });
        },
      ),
    );
  });

  it('write categories as texts', async () => {
    const bytes = writeFeather(new Map([['currency', { kind: 'category', codes: Float64Array.of(0, 1, 0), names: ['USDT', 'Ⓑ'] }]]));
    expect((await readFeather(bytes)).get('currency')).toEqual({ kind: 'text', values: ['USDT', 'Ⓑ', 'USDT'] });
  });

  it('grow by parts, whose words only add to those before', async () => {
    const growing = new GrowingFeather(
      new Map<string, GrowingKind>([
        ['row', { kind: 'integer' }],
        ['date', { kind: 'time', unit: 'us' }],
        ['word', { kind: 'category' }],
        ['value', { kind: 'number' }],
      ]),
    );
    const wanted = { row: [] as number[], date: [] as number[], word: [] as string[], value: [] as number[] };
    for (const [length, names] of [
      [1, ['one']],
      [70_000, ['one', 'two']],
      [0, ['one', 'two']],
      [3000, ['one', 'two', 'dreißig']],
    ] as const) {
      const rows = Array.from({ length }, (_value, row) => wanted.row.length + row);
      const codes = Int32Array.from(rows, (row) => (row * 7) % names.length);
      const [dates, values] = [rows.map((row) => 1.7e12 + row * 300_000), rows.map((row) => row / 3)];
      growing.add(
        length,
        new Map<string, GrowingRows>([
          ['row', Float64Array.from(rows)],
          ['date', Float64Array.from(dates)],
          ['word', { codes, names }],
          ['value', Float64Array.from(values)],
        ]),
      );
      wanted.row.push(...rows);
      wanted.date.push(...dates);
      wanted.word.push(...Array.from(codes, (code) => names[code]!));
      wanted.value.push(...values);
    }
    expect(growing.length).toBe(73_001);
    const found = await readFeather(Buffer.concat(growing.pieces()));
    for (const [name, column] of found)
      expect({ name, values: [...column.values] }).toEqual({ name, values: wanted[name as keyof typeof wanted] });
    expect([...found.keys()]).toEqual(Object.keys(wanted));
  });

  it('refuse what is damaged, wherever it is cut', async () => {
    const bytes = readFileSync(new URL('S000_USDT-1h.feather', GOLDEN));
    for (let length = 0; length < bytes.length; length += 997)
      await expect(readFeather(bytes.subarray(0, length))).rejects.toThrow(FeatherError);
    await expect(readFeather(Buffer.from('{"not": "feather"}, and long enough'))).rejects.toThrow(/not a feather file/);
  });

  it('read what pandas wrote', async () => {
    const table = await readFeather(readFileSync(new URL('S000_USDT-5m.feather', GOLDEN)));
    expect([...table.keys()]).toEqual(['date', 'open', 'high', 'low', 'close', 'volume']);
    const date = table.get('date')!;
    expect(date.kind).toBe('time');
    expect(date.values[1]! as number).toBe((date.values[0]! as number) + 300_000);
  });
});
