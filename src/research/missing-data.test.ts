import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { candlesFromRows } from '../core/market/candles.ts';
import { parseTimerange } from '../core/market/timerange.ts';
import { candleFile, saveCandles } from '../data/candle-files.ts';
import { endsMissing, nothingFound, someNotFound } from './missing-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'data-'));
const FIVE = 300_000;
const FROM = Date.UTC(2026, 9, 29);
const hint = { command: 'freqtrade download-data', exchange: 'binance', timeframes: ['5m', '1h'] };
const wanted = (timerange: string, timeframe = '5m') => ({
  store: { folder, format: 'feather' as const },
  timeframe,
  isFutures: false,
  timerange,
});

beforeAll(async () => {
  const rows = Array.from({ length: 288 }, (_, index) => [FROM + index * FIVE, 1, 1, 1, 1, 1] as const);
  for (const pair of ['BTC/USDT', 'ETH/USDT'])
    await saveCandles(candleFile(folder, pair, '5m', 'spot', 'feather'), candlesFromRows(rows, FIVE), 'feather', 'spot');
});

describe('candles that are missing', () => {
  it('say what there is, and the command that gets them', async () => {
    expect(await nothingFound(wanted('20200101-20200201'), ['BTC/USDT', 'ETH/USDT'], hint)).toBe(
      `No data found. There are no 5m candles of BTC/USDT, ETH/USDT in ${folder} for the timerange "20200101-20200201"; there are some from 2026-10-29 00:00:00 to 2026-10-29 23:55:00. Get them: freqtrade download-data --pairs BTC/USDT ETH/USDT --timeframes 5m --timerange 20200101-20200201 --prepend`,
    );
    expect(await nothingFound(wanted('', '1h'), ['BTC/USDT'], { ...hint, command: 'freqtrade download-data --config my.json' })).toBe(
      `No data found. There are no 1h candles of BTC/USDT in ${folder}; there are 5m. Get them: freqtrade download-data --config my.json --pairs BTC/USDT --timeframes 1h --days 30`,
    );
    expect(await someNotFound(wanted(''), ['SOL/USDT'], hint)).toBe(
      `No history for SOL/USDT, spot, 5m found in ${folder}. Left out. Get them: freqtrade download-data --pairs SOL/USDT --timeframes 5m --days 30`,
    );
  });

  it('of a timeframe that the exchange does not have name those it has', async () => {
    expect(await nothingFound(wanted('', '7m'), ['BTC/USDT'], hint)).toMatch(/; there are 5m\. binance has no 7m; it has 5m, 1h\.$/);
  });

  it('at the ends of a timerange are reported once for all pairs', async () => {
    const found = ['BTC/USDT', 'ETH/USDT'].map((pair) => ({ pair, from: FROM, to: FROM + 287 * FIVE }));
    const complaint = (timerange: string) =>
      endsMissing(wanted(timerange), parseTimerange(timerange), found, {
        hint: async () => hint,
        candleMs: FIVE,
        now: Date.UTC(2026, 10, 29),
      });
    expect(await complaint('20261001-20261030')).toBe(
      'The timerange "20261001-20261030" is not covered: candles of BTC/USDT, ETH/USDT begin at 2026-10-29 00:00:00. Get them: freqtrade download-data --pairs BTC/USDT ETH/USDT --timeframes 5m --timerange 20261001-20261030 --prepend',
    );
    expect(await complaint('20261029-20261105')).toMatch(
      /is not covered: candles of BTC\/USDT, ETH\/USDT end at 2026-10-29 23:55:00\. Get them: /,
    );
    expect(await complaint('20261029-20261030')).toBeNull();
    expect(await complaint('')).toBeNull();
  });
});
