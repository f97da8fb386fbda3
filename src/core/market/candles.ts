import { isoDay } from './calendar.ts';
import { gridFrom } from './candle-calendar.ts';

/** Candles as columns, oldest first. `time` is the start of each candle, ms since epoch, UTC. */
export interface Candles {
  readonly length: number;
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** One candle: start (ms), open, high, low, close, volume. */
export type CandleRow = readonly [number, number, number, number, number, number];

/** Whether two rows say the same of a candle; a missing value is as another. */
export function isSameRow(a: CandleRow, b: CandleRow): boolean {
  return a.every((value, index) => Object.is(value, b[index]));
}

export const CANDLE_COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const;

export function emptyCandles(length: number): Candles {
  const column = () => new Float64Array(length);
  return { length, time: column(), open: column(), high: column(), low: column(), close: column(), volume: column() };
}

/** Sorted, each time once, gaps filled with flat candles of no volume, as freqtrade does. @param length ms of a candle */
export function candlesFromRows(rows: readonly CandleRow[], length: number): Candles {
  return filledCandles(joinedCandles(columnsOf(rows)), length);
}

/** The same rows as columns. */
export function columnsOf(rows: readonly CandleRow[]): Candles {
  const candles = emptyCandles(rows.length);
  rows.forEach((row, index) => {
    candles.time[index] = row[0];
    for (const [column, name] of CANDLE_COLUMNS.entries()) candles[name][index] = row[column + 1]!;
  });
  return candles;
}

/**
 * By time, each time once, rows without a time left out; the same object where nothing is to be done. Of rows of one time the first open,
 * the highest high, the lowest low, the last close and the largest volume are kept, missing values aside.
 */
export function joinedCandles(candles: Candles): Candles {
  if (isRising(candles.time)) return candles;
  const { order, starts } = groupsByTime(candles.time);
  const joined = emptyCandles(starts.length);
  const { open, high, low, close, volume } = candles;
  starts.forEach((start, at) => {
    const end = starts[at + 1] ?? order.length;
    joined.time[at] = candles.time[order[start]!]!;
    joined.open[at] = firstOf(open, order, start, end);
    joined.high[at] = mostOf(high, order, start, end, 1);
    joined.low[at] = mostOf(low, order, start, end, -1);
    joined.close[at] = lastOf(close, order, start, end);
    joined.volume[at] = mostOf(volume, order, start, end, 1);
  });
  return joined;
}

/** The same for what is no candle, such as a funding rate: the first value of a time stays. */
export function joinedValues(values: Candles): Candles {
  if (isRising(values.time)) return values;
  const { order, starts } = groupsByTime(values.time);
  const joined = emptyCandles(starts.length);
  starts.forEach((start, at) => {
    const end = starts[at + 1] ?? order.length;
    joined.time[at] = values.time[order[start]!]!;
    for (const name of CANDLE_COLUMNS) joined[name][at] = firstOf(values[name], order, start, end);
  });
  return joined;
}

/** Candles that one gap may be filled with: two decades of minutes. What asks for more has a wrong date. */
const MOST_FILLED = 10_000_000;

/**
 * Candles that follow each other without a gap: flat ones of no volume where there were none, missing prices from the last close, missing
 * volume 0. The same object where nothing is to be done.
 * @param candles joined ones @param length ms of a candle @throws Error that names a gap too long to be one
 */
export function filledCandles(candles: Candles, length: number): Candles {
  if (candles.length === 0 || isWhole(candles, length)) return candles;
  const grid = gridFrom(candles.time[0]!, length);
  const starts: number[] = [];
  let added = 0;
  for (let row = 0, next = Number.NaN; row < candles.length; row++) {
    const start = grid.of(candles.time[row]!);
    if (starts.length > 0 && start < next) continue;
    for (; starts.length > 0 && next < start; next = grid.next(next)) {
      starts.push(next);
      if (++added > MOST_FILLED) throw tooLong(candles, row);
    }
    starts.push(start);
    next = grid.next(start);
  }
  const filled = emptyCandles(starts.length);
  const { open, high, low, close, volume } = candles;
  let before = Number.NaN;
  let row = 0;
  for (let at = 0; at < starts.length; at++) {
    const start = starts[at]!;
    let end = row;
    while (end < candles.length && grid.of(candles.time[end]!) === start) end++;
    const last = lastOf(close, null, row, end);
    if (!Number.isNaN(last)) before = last;
    const orClose = (value: number) => (Number.isNaN(value) ? before : value);
    filled.time[at] = start;
    filled.open[at] = orClose(firstOf(open, null, row, end));
    filled.high[at] = orClose(mostOf(high, null, row, end, 1));
    filled.low[at] = orClose(mostOf(low, null, row, end, -1));
    filled.close[at] = before;
    let sum = 0;
    for (let part = row; part < end; part++) if (!Number.isNaN(volume[part]!)) sum += volume[part]!;
    filled.volume[at] = sum;
    row = end;
  }
  return filled;
}

/** A view on a range of candles, without copying. */
export function sliceCandles(candles: Candles, start: number, end: number = candles.length): Candles {
  return {
    length: Math.max(0, end - start),
    time: candles.time.subarray(start, end),
    open: candles.open.subarray(start, end),
    high: candles.high.subarray(start, end),
    low: candles.low.subarray(start, end),
    close: candles.close.subarray(start, end),
    volume: candles.volume.subarray(start, end),
  };
}

function isRising(time: Float64Array): boolean {
  // a missing time is larger than none
  if (Number.isNaN(time[0])) return false;
  for (let row = 1; row < time.length; row++) if (!(time[row]! > time[row - 1]!)) return false;
  return true;
}

/** Rows by time, those of one time in their order, and where in them each time begins; rows without a time are left out. */
export function groupsByTime(time: Float64Array): { readonly order: readonly number[]; readonly starts: readonly number[] } {
  const order: number[] = [];
  for (let row = 0; row < time.length; row++) if (!Number.isNaN(time[row]!)) order.push(row);
  order.sort((a, b) => time[a]! - time[b]!);
  const starts: number[] = [];
  for (let at = 0; at < order.length; at++) if (at === 0 || time[order[at]!] !== time[order[at - 1]!]) starts.push(at);
  return { order, starts };
}

function isWhole({ time, open, high, low, close, volume }: Candles, length: number): boolean {
  const grid = gridFrom(time[0]!, length);
  let next = grid.of(time[0]!);
  // one missing value makes the sum one
  let sum = 0;
  for (let row = 0; row < time.length; row++) {
    if (time[row] !== next) return false;
    next = grid.next(next);
    sum += open[row]! + high[row]! + low[row]! + close[row]! + volume[row]!;
  }
  return !Number.isNaN(sum);
}

function tooLong({ time }: Candles, row: number): Error {
  return new Error(
    `the gap from ${isoDay(time[row - 1]!)} to ${isoDay(time[row]!)} would take more than ${MOST_FILLED / 1e6} million candles; one of the two dates is wrong`,
  );
}

type Order = readonly number[] | null;

function firstOf(column: Float64Array, order: Order, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    const value = column[order === null ? at : order[at]!]!;
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}

function lastOf(column: Float64Array, order: Order, start: number, end: number): number {
  for (let at = end - 1; at >= start; at--) {
    const value = column[order === null ? at : order[at]!]!;
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}

/** The largest, or with `sign` -1 the smallest. */
function mostOf(column: Float64Array, order: Order, start: number, end: number, sign: 1 | -1): number {
  let most = Number.NaN;
  for (let at = start; at < end; at++) {
    const value = column[order === null ? at : order[at]!]!;
    if (!Number.isNaN(value) && !(value * sign <= most * sign)) most = value;
  }
  return most;
}
