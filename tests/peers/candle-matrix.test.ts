import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { CANDLE_COLUMNS, type Candles } from '../../src/core/market/candles.ts';
import { EVERYTHING } from '../../src/core/market/timerange.ts';
import { CandleFileError, type DataFormat, loadCandles, saveCandles } from '../../src/data/candle-files.ts';
import { ROOT, removeFolder, temporaryFolder } from '../process/harness.ts';
import { seedOf } from '../seed.ts';
import { asPyarrow017 } from './arrow-017.ts';

const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
/** polars, duckdb and fastparquet, and pandas 2 beside the pandas 3 that freqtrade brings. */
const TOOLS = process.env['DATA_TOOLS'] ?? join(ROOT, '.cache/data-tools');
const SCRIPT = join(ROOT, 'tests/peers/candle-files.py');
const run = promisify(execFile);

interface Case {
  readonly what: string;
  readonly pair: string;
  readonly format: DataFormat;
  readonly timeframe: string;
}

/** What freqtrade loads of a file, gaps filled and as they are; null for what it refuses, or finds empty. */
interface Loaded {
  readonly filled: Candles | null;
  readonly stored: Candles | null;
}

async function python(libraries: string | null, ...args: string[]): Promise<string> {
  const path = libraries === null ? {} : { PYTHONPATH: join(TOOLS, libraries) };
  const { stdout } = await run(join(PEERS, 'bin/python'), [SCRIPT, ...args], {
    env: { ...process.env, ...path },
    timeout: 240_000,
    maxBuffer: 1 << 26,
  });
  return stdout;
}

function casesOf(folder: string, set: string): Case[] {
  return JSON.parse(readFileSync(join(folder, `${set}.json`), 'utf8')) as Case[];
}

function loadedOf(folder: string, set: string): Loaded[] {
  const numbers = new Float64Array(new Uint8Array(readFileSync(join(folder, `${set}.f64`))).buffer);
  let at = 0;
  const take = (length: number): Candles | null => {
    if (length === 0) return null;
    const column = () => {
      at += length;
      return numbers.subarray(at - length, at);
    };
    return { length, time: column(), open: column(), high: column(), low: column(), close: column(), volume: column() };
  };
  const lengths = JSON.parse(readFileSync(join(folder, `${set}.lengths.json`), 'utf8')) as [number, number][];
  return lengths.map(([filled, stored]) => ({ filled: take(filled), stored: take(stored) }));
}

