import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { type Candles, emptyCandles } from '../core/market/candles.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { EVERYTHING } from '../core/market/timerange.ts';
import { candleFile, type DataFormat, loadCandles, saveCandles } from './candle-files.ts';
import { checkFolder, faultsOf } from './check-files.ts';
import { pairsWithTrades, storedPairs } from './data-folder.ts';
import { type FeatherColumn, writeFeather } from './feather/feather.ts';
import { candlesFromTrades, loadTrades, readTrades, tradeFile } from './trade-files.ts';

const T = Date.UTC(2024, 0, 1);
const FIVE = 300_000;

describe('stored candles and trades', () => {
  const folder = mkdtempSync(join(tmpdir(), 'candle-files-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const load = (pair: string, format: DataFormat = 'json', timeframe = '5m') =>
    loadCandles(folder, pair, timeframe, 'spot', format, EVERYTHING);
  const closes = (candles: Candles | null) => [...candles!.time].map((at, row) => [(at - T) / FIVE, candles!.close[row]]);
  const flat = (...time: number[]): Candles => ({
    ...emptyCandles(time.length),
    time: Float64Array.from(time),
    open: new Float64Array(time.length).fill(1),
    high: new Float64Array(time.length).fill(1),
    low: new Float64Array(time.length).fill(1),
    close: new Float64Array(time.length).fill(1),
    volume: new Float64Array(time.length).fill(1),
  });

  it.each([
    ['dates of ISO 8601', `[["2024-01-01T00:00:00Z",1,2,0.5,1.5,10],["2024-01-01T01:05:00+01:00",1,2,0.5,2.5,10]]`],
    ['dates without a zone', `[["2024-01-01 00:00:00",1,2,0.5,1.5,10],["2024-01-01 00:05:00.000",1,2,0.5,2.5,10]]`],
    ['NaN and Infinity', `[[${T},1,2,NaN,1.5,10],[${T + FIVE},1,Infinity,0.5,2.5,NaN]]`],
    ['texts of numbers', `[["${T}","1","2","0.5","1.5","10"],[${T + FIVE},1,2,0.5,2.5,10]]`],
    [
      'records',
      `[{"date":${T},"open":1,"high":2,"low":0.5,"close":1.5,"volume":1},{"close":2.5,"date":${T + FIVE},"open":1,"high":2,"low":0.5,"volume":1}]`,
    ],
    [
      'columns',
      `{"date":{"0":${T},"1":${T + FIVE}},"open":{"0":1,"1":1},"high":{"0":2,"1":2},"low":{"0":1,"1":1},"close":{"0":1.5,"1":2.5},"volume":{"0":1,"1":1}}`,
    ],
    ['rows without a date', `[[null,1,2,0.5,9,10],[${T},1,2,0.5,1.5,10],[${T + FIVE},1,2,0.5,2.5,10]]`],
  ])('JSON with %s', async (_what, text) => {
    writeFileSync(join(folder, 'A_USDT-5m.json'), text);
    expect(closes(await load('A/USDT'))).toEqual([
      [0, 1.5],
      [1, 2.5],
    ]);
  });

  it('rows without a date and files without a candle are told of, each file once', async () => {
    const told: string[] = [];
    const loaded = (pair: string) => loadCandles(folder, pair, '5m', 'spot', 'json', EVERYTHING, true, (text) => told.push(text));
    writeFileSync(join(folder, 'W_USDT-5m.json'), `[[null,1,2,0.5,9,10],[${T},1,2,0.5,1.5,10],[null,1,2,0.5,2.5,10]]`);
    writeFileSync(join(folder, 'E_USDT-5m.json'), '[]');
    writeFileSync(join(folder, 'G_USDT-5m.json'), `[[${T},1,2,0.5,1.5,10]]`);
    for (const pair of ['W/USDT', 'E/USDT', 'G/USDT']) await loaded(pair);
    expect(told).toEqual([
      `${join(folder, 'W_USDT-5m.json')} has 2 rows without a date. Left out.`,
      `${join(folder, 'E_USDT-5m.json')} has no candles.`,
    ]);
  });

  it.each([
    [T / 1000, 'row 1 is of 1970-01-20: seconds were written as milliseconds'],
    [T * 1000, 'row 1 is of 55969-09-28: microseconds were written as milliseconds'],
    [0, 'row 1 is of 1970-01-01, when nothing was traded'],
  ])('a date of %d is refused, with the likely cause', async (date, told) => {
    writeFileSync(join(folder, 'B_USDT-5m.json'), `[[${date},1,2,0.5,1.5,10]]`);
    await expect(load('B/USDT')).rejects.toThrow(told);
  });

  it('whole numbers are no dates where the file could say what they count', async () => {
    const one = { kind: 'number', values: Float64Array.of(1) } as const;
    const columns = ['open', 'high', 'low', 'close', 'volume'].map((name) => [name, one] as const);
    writeFileSync(
      join(folder, 'C_USDT-5m.feather'),
      writeFeather(new Map<string, FeatherColumn>([['date', { kind: 'integer', values: Float64Array.of(T) }], ...columns])),
    );
    await expect(load('C/USDT', 'feather')).rejects.toThrow('its column "date" has numbers, which do not tell their unit');
  });

  it.each([
    ['ETH2.S/EUR', 'ETH2_S_EUR'],
    ['$AI/USDT', '_AI_USDT'],
    ['1INCH+/USDT', '1INCH__USDT'],
    ['币安人生/USDT', '币安人生_USDT'],
    ['BTC/USDT:USDT', 'BTC_USDT_USDT'],
  ])('%s is kept as freqtrade keeps it, and found', async (pair, name) => {
    const path = candleFile(folder, pair, '1h', 'spot', 'feather');
    expect(path).toBe(join(folder, `${name}-1h.feather`));
    await saveCandles(path, flat(T), 'feather', 'spot');
    const found = storedPairs(folder, 'feather', false).filter(({ timeframe }) => timeframe === '1h');
    expect(found.map((stored) => candleFile(folder, stored.pair, '1h', 'spot', 'feather'))).toContain(path);
    writeFileSync(tradeFile(folder, pair, 'json'), '[]');
    expect(pairsWithTrades(folder, 'json', false).map((stored) => tradeFile(folder, stored, 'json'))).toContain(
      join(folder, `${name}-trades.json`),
    );
  });

  it('months of older names, and pairs of ours of before, are found', async () => {
    await saveCandles(join(folder, 'M_USDT-1M.feather'), flat(T, Date.UTC(2024, 1, 1)), 'feather', 'spot');
    await saveCandles(join(folder, 'M2.S_USDT-1d.feather'), flat(T), 'feather', 'spot');
    expect((await load('M/USDT', 'feather', '1M'))!.length).toBe(2);
    expect((await load('M2.S/USDT', 'feather', '1d'))!.length).toBe(1);
    expect(storedPairs(folder, 'feather', false)).toContainEqual({ pair: 'M/USDT', timeframe: '1M', type: 'spot' });
    // a minute is no month, also where capitals do not count
    expect(await load('M/USDT', 'feather', '1m')).toBeNull();
  });

  it("candles of trades: sorted, each trade once, by freqtrade's weeks, days and months", async () => {
    const day = 86_400_000;
    const trades = [5, 1, 1, 40, 2].map((days, row) => [T + days * day, row === 2 ? '1' : String(row), null, 'buy', 100 + days, 2, 200]);
    writeFileSync(tradeFile(folder, 'T/USDT', 'json'), JSON.stringify(trades));
    const found = (await readTrades(tradeFile(folder, 'T/USDT', 'json'), 'json'))!;
    expect(found).toMatchObject({ repeated: 1, undated: 0 });
    const made = (timeframe: string) => {
      const candles = candlesFromTrades(found.trades, timeframeMs(timeframe));
      return Array.from(candles.time, (at, row) => [(at - T) / day, candles.open[row], candles.close[row], candles.volume[row]]);
    };
    expect(made('1w')).toEqual([
      [7, 101, 105, 6],
      [42, 140, 140, 2],
    ]);
    expect(made('3d')).toEqual([
      [1, 101, 102, 4],
      [4, 105, 105, 2],
      [40, 140, 140, 2],
    ]);
    expect(made('1M')).toEqual([
      [0, 101, 105, 6],
      [31, 140, 140, 2],
    ]);
  });

  it('trades as records, with ids of any kind, packed though asked for as they are', async () => {
    const record = (id: unknown, ms: number) => ({ timestamp: T + ms, id, type: null, side: 'sell', price: 1, amount: 2, cost: 2 });
    writeFileSync(
      `${tradeFile(folder, 'R/USDT', 'json')}.gz`,
      gzipSync(JSON.stringify([record(7, 0), record('8', 1), record(1.5, 2), record(null, 3)])),
    );
    expect((await loadTrades(tradeFile(folder, 'R/USDT', 'json'), 'json'))!.id).toEqual(['7', '8', '1.5', null]);
    const numbers = (...values: number[]) => ({ kind: 'number', values: Float64Array.from(values) }) as const;
    writeFileSync(
      tradeFile(folder, 'I/USDT', 'feather'),
      writeFeather(
        new Map<string, FeatherColumn>([
          ['timestamp', { kind: 'integer', values: Float64Array.of(T, T) }],
          ['id', { kind: 'integer', values: Float64Array.of(9007199254740991, 12) }],
          ['type', { kind: 'text', values: [null, null] }],
          ['side', { kind: 'text', values: ['buy', 'buy'] }],
          ['price', numbers(1, 1)],
          ['amount', numbers(1, 1)],
          ['cost', numbers(1, 1)],
        ]),
      ),
    );
    expect((await loadTrades(tradeFile(folder, 'I/USDT', 'feather'), 'feather'))!.id).toEqual(['9007199254740991', '12']);
  });

  it('a check tells gaps, duplicates, jumps and what can not be used', async () => {
    const place = join(folder, 'checked');
    mkdirSync(place);
    writeFileSync(
      join(place, 'X_USDT-5m.json'),
      JSON.stringify([
        [T, 1, 1, 1, 1, 1],
        [T + 5 * FIVE, 2, 2, 2, 2, 0],
        [T + FIVE, 1, 1, 1, 1, 1],
        [T, 1, 1, 1, 1, 1],
        [null, 1, 1, 1, 1, 1],
        [T + 6 * FIVE + 1000, 2, 2, null, 2, 1],
      ]),
    );
    writeFileSync(join(place, 'Y_USDT-1d.json'), '[[1,2]]');
    await saveCandles(join(place, 'Z_USDT-1d.json'), flat(T), 'json', 'spot');
    const [x, y, z] = await checkFolder(place, 'json', false, () => true);
    expect(x).toMatchObject({
      candles: 4,
      gaps: 1,
      missing: 3,
      duplicates: 1,
      undated: 1,
      unsorted: 2,
      offGrid: 1,
      zeroVolumes: 1,
      incomplete: 1,
      jumps: 1,
      unit: 'ms',
    });
    expect(faultsOf(x!)).toContain('3 missing in 1 gap');
    expect(y!.problem).toMatch(/its rows have 2 values, not 6/);
    expect(faultsOf(z!)).toEqual([]);
  });

  it('a file that others could write into while it is read is not looked at beyond its columns', async () => {
    // small files lie in a buffer that Node shares: what is beside must not be read
    const path = join(folder, 'P_USDT-5m.feather');
    await saveCandles(path, flat(T, T + FIVE), 'feather', 'spot');
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at += 2) {
      const spoiled = Buffer.from(bytes);
      spoiled[at] = spoiled[at]! ^ (1 << (at % 8));
      writeFileSync(path, spoiled);
      const read = await loadCandles(folder, 'P/USDT', '5m', 'spot', 'feather', EVERYTHING, false).catch((error: Error) => error.message);
      if (typeof read === 'string') expect(read).toMatch(/P_USDT-5m\.feather can't be used: .+/);
      else expect(read!.length).toBeLessThanOrEqual(2);
    }
  });
});
