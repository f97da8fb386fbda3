import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataFrame } from '../../strategy/data-frame.ts';
import { boxTable } from './box-table.ts';
import { shownValue, strayColumn } from './indicator-columns.ts';

const COLUMNS = [
  { title: 'Pair', align: 'right' },
  { title: 'Tot Profit USDT', align: 'right' },
  { title: ' Win  Draw  Loss', align: 'right' },
] as const;

describe('tables', () => {
  it('are as wide as their cells where there is room', () => {
    expect(boxTable('TITLE', COLUMNS, [['BTC/USDT', '1.5', '   1     2     3']], 200).split('\n')).toEqual([
      '                      TITLE',
      '┏━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━┓',
      '┃     Pair ┃ Tot Profit USDT ┃  Win  Draw  Loss ┃',
      '┡━━━━━━━━━━╇━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━┩',
      '│ BTC/USDT │             1.5 │    1     2     3 │',
      '└──────────┴─────────────────┴──────────────────┘',
    ]);
  });

  it('write visibly what would command the terminal', () => {
    const table = boxTable('T', COLUMNS, [['my\ttag\r\n    at\u001b[2J\u202e', '1', '2']], 200);
    expect(table.split('\n')).toHaveLength(6);
    expect(table).toContain('my\\ttag\\r\\n    at\\x1b[2J\\u202e');
  });

  it('never are wider than the terminal', () => {
    const cell = fc.string({ unit: 'grapheme-ascii', maxLength: 30 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }), fc.integer({ min: 24, max: 120 }), (rows, width) => {
        const lines = boxTable('T', COLUMNS, rows, width).split('\n').slice(1);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        expect(new Set(lines.map((line) => line.length)).size).toBe(1);
      }),
    );
  });
});

describe('columns that are shown for trades', () => {
  const values = Float64Array.of(1, 2);
  const frame = new DataFrame({ length: 2, time: values, open: values, high: values, low: values, close: values, volume: values });
  frame.set('rsi', Float64Array.of(Number.NaN, 30.12345)).setText('mood', ['calm', null]);

  it('are shown with three decimals, texts as they are, and nothing where there is nothing', () => {
    expect(['rsi', 'mood'].map((name) => [0, 1].map((row) => shownValue(frame, name, row)))).toEqual([
      ['', '30.123'],
      ['calm', ''],
    ]);
  });

  it('that are not there are named, with the one that is meant and all there are', () => {
    const all = 'Columns: open, high, low, close, volume, rsi, mood.';
    expect(strayColumn(frame, ['close', 'rsi', 'mood'])).toBeNull();
    expect(strayColumn(frame, ['close', 'rsj', 'other'])).toBe(`there is no column "rsj"; did you mean "rsi"? ${all}`);
    expect(strayColumn(frame, ['bollinger'])).toBe(`there is no column "bollinger". ${all}`);
  });
});
