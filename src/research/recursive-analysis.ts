import type { DataFrame } from '../strategy/data-frame.ts';
import { type CellValue, cellsOf, differs } from './compared-frames.ts';

export interface RecursiveFindings {
  readonly startupCandles: readonly number[];
  /**
   * By indicator and number of startup candles: how far the last value is from that over all candles, ratio; null where that is no number.
   * Equal ones are left out.
   */
  readonly results: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
}

const DECIMALS = 12;

/**
 * How the last values of indicators change with the number of candles before: whether a strategy's startup candles are enough.
 * @param startupCandles in ascending order @param noise ratio by which numbers may differ that are the same
 * @param analyse with so many before the last two candles
 */
export async function recursiveAnalysis(
  whole: DataFrame,
  startupCandles: readonly number[],
  noise: number,
  analyse: (startup: number) => Promise<DataFrame>,
  onProgress: (count: number) => void,
): Promise<RecursiveFindings> {
  const results: Record<string, Record<string, number | null>> = {};
  for (const count of startupCandles) {
    const part = await analyse(count);
    const differences = lastDifferences(whole, part, noise);
    for (const [name, ratio] of differences) {
      const row = results[name] ?? {};
      row[String(count)] = ratio;
      results[name] = row;
    }
    onProgress(count);
    // with still more of them, nothing would differ either
    if (differences.length === 0) break;
  }
  return { startupCandles, results };
}

/** Columns whose last values differ, and by how much, ratio; null where that is no number. */
function lastDifferences(whole: DataFrame, part: DataFrame, noise: number): [name: string, ratio: number | null][] {
  return whole.columnNames().flatMap((name): [string, number | null][] => {
    const [full, short] = [cellsOf(whole, name)(whole.length - 1), cellsOf(part, name)(part.length - 1)];
    return differs(full, short, noise) ? [[name, ratioOf(full, short)]] : [];
  });
}

function ratioOf(full: CellValue, short: CellValue): number | null {
  if (typeof full !== 'number' || typeof short !== 'number' || full === 0 || short === 0) return null;
  const ratio = Number(((short - full) / full).toFixed(DECIMALS));
  return Number.isFinite(ratio) ? ratio : null;
}

/** Columns whose value in the last row of a part differs from that of the same moment in the whole: they know what comes later. */
export function lookingAhead(whole: DataFrame, part: DataFrame, noise: number): string[] {
  const row = whole.time.indexOf(part.time[part.length - 1]!);
  if (row < 0) return [];
  return whole.columnNames().filter((name) => differs(cellsOf(whole, name)(row), cellsOf(part, name)(part.length - 1), noise));
}
