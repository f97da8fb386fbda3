import { markedRows } from '../strategy/condensed.ts';
import { ANY_ENTRY, type PairData } from './pair-data.ts';

/** Places of pairs in their list. */
export type Positions = Uint8Array | Uint16Array;

/** Which pairs may be entered at each candle: everything else can be jumped over. */
export interface EntrySchedule {
  /** Candle `n` has the entries from `offsets[n]` up to `offsets[n + 1]`. */
  readonly offsets: Int32Array;
  /** Positions of pairs, in their order within a candle. */
  readonly pairs: Positions;
}

const MOST_BYTE = 255;

/** @param start of the first candle of all, ms @param end start of the last */
export function entrySchedule(pairs: readonly PairData[], start: number, end: number, step: number): EntrySchedule {
  const candles = Math.floor((end - start) / step) + 1;
  const counts = new Int32Array(candles + 2);
  const entries = pairs.map(({ candles: { time, length }, signals: { bits } }) => {
    const rows = markedRows(bits.subarray(0, length), ANY_ENTRY);
    // a pair's first candle only brings a signal
    return { rows: rows[0] === 0 ? rows.subarray(1) : rows, shift: Math.round((time[0]! - start) / step) };
  });
  for (const { rows, shift } of entries) for (let entry = 0; entry < rows.length; entry++) counts[rows[entry]! + shift + 1]!++;
  for (let candle = 1; candle < counts.length; candle++) counts[candle]! += counts[candle - 1]!;
  const offsets = counts.slice(0, candles + 1);
  const sorted = new (pairs.length > MOST_BYTE + 1 ? Uint16Array : Uint8Array)(counts[candles + 1]!);
  const next = counts;
  for (const [position, { rows, shift }] of entries.entries())
    for (let entry = 0; entry < rows.length; entry++) sorted[next[rows[entry]! + shift]!++] = position;
  return { offsets, pairs: sorted };
}
