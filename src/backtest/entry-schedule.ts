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
  const each = (visit: (candle: number, position: number) => void): void => {
    pairs.forEach(({ candles: { time, length }, signals: { bits } }, position) => {
      const shift = Math.round((time[0]! - start) / step);
      for (let row = 1; row < length; row++) if ((bits[row]! & ANY_ENTRY) !== 0) visit(row + shift, position);
    });
  };
  each((candle) => {
    counts[candle + 1]!++;
  });
  for (let candle = 1; candle < counts.length; candle++) counts[candle]! += counts[candle - 1]!;
  const offsets = counts.slice(0, candles + 1);
  const sorted = new (pairs.length > MOST_BYTE + 1 ? Uint16Array : Uint8Array)(counts[candles + 1]!);
  const next = counts.slice();
  each((candle, position) => {
    sorted[next[candle]!++] = position;
  });
  return { offsets, pairs: sorted };
}
