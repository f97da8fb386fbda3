import type { HyperoptEpoch } from 'freqtrade-client';
import { isResult } from './loss-text.ts';

/** Part of the tries that an axis has room for, from the best on; the others stand at its edge. */
const SHOWN_PART = 0.9;
/** Room at both ends, part of the whole. */
const ROOM = 0.06;

/** The best loss up to each try that has a result: number of the try, loss. @param index which loss */
export function bestSoFar(rows: readonly HyperoptEpoch[], index: number): [number, number][] {
  const points: [number, number][] = [];
  let best = Number.POSITIVE_INFINITY;
  for (const { epoch, loss_values: losses } of rows) {
    const loss = losses[index];
    if (isResult(loss)) best = Math.min(best, loss);
    if (Number.isFinite(best)) points.push([epoch, best]);
  }
  return points;
}

/** Where an axis begins and ends, so that most values are far enough from each other. */
export function marksOf(values: readonly number[]): { readonly low: number; readonly high: number } {
  if (values.length === 0) return { low: 0, high: 1 };
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[0]!;
  const high = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * SHOWN_PART))]!;
  const room = (high - low || Math.abs(low) || 1) * ROOM;
  return { low: low - room, high: high + room };
}

/** So many at most, evenly; those that are marked are among them. */
export function thinned<Row>(rows: readonly Row[], most: number, isMarked: (row: Row) => boolean): Row[] {
  const every = Math.max(1, Math.ceil(rows.length / most));
  return rows.filter((row, index) => index % every === 0 || isMarked(row));
}

/** Tries and those that are new, each once: two answers may be on their way at once. */
export function joined(before: readonly HyperoptEpoch[], news: readonly HyperoptEpoch[]): HyperoptEpoch[] {
  const last = before.at(-1)?.epoch ?? 0;
  const fresh = news.filter(({ epoch }) => epoch > last);
  return fresh.length === 0 ? (before as HyperoptEpoch[]) : [...before, ...fresh];
}
