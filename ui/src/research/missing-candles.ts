import type { StoredCandles } from 'freqtrade-client';

/** What of the candles that are wanted is on the disk. */
export interface StoredPart {
  /** What every pair with candles has: ms since epoch, UTC; null where there is none. */
  readonly span: readonly [from: number, to: number] | null;
  /** Pairs without any candle. */
  readonly none: readonly string[];
  /** Pairs whose candles begin later than wanted. */
  readonly late: readonly string[];
  /** Pairs whose candles end earlier than wanted. */
  readonly short: readonly string[];
}

const DAY_MS = 86_400_000;

/** @param from @param to days that are wanted, as a form has them (2026-01-31); empty for whatever there is */
export function storedPart(rows: readonly StoredCandles[], from: string, to: string, now: number): StoredPart {
  const there = rows.flatMap(({ pair, first_timestamp: first, last_timestamp: last }) =>
    first === null || last === null ? [] : [{ pair, first, last }],
  );
  const span =
    there.length === 0 ? null : ([Math.max(...there.map(({ first }) => first)), Math.min(...there.map(({ last }) => last))] as const);
  const wantedFrom = from === '' ? null : Date.parse(from);
  // candles of today are not all made yet
  const wantedTo = to === '' ? null : Math.min(Date.parse(to), Math.floor(now / DAY_MS) * DAY_MS);
  return {
    span,
    none: rows.filter(({ first_timestamp: first }) => first === null).map(({ pair }) => pair),
    late: wantedFrom === null ? [] : there.filter(({ first }) => first - wantedFrom >= DAY_MS).map(({ pair }) => pair),
    short: wantedTo === null ? [] : there.filter(({ last }) => wantedTo - last >= DAY_MS).map(({ pair }) => pair),
  };
}
