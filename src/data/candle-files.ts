import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type CandleRow, type Candles, candlesFromRows, emptyCandles } from '../core/market/candles.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import type { Timerange } from '../core/market/timerange.ts';
import { type FeatherColumn, type FeatherTable, readFeather, writeFeather } from './feather/feather.ts';

/** Kinds of candles that are stored, by freqtrade's names. */
export type CandleType = 'spot' | 'futures' | 'mark' | 'index' | 'premiumIndex' | 'funding_rate' | 'open_interest';

export type DataFormat = 'feather' | 'json' | 'jsongz';

const ENDINGS: Readonly<Record<DataFormat, string>> = { feather: 'feather', json: 'json', jsongz: 'json.gz' };

/** A stored file can't be used; the message names it and says what is wrong. */
export class CandleFileError extends Error {
  readonly code = 'CANDLE_FILE_ERROR';
}

/** Where freqtrade keeps the candles of a pair. */
export function candleFile(folder: string, pair: string, timeframe: string, type: CandleType, format: DataFormat): string {
  const name = pair.replace(/[/: ]/g, '_');
  // months would be minutes on file systems that know no capitals
  const length = timeframe.replace('M', 'Mo');
  const ending = ENDINGS[format];
  return type === 'spot' ? join(folder, `${name}-${length}.${ending}`) : join(folder, 'futures', `${name}-${length}-${type}.${ending}`);
}

/** Stored candles within a range; null when there is no file. Gaps are filled as freqtrade does. @throws CandleFileError */
export function loadCandles(
  folder: string,
  pair: string,
  timeframe: string,
  type: CandleType,
  format: DataFormat,
  range: Timerange,
  fillsGaps = true,
): Candles | null {
  const path = candleFile(folder, pair, timeframe, type, format);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CandleFileError(`${path} can't be read: ${(error as Error).message}`);
  }
  let candles: Candles;
  try {
    candles = format === 'feather' ? fromTable(readFeather(bytes)) : fromJson(format === 'jsongz' ? gunzipSync(bytes) : bytes);
  } catch (error) {
    throw new CandleFileError(`${path} can't be used: ${(error as Error).message}. Delete it and download it again.`);
  }
  return within(fillsGaps ? mended(candles, timeframeMs(timeframe)) : candles, range);
}

/** Writes beside, then renames: a crash leaves the old file or the new one. */
export function saveCandles(path: string, candles: Candles, format: DataFormat): void {
  const rows = () => Array.from({ length: candles.length }, (_value, row) => rowOf(candles, row));
  const bytes = format === 'feather' ? writeFeather(toTable(candles)) : Buffer.from(JSON.stringify(rows()));
  const beside = `${path}.${process.pid}.tmp`;
  writeFileSync(beside, format === 'jsongz' ? gzipSync(bytes) : bytes);
  renameSync(beside, path);
}

const COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const;

function fromTable(table: FeatherTable): Candles {
  const date = table.get('date');
  if (date === undefined || (date.kind !== 'time' && date.kind !== 'integer')) throw new Error('it has no column "date" with times');
  const column = (name: (typeof COLUMNS)[number]): Float64Array => {
    const found = table.get(name);
    if (found === undefined || found.kind === 'text') throw new Error(`it has no column "${name}" with numbers`);
    return found.values;
  };
  return {
    length: date.values.length,
    time: date.values,
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  };
}

function toTable(candles: Candles): FeatherTable {
  const table = new Map<string, FeatherColumn>([['date', { kind: 'time', unit: 'us', values: candles.time }]]);
  for (const name of COLUMNS) table.set(name, { kind: 'number', values: candles[name] });
  return table;
}

function fromJson(bytes: Uint8Array): Candles {
  const rows = JSON.parse(Buffer.from(bytes).toString()) as unknown;
  if (!Array.isArray(rows) || !rows.every((row) => Array.isArray(row) && row.length >= 6)) throw new Error('it is not a list of candles');
  const candles = emptyCandles(rows.length);
  (rows as (number | null)[][]).forEach((row, index) => {
    candles.time[index] = row[0]!;
    COLUMNS.forEach((name, column) => {
      candles[name][index] = row[column + 1] ?? Number.NaN;
    });
  });
  return candles;
}

function rowOf(candles: Candles, row: number): CandleRow {
  return [candles.time[row]!, candles.open[row]!, candles.high[row]!, candles.low[row]!, candles.close[row]!, candles.volume[row]!];
}

/** Sorted, each time once, gaps filled with flat candles; the same object where nothing is to be mended. */
function mended(candles: Candles, length: number): Candles {
  let isWhole = true;
  for (let row = 1; row < candles.length && isWhole; row++) isWhole = candles.time[row]! - candles.time[row - 1]! === length;
  if (isWhole) return candles;
  return candlesFromRows(
    Array.from({ length: candles.length }, (_value, row) => rowOf(candles, row)),
    length,
  );
}

function within(candles: Candles, { from, to }: Timerange): Candles {
  let start = 0;
  let end = candles.length;
  if (from !== null) while (start < end && candles.time[start]! < from) start++;
  if (to !== null) while (end > start && candles.time[end - 1]! > to) end--;
  if (start === 0 && end === candles.length) return candles;
  const part = (column: Float64Array) => column.subarray(start, end);
  return {
    length: end - start,
    time: part(candles.time),
    open: part(candles.open),
    high: part(candles.high),
    low: part(candles.low),
    close: part(candles.close),
    volume: part(candles.volume),
  };
}
