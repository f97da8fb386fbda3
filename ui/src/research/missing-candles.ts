import type { StoredCandles } from 'freqtrade-client';
import { dayRange } from './day-range.ts';

/** What of the candles that are wanted is on the disk. */
export interface StoredPart {
  /** Start of the first candle of all, ms since epoch, UTC; null where there is none. */
  readonly first: number | null;
  /** What every pair with candles has: ms since epoch, UTC; null where there is none. */
  readonly span: readonly [from: number, to: number] | null;
  /** Pairs without any candle. */
  readonly none: readonly string[];
  /** Pairs whose candles begin later than wanted. */
  readonly late: readonly string[];
  /** Pairs whose candles end earlier than wanted. */
  readonly short: readonly string[];
  /** Pairs that lack candles between those they have. */
  readonly holed: readonly string[];
}

const DAY_MS = 86_400_000;
/** What is downloaded where no first day is wanted, and nothing is there. */
const DAYS = 30;

/** Length of a candle, ms; null for months, which are not all equally long. */
function lengthOf(timeframe: string): number | null {
  const match = /^(\d+)([mhdw])$/.exec(timeframe);
  const unit = { m: 60_000, h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS }[match?.[2] ?? ''];
  return match === null || unit === undefined ? null : Number(match[1]) * unit;
}

/** @param from @param to days that are wanted, as a form has them (2026-01-31); empty for whatever there is */
export function storedPart(rows: readonly StoredCandles[], timeframe: string, from: string, to: string, now: number): StoredPart {
  const there = rows.flatMap(({ pair, first_timestamp: first, last_timestamp: last, candle_count: count }) =>
    first === null || last === null ? [] : [{ pair, first, last, count }],
  );
  const span =
    there.length === 0 ? null : ([Math.max(...there.map(({ first }) => first)), Math.min(...there.map(({ last }) => last))] as const);
  const wantedFrom = from === '' ? null : Date.parse(from);
  // candles of today are not all made yet
  const wantedTo = to === '' ? null : Math.min(Date.parse(to), Math.floor(now / DAY_MS) * DAY_MS);
  const length = lengthOf(timeframe);
  return {
    first: there.length === 0 ? null : Math.min(...there.map(({ first }) => first)),
    span,
    none: rows.filter(({ first_timestamp: first }) => first === null).map(({ pair }) => pair),
    late: wantedFrom === null ? [] : there.filter(({ first }) => first - wantedFrom >= DAY_MS).map(({ pair }) => pair),
    short: wantedTo === null ? [] : there.filter(({ last }) => wantedTo - last >= DAY_MS).map(({ pair }) => pair),
    holed: length === null ? [] : there.filter(({ first, last, count }) => count <= (last - first) / length).map(({ pair }) => pair),
  };
}

/** The range to ask for: what is wanted, from the first candle of all where no first day is. @param from @param to as a form has them */
export function wantedRange({ first }: StoredPart, from: string, to: string): { days: number } | { timerange: string } {
  if (from !== '') return { timerange: dayRange(from, to) };
  if (first === null && to === '') return { days: DAYS };
  const begin = first ?? Date.parse(to) - DAYS * DAY_MS;
  return { timerange: dayRange(new Date(begin).toISOString().slice(0, 10), to) };
}
