import type { CandleRow } from '../../core/market/candles.ts';

/** Times in ms since epoch, UTC. */
export interface PageRange {
  readonly from: number;
  readonly until: number;
  /** Length of a candle. */
  readonly step: number;
  /** Candles that one request gives at most. */
  readonly most: number;
}

/**
 * Candles of a range that is longer than one request, oldest first, each once. An exchange that gives something else than was asked for ends it.
 * Many look no further than one request reaches: before a pair was listed, there is nothing.
 */
export async function inPages(
  request: (from: number) => Promise<CandleRow[]>,
  { from, until, step, most }: PageRange,
): Promise<CandleRow[]> {
  const rows = new Map<number, CandleRow>();
  for (let next = from; next <= until; ) {
    const page = await request(next);
    for (const row of page) rows.set(row[0], row);
    const last = page.at(-1)?.[0] ?? next + (most - 1) * step;
    if (last < next || last + step > until) break;
    next = last + step;
  }
  return [...rows.values()].sort((a, b) => a[0] - b[0]);
}
