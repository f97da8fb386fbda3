import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CANDLE_COLUMNS, type Candles, filledCandles, joinedCandles, joinedValues, sliceCandles } from '../core/market/candles.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import type { Timerange } from '../core/market/timerange.ts';
import type { FeatherColumn, FeatherTable } from './feather/feather.ts';
import { PlainCandles } from './feather/plain-candles.ts';
import { roomFor } from './feather/read-columns.ts';
import { fileNameOf, oldNameOf } from './pair-name.ts';
import { CandleFileError, type DataFormat, ENDINGS, numbersIn, readTable, refusing, type TableShape, writeTable } from './table-files.ts';
import { checkMoments, isOfMarkets } from './time-unit.ts';

export { CandleFileError, DATA_FORMATS, type DataFormat } from './table-files.ts';

/** Kinds of candles that are stored, by freqtrade's names. */
export const CANDLE_TYPES = ['spot', 'futures', 'mark', 'index', 'premiumIndex', 'funding_rate', 'open_interest'] as const;
export type CandleType = (typeof CANDLE_TYPES)[number];

/** Where freqtrade keeps the candles of a pair. */
export function candleFile(folder: string, pair: string, timeframe: string, type: CandleType, format: DataFormat): string {
  // months would be minutes on file systems that know no capitals
  return named(folder, fileNameOf(pair), timeframe.replace('M', 'Mo'), type, format);
}

function named(folder: string, name: string, timeframe: string, type: CandleType, format: DataFormat): string {
  const ending = ENDINGS[format];
  return type === 'spot'
    ? join(folder, `${name}-${timeframe}.${ending}`)
    : join(folder, 'futures', `${name}-${timeframe}-${type}.${ending}`);
}

/** The file that has the candles of a pair: freqtrade's, or one under a name of before. */
export function existingCandleFile(folder: string, pair: string, timeframe: string, type: CandleType, format: DataFormat): string {
  const path = candleFile(folder, pair, timeframe, type, format);
  const [name, old, month] = [fileNameOf(pair), oldNameOf(pair), timeframe.replace('M', 'Mo')];
  if (existsSync(path) || (old === name && month === timeframe)) return path;
  const others = [named(folder, name, timeframe, type, format), named(folder, old, month, type, format)];
  // by the list of files, since months are minutes where capitals do not count
  return others.find((other) => existsSync(other) && readdirSync(dirname(other)).includes(basename(other))) ?? path;
}

/**
 * Stored candles within a range; null when there is no file. They are sorted, each time once, and their gaps filled as freqtrade does.
 * Kinds that have one or two values a moment have them in `open` and `high`: a funding rate, the amount and value of open interest.
 * @param onWarning given what a file has that can't be used, though the rest can
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
  onWarning: (text: string) => void = () => undefined,
): Promise<Candles | null> {
  const path = existingCandleFile(folder, pair, timeframe, type, format);
  const stored = await readCandles(path, type, format);
  if (stored === null) return null;
  return refusing(path, () => {
    // first what is asked for, then its gaps: one that reaches over the border stays, as in freqtrade
    const joined = joinedStored(stored, type);
    const undated = joined === stored ? 0 : undatedRows(stored);
    if (undated > 0) onWarning(`${path} has ${undated} ${undated === 1 ? 'row' : 'rows'} without a date. Left out.`);
    if (joined.length === 0) onWarning(`${path} has no candles.`);
    const asked = within(joined, range);
    return fillsGaps && VALUES[type] === undefined ? filledCandles(asked, timeframeMs(timeframe)) : asked;
  });
}

/** The candles of a file as they stand in it; null when there is none. @throws CandleFileError */
export async function readCandles(path: string, type: CandleType, format: DataFormat): Promise<Candles | null> {
  const values = VALUES[type];
  const plain = format === 'feather' && values === undefined ? PlainCandles.open(path, CANDLE_COLUMNS) : null;
  if (plain !== null && isOfMarkets(plain.first) && isOfMarkets(plain.last)) return refusing(path, () => fromPlain(plain));
  // files of older versions have candles in their place, with the value as `open`
  const found = await (values === undefined ? readTable(path, format, CANDLES) : readTable(path, format, values, CANDLES));
  if (found === null) return null;
  return refusing(path, () => {
    const candles = fromTable(found.table, found.shape, type);
    checkMoments(candles.time);
    return candles;
  });
}

/** Those of a plain file within a range; null where its moments can't be those of a market. @throws CandleFileError */
export function plainWithin(path: string, file: PlainCandles, range: Timerange): Candles | null {
  if (!isOfMarkets(file.first) || !isOfMarkets(file.last)) return null;
  try {
    return within(fromPlain(file), range);
  } catch (error) {
    throw new CandleFileError(`${path} can't be used: ${(error as Error).message}.`);
  }
}

function fromPlain(file: PlainCandles): Candles {
  const { first, step, length } = file;
  const time = roomFor(length);
  for (let row = 0; row < length; row++) time[row] = first + row * step;
  const column = (name: (typeof CANDLE_COLUMNS)[number]) => {
    const values = roomFor(length);
    file.put(name, values);
    return values;
  };
  return { length, time, open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume') };
}

/** Rows without a time. */
export function undatedRows({ time }: Candles): number {
  return time.reduce((count, at) => count + (Number.isNaN(at) ? 1 : 0), 0);
}

/** Sorted, each time once, without rows that have no time. */
export function joinedStored(candles: Candles, type: CandleType): Candles {
  return VALUES[type] === undefined ? joinedCandles(candles) : joinedValues(candles);
}

/** Writes beside, then renames: a crash leaves the old file or the new one. */
export async function saveCandles(path: string, candles: Candles, format: DataFormat, type: CandleType): Promise<void> {
  await writeTable(path, format, toTable(candles, type));
}

const shape = (names: readonly string[]): TableShape => new Map([['date', 'time'], ...names.map((name) => [name, 'number'] as const)]);
const CANDLES = shape(CANDLE_COLUMNS);
const VALUES: Readonly<Partial<Record<CandleType, TableShape>>> = {
  funding_rate: shape(['funding_rate']),
  open_interest: shape(['open_interest_amount', 'open_interest_value']),
};

/** Whether a kind is of candles, which have gaps, or of values at moments. */
export function isOfCandles(type: CandleType): boolean {
  return VALUES[type] === undefined;
}

/** Names in the file of the columns that are kept, in their order. */
function namesOf(type: CandleType): readonly string[] {
  return [...(VALUES[type] ?? CANDLES).keys()].slice(1);
}

function fromTable(table: FeatherTable, found: TableShape, type: CandleType): Candles {
  const names = [...found.keys()].slice(1);
  const time = numbersIn(table, 'date');
  const column = (index: number): Float64Array => {
    const name = names[index];
    return name === undefined ? new Float64Array(time.length) : numbersIn(table, name);
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
  for (const [index, name] of namesOf(type).entries()) table.set(name, { kind: 'number', values: candles[CANDLE_COLUMNS[index]!] });
  return table;
}

function within(candles: Candles, { from, to }: Timerange): Candles {
  let start = 0;
  let end = candles.length;
  if (from !== null) while (start < end && candles.time[start]! < from) start++;
  if (to !== null) while (end > start && candles.time[end - 1]! > to) end--;
  return start === 0 && end === candles.length ? candles : sliceCandles(candles, start, end);
}
