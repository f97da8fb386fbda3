import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FeatherError, writeFeather } from './feather.ts';
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
