import type { Candles } from '../core/market/candles.ts';
import type { DataFrame } from '../strategy/data-frame.ts';

/** Analyses candles from `start` on, as if there were none before. @param startup as many are there of each other timeframe; all where left out */
export type AnalyseFrom = (start: number, startup?: number) => Promise<DataFrame>;

export interface RecursiveFindings {
  readonly startupCandles: readonly number[];
  /** By indicator and number of startup candles: how far the last value is from that over all candles, ratio; null where there is none. Equal ones are left out. */
  readonly results: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
}

const DECIMALS = 12;

/** How indicators change with the number of candles before: whether a strategy's startup candles are enough. */
export async function recursiveAnalysis(
  candles: Candles,
  startupCandles: readonly number[],
  analyse: AnalyseFrom,
  onProgress: (count: number) => void,
): Promise<RecursiveFindings> {
  const whole = await analyse(0);
  const names = whole.columnNames().filter((name) => whole.text(name) === null);
  const results: Record<string, Record<string, number | null>> = {};
  const last = whole.length - 1;
  for (const count of startupCandles) {
    const part = await analyse(Math.max(0, candles.length - count - 2), count);
    for (const name of names) {
      const full = whole.get(name).values[last]!;
      const short = part.has(name) ? part.get(name).values[part.length - 1]! : Number.NaN;
      if (full === short || (Number.isNaN(full) && Number.isNaN(short))) continue;
      const ratio = full === 0 || short === 0 ? Number.NaN : Number(((short - full) / full).toFixed(DECIMALS));
      // what is left behind by sums that began elsewhere is no difference
      if (ratio === 0) continue;
      const row = results[name] ?? {};
      row[String(count)] = Number.isFinite(ratio) ? ratio : null;
      results[name] = row;
    }
    onProgress(count);
  }
  return { startupCandles, results };
}