/** Null where ours refuses, in a sentence that names the file, or finds nothing. */
async function ours(folder: string, { pair, timeframe, format }: Case, fillsGaps: boolean): Promise<Candles | null> {
  try {
    const candles = await loadCandles(folder, pair, timeframe, 'spot', format, EVERYTHING, fillsGaps);
    return candles === null || candles.length === 0 ? null : candles;
  } catch (error) {
    expect(error).toBeInstanceOf(CandleFileError);
    expect((error as Error).message).toMatch(/can't be used: .+\. Delete it and download it again\.$/);
    return null;
  }
}

/** What is not the same, in words. @param digits pandas itself reads texts of numbers to some 15 */
function difference(a: Candles | null, b: Candles | null, digits: number): string | null {
  if (a === null || b === null)
    return a === b ? null : `ours ${a === null ? 'refuses' : `has ${a.length}`}, freqtrade ${b === null ? 'refuses' : `has ${b.length}`}`;
  if (a.length !== b.length) return `ours has ${a.length} candles, freqtrade ${b.length}`;
  for (const name of ['time', ...CANDLE_COLUMNS] as const)
    for (let row = 0; row < a.length; row++) {
      const [left, right] = [a[name][row]!, b[name][row]!];
      if (!Object.is(left, right) && !(Math.abs(left - right) <= digits * Math.abs(right)))
        return `${name} of row ${row}: ours ${left}, freqtrade ${right}`;
    }
  return null;
}

async function differences(folder: string, set: string): Promise<string[]> {
  const [cases, loaded] = [casesOf(folder, set), loadedOf(folder, set)];
  expect(loaded.length).toBe(cases.length);
  const found: string[] = [];
  for (const [index, entry] of cases.entries()) {
    const digits = entry.format.startsWith('json') ? 1e-13 : 0;
    for (const [fills, theirs] of [
      [true, loaded[index]!.filled],
      [false, loaded[index]!.stored],
    ] as const) {
      const told = difference(await ours(folder, entry, fills), theirs, digits);
      if (told !== null) found.push(`${entry.what}, ${entry.pair}${fills ? ', gaps filled' : ''}: ${told}`);
    }
  }
  return found;
}

describe.skipIf(!existsSync(TOOLS) && process.env['CI'] === undefined)('candle files of other tools', () => {
  const folder = temporaryFolder();
  afterAll(() => removeFolder(folder));

  it.each([
    ['pandas', null, 200],
    ['large', null, 11],
    ['pandas-2', 'pandas-2', 60],
    ['tools', 'new', 90],
  ] as const)('%s: freqtrade and we read the same candles, or both refuse', { timeout: 300_000 }, async (set, libraries, least) => {
    await python(libraries, 'make', folder, set);
    await python(null, 'load', folder, set);
    const loaded = loadedOf(folder, set);
    expect(loaded.filter(({ stored }) => stored !== null).length).toBeGreaterThan(least);
    expect(await differences(folder, set)).toEqual([]);
  });

  it('what we write, every tool reads', { timeout: 300_000 }, async () => {
    const values = (factor: number) => Float64Array.from({ length: 50 }, (_value, row) => 100.1 + row * factor);
    const time = Float64Array.from({ length: 50 }, (_value, row) => 1_704_067_200_000 + row * 300_000);
    const candles: Candles = {
      length: 50,
      time,
      open: values(1.5),
      high: values(2),
      low: values(0.5),
      close: values(1.25),
      volume: values(0.1),
    };
    const files = (['feather', 'parquet'] as const).map((format) => ({ file: `OURS_USDT-5m.${format}`, format }));
    for (const { file, format } of files) await saveCandles(join(folder, file), candles, format, 'spot');
    writeFileSync(join(folder, 'ours.json'), JSON.stringify(files));
    const found = JSON.parse(await python('new', 'read', folder, 'ours')) as Record<string, number[]>[];
    expect(found.map((tools) => Object.keys(tools))).toEqual([
      ['pyarrow', 'pandas', 'polars'],
      ['pyarrow', 'polars', 'duckdb', 'fastparquet'],
    ]);
    const sums = CANDLE_COLUMNS.map((name) => candles[name].reduce((sum, value) => sum + value, 0));
    for (const told of found.flatMap((tools) => Object.values(tools))) {
      expect(told.slice(0, 3)).toEqual([50, time[0], time[49]]);
      for (const [column, sum] of sums.entries()) expect(told[3 + column]).toBeCloseTo(sum, 6);
    }
  });

  it('the layout of pyarrow 0.17', { timeout: 60_000 }, async () => {
    const column = (factor: number) => Float64Array.from({ length: 30 }, (_value, row) => 100 + row * factor);
    const time = Float64Array.from({ length: 30 }, (_value, row) => 1_577_836_800_000 + row * 300_000);
    const candles = { length: 30, time, open: column(1), high: column(2), low: column(0.5), close: column(1.25), volume: column(0) };
    writeFileSync(join(folder, 'OLD_USDT-5m.feather'), asPyarrow017(candles));
    writeFileSync(
      join(folder, 'old.json'),
      JSON.stringify([{ what: 'pyarrow 0.17', pair: 'OLD/USDT', format: 'feather', timeframe: '5m' } satisfies Case]),
    );
    await python(null, 'load', folder, 'old');
    expect(loadedOf(folder, 'old')[0]!.stored!.length).toBe(30);
    expect(await differences(folder, 'old')).toEqual([]);
  });

  it('a file of any tool that is damaged is refused, or read to as many candles at most, within two seconds', {
    timeout: 120_000,
  }, async () => {
    const seed = seedOf(1);
    let state = seed;
    const random = (below: number) => {
      state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const cases = [...casesOf(folder, 'pandas'), ...casesOf(folder, 'tools')].filter(({ format }) => !format.startsWith('json'));
    const tried = new Set<string>();
    for (let round = 0; round < 600; round++) {
      const { what, format } = cases[random(cases.length)]!;
      const { pair } = cases.find((entry) => entry.what === what)!;
      const bytes = readFileSync(join(folder, `${pair.replace('/', '_')}-5m.${format}`));
      // headers and footers are where lengths are
      const near = random(3);
      const place = () =>
        near === 0
          ? random(bytes.length)
          : near === 1
            ? random(Math.min(400, bytes.length))
            : bytes.length - 1 - random(Math.min(900, bytes.length));
      for (let flips = 1 + random(3); flips > 0; flips--) bytes[place()] = [0, 255, 127, random(256)][random(4)]!;
      writeFileSync(join(folder, `DAMAGED_USDT-5m.${format}`), bytes);
      const began = process.cpuUsage();
      const read = await ours(folder, { what, pair: 'DAMAGED/USDT', format, timeframe: '5m' }, false);
      const told = `${what}, TEST_SEED=${seed}, round ${round}`;
      const { user, system } = process.cpuUsage(began);
      expect((user + system) / 1000, told).toBeLessThan(2000);
      expect(read?.length ?? 0, told).toBeLessThanOrEqual(100);
      tried.add(read === null ? 'refused' : 'read');
    }
    expect([...tried].sort()).toEqual(['read', 'refused']);
  });

  it('random frames with nulls, repeated and unsorted rows, gaps and units', { timeout: 300_000 }, async () => {
    const seed = seedOf(1);
    await python(null, 'random', folder, 'random', String(seed), '150');
    await python(null, 'load', folder, 'random');
    expect(await differences(folder, 'random'), `TEST_SEED=${seed}`).toEqual([]);
  });
});
