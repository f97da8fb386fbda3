import { join } from 'node:path';
import { type CandleRow, type Candles, candlesFromRows } from '../core/market/candles.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import type { Timerange } from '../core/market/timerange.ts';
import type { FeatherColumn, FeatherTable } from './feather/feather.ts';
import { type DataFormat, ENDINGS, readTable, type TableShape, writeTable } from './table-files.ts';

export { CandleFileError, DATA_FORMATS, type DataFormat } from './table-files.ts';

/** Kinds of candles that are stored, by freqtrade's names. */
export const CANDLE_TYPES = ['spot', 'futures', 'mark', 'index', 'premiumIndex', 'funding_rate', 'open_interest'] as const;
export type CandleType = (typeof CANDLE_TYPES)[number];

/** Where freqtrade keeps the candles of a pair. */
export function candleFile(folder: string, pair: string, timeframe: string, type: CandleType, format: DataFormat): string {
  const name = pair.replace(/[/: ]/g, '_');
  // months would be minutes on file systems that know no capitals
  const length = timeframe.replace('M', 'Mo');
  const ending = ENDINGS[format];
  return type === 'spot' ? join(folder, `${name}-${length}.${ending}`) : join(folder, 'futures', `${name}-${length}-${type}.${ending}`);
}

/**
 * Stored candles within a range; null when there is no file. Gaps are filled as freqtrade does. Kinds that have one or two values a
 * moment have them in `open` and `high`: a funding rate, the amount and value of open interest.
 * @throws CandleFileError
 */
export async function loadCandles(
  folder: string,
  pair: string,
  timeframe: string,
  type: CandleType,
  format: DataFormat,
  range: Timerange,
  fillsGaps = true,
): Promise<Candles | null> {
  const path = candleFile(folder, pair, timeframe, type, format);
  // files of older versions have candles in their place, with the value as `open`
  const table = await (VALUES[type] === undefined ? readTable(path, format, CANDLES) : readTable(path, format, VALUES[type], CANDLES));
  if (table === null) return null;
  const candles = fromTable(table, type);
  // first what is asked for, then its gaps: one that reaches over the border stays, as in freqtrade
  const asked = within(fillsGaps ? sorted(candles) : candles, range);
  return fillsGaps ? mended(asked, timeframeMs(timeframe)) : asked;
}

/** Writes beside, then renames: a crash leaves the old file or the new one. */
export async function saveCandles(path: string, candles: Candles, format: DataFormat, type: CandleType): Promise<void> {
  await writeTable(path, format, toTable(candles, type));
}

const COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const;
const shape = (names: readonly string[]): TableShape => new Map([['date', 'time'], ...names.map((name) => [name, 'number'] as const)]);
const CANDLES = shape(COLUMNS);
const VALUES: Readonly<Partial<Record<CandleType, TableShape>>> = {
  funding_rate: shape(['funding_rate']),
  open_interest: shape(['open_interest_amount', 'open_interest_value']),
};

/** Names in the file of the columns that are kept, in their order. */
function namesOf(type: CandleType): readonly string[] {
  return [...(VALUES[type] ?? CANDLES).keys()].slice(1);
}

function fromTable(table: FeatherTable, type: CandleType): Candles {
  const isOld = VALUES[type] !== undefined && !table.has(namesOf(type)[0]!);
  const names = isOld ? COLUMNS : namesOf(type);
  const time = table.get('date')!.values as Float64Array;
  const column = (index: number): Float64Array => {
    const name = names[index];
    return name === undefined ? new Float64Array(time.length) : (table.get(name)!.values as Float64Array);
  };
  return {
    length: time.length,
    // exchanges tell the moments of funding a few milliseconds off
    time: type === 'funding_rate' ? time.map((at) => Math.floor(at / 1000) * 1000) : time,
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: column(4),
  };
}

function toTable(candles: Candles, type: CandleType): FeatherTable {
  const table = new Map<string, FeatherColumn>([['date', { kind: 'time', unit: 'us', values: candles.time }]]);
  for (const [index, name] of namesOf(type).entries()) table.set(name, { kind: 'number', values: candles[COLUMNS[index]!] });
  return table;
}

function rowOf(candles: Candles, row: number): CandleRow {
  return [candles.time[row]!, candles.open[row]!, candles.high[row]!, candles.low[row]!, candles.close[row]!, candles.volume[row]!];
}

/** By time; the same object where they are. */
function sorted(candles: Candles): Candles {
  const { time, length } = candles;
  let isSorted = true;
  for (let row = 1; row < length && isSorted; row++) isSorted = time[row]! >= time[row - 1]!;
  if (isSorted) return candles;
  const order = Array.from(time, (_at, row) => row).sort((a, b) => time[a]! - time[b]!);
  const by = (column: Float64Array) => Float64Array.from(order, (row) => column[row]!);
  const { open, high, low, close, volume } = candles;
  return { length, time: by(time), open: by(open), high: by(high), low: by(low), close: by(close), volume: by(volume) };
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
