import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type CandleRow, candlesFromRows } from '../core/market/candles.ts';
import { EVERYTHING } from '../core/market/timerange.ts';
import { candleFile, DATA_FORMATS, loadCandles, saveCandles } from './candle-files.ts';
import { loadCandlesAtOnce } from './candles-at-once.ts';

const folder = mkdtempSync(join(tmpdir(), 'at-once-'));
const FIVE = 300_000;
const FROM = Date.UTC(2026, 9, 29);
const rows = Array.from({ length: 40 }, (_value, index): CandleRow => [FROM + index * FIVE, index + 1, index + 3, index, index + 2, 7]);
afterAll(() => rmSync(folder, { recursive: true }));

describe('candles for who cannot wait', () => {
  it('are the same as for others, from files of every format, with and without gaps', async () => {
    for (const format of DATA_FORMATS)
      for (const [pair, stored] of [['WHOLE/USDT', rows] as const, ['GAP/USDT', rows.filter((_row, index) => index % 7 !== 3)] as const]) {
        await saveCandles(candleFile(folder, pair, '5m', 'spot', format), candlesFromRows(stored, FIVE), format, 'spot');
        for (const range of [EVERYTHING, { from: FROM + 2 * FIVE, to: FROM + 9 * FIVE }]) {
          const order = { folder, pair, timeframe: '5m', type: 'spot', format, range, fillsGaps: true } as const;
          const found = loadCandlesAtOnce(order, () => undefined);
          expect(found, `${pair} ${format}`).toEqual(await loadCandles(folder, pair, '5m', 'spot', format, range));
          expect(found?.length).toBe(range === EVERYTHING ? 40 : 8);
        }
      }
  });

  it('are none without a file, and name one that is damaged', () => {
    const order = { folder, pair: 'NONE/USDT', timeframe: '5m', type: 'spot', format: 'json', range: EVERYTHING, fillsGaps: true } as const;
    expect(loadCandlesAtOnce(order, () => undefined)).toBeNull();
    const path = candleFile(folder, 'BROKEN/USDT', '5m', 'spot', 'json');
    writeFileSync(path, '[[1, 2');
    expect(() => loadCandlesAtOnce({ ...order, pair: 'BROKEN/USDT' }, () => undefined)).toThrow(`${path} can't be used`);
  });
});
