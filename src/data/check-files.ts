import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { candlesBetween, gridFrom } from '../core/market/candle-calendar.ts';
import type { Candles } from '../core/market/candles.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { type DataFormat, existingCandleFile, isOfCandles, joinedStored, readCandles, undatedRows } from './candle-files.ts';
import { type StoredPair, storedPairs } from './data-folder.ts';
import { factsOf } from './file-facts.ts';

/** What is to be known of a candle file before it is trusted. */
export interface FileCheck extends StoredPair {
  readonly file: string;
  /** Candles, each time once. */
  readonly candles: number;
  /** First and last candle, ms since epoch, UTC; null where there is none. */
  readonly from: number | null;
  readonly to: number | null;
  /** Places where candles are missing, and how many are. */
  readonly gaps: number;
  readonly missing: number;
  /** Rows of a time that is there already, rows without a time, rows before one that is older. */
  readonly duplicates: number;
  readonly undated: number;
  readonly unsorted: number;
  /** Candles that begin at no candle's time. */
  readonly offGrid: number;
  readonly zeroVolumes: number;
  /** Candles without a price or a volume. */
  readonly incomplete: number;
  /** Opens more than half away from the close before. */
  readonly jumps: number;
  /** Unit of its dates, and what wrote it; null where the file does not tell. */
  readonly unit: string | null;
  readonly writer: string | null;
  /** Why it can't be used; null where it can. */
  readonly problem: string | null;
}

const JUMP = 0.5;

/** Every candle file of a folder, by pair. @param onFile called before each */
export async function checkFolder(
  folder: string,
  format: DataFormat,
  isFutures: boolean,
  isWanted: (stored: StoredPair) => boolean,
  onFile: (done: number, total: number, stored: StoredPair) => void = () => undefined,
): Promise<FileCheck[]> {
  const found = storedPairs(folder, format, isFutures).filter(isWanted);
  const checks: FileCheck[] = [];
  for (const [index, stored] of found.entries()) {
    onFile(index, found.length, stored);
    checks.push(await checkFile(folder, format, stored));
  }
  return checks;
}

async function checkFile(folder: string, format: DataFormat, stored: StoredPair): Promise<FileCheck> {
  const file = existingCandleFile(folder, stored.pair, stored.timeframe, stored.type, format);
  const nothing = { ...stored, file, candles: 0, from: null, to: null, gaps: 0, missing: 0, duplicates: 0, undated: 0, unsorted: 0 };
  const unknown = { ...nothing, offGrid: 0, zeroVolumes: 0, incomplete: 0, jumps: 0, unit: null, writer: null };
  try {
    const candles = await readCandles(file, stored.type, format);
    const bytes = readFileSync(file);
    const facts = await factsOf(format === 'jsongz' ? gunzipSync(bytes) : bytes, format);
    if (candles === null || candles.length === 0) return { ...unknown, ...facts, problem: 'it has no candles' };
    return { ...unknown, ...facts, ...findings(candles, stored), problem: null };
  } catch (error) {
    return { ...unknown, problem: (error as Error).message };
  }
}

function findings(stored: Candles, { timeframe, type }: StoredPair) {
  const undated = undatedRows(stored);
  let unsorted = 0;
  for (let row = 1; row < stored.length; row++) if (stored.time[row]! < stored.time[row - 1]!) unsorted++;
  const candles = joinedStored(stored, type);
  const { time, open, high, low, close, volume, length } = candles;
  const step = timeframeMs(timeframe);
  const grid = length === 0 ? null : gridFrom(time[0]!, step);
  let [gaps, missing, offGrid, zeroVolumes, incomplete, jumps] = [0, 0, 0, 0, 0, 0];
  // what is recorded at moments has neither gaps nor candles
  if (isOfCandles(type) && grid !== null)
    for (let row = 0; row < length; row++) {
      if (grid.of(time[row]!) !== time[row]) offGrid++;
      if (volume[row] === 0) zeroVolumes++;
      if ([open, high, low, close, volume].some((column) => Number.isNaN(column[row]!))) incomplete++;
      if (row === 0) continue;
      if (Math.abs(open[row]! / close[row - 1]! - 1) > JUMP) jumps++;
      const between = candlesBetween(grid.of(time[row - 1]!), grid.of(time[row]!), step) - 1;
      if (between > 0) gaps++;
      missing += Math.max(0, between);
    }
  return {
    candles: length,
    from: length === 0 ? null : time[0]!,
    to: length === 0 ? null : time[length - 1]!,
    duplicates: stored.length - undated - length,
    ...{ gaps, missing, undated, unsorted, offGrid, zeroVolumes, incomplete, jumps },
  };
}

/** What is wrong with a file, in words; none where it may be trusted. Candles of no volume are no fault: nobody traded. */
export function faultsOf(check: FileCheck): string[] {
  if (check.problem !== null) return [check.problem];
  const counted = (count: number, one: string, many: string) => (count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]);
  return [
    ...(check.gaps === 0 ? [] : [`${check.missing} missing in ${check.gaps} ${check.gaps === 1 ? 'gap' : 'gaps'}`]),
    ...counted(check.duplicates, 'duplicate', 'duplicates'),
    ...counted(check.undated, 'row without a date', 'rows without a date'),
    ...counted(check.unsorted, 'row out of order', 'rows out of order'),
    ...counted(check.offGrid, "at no candle's time", "at no candle's time"),
    ...counted(check.incomplete, 'without a price or volume', 'without a price or volume'),
    ...counted(check.jumps, 'jump over 50 %', 'jumps over 50 %'),
  ];
}
