import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxTable } from './box-table.ts';

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
