import { markedRows } from '../strategy/condensed.ts';
import { ANY_ENTRY, type PairData, SIGNAL } from './pair-data.ts';

/** Places of pairs in their list. */
export type Positions = Uint8Array | Uint16Array;

/** Which pairs may be entered at each candle: everything else can be jumped over. */
export interface EntrySchedule {
  /** Candle `n` has the entries from `offsets[n]` up to `offsets[n + 1]`. */
  readonly offsets: Int32Array;
  /** Positions of pairs, in their order within a candle. */
  readonly pairs: Positions;
  /** How many of the entries before candle `n` say what to enter: others contradict themselves. */
  readonly meant: Int32Array;
}

const MOST_BYTE = 255;
const ALL_BITS = SIGNAL.enterLong | SIGNAL.exitLong | SIGNAL.enterShort | SIGNAL.exitShort;

/** @param start of the first candle of all, ms @param end start of the last @param isMeant whether signals in these bits say what to enter */
export function entrySchedule(
  pairs: readonly PairData[],
  { start, end, step }: { readonly start: number; readonly end: number; readonly step: number },
  isMeant: (bits: number) => boolean,
): EntrySchedule {
  const candles = Math.floor((end - start) / step) + 1;
  const says = Uint8Array.from({ length: ALL_BITS + 1 }, (_value, bits) => (isMeant(bits) ? 1 : 0));
  const meant = new Int32Array(candles + 1);
  const counts = new Int32Array(candles + 2);
  const entries = pairs.map(({ candles: { time, length }, signals: { bits }, places }) => {
    const marked = markedRows(bits.subarray(0, length), ANY_ENTRY);
    // a pair's first candle only brings a signal
    const rows = marked[0] === 0 ? marked.subarray(1) : marked;
    const shift = Math.round((time[0]! - start) / step);
    // candles of a pair lie behind each other, unless some are left out
    return { bits, rows, shift, places: places === undefined ? rows : placesOfRows(rows, places) };
  });
  for (const { bits, rows, places, shift } of entries) {
    for (let entry = 0; entry < rows.length; entry++) {
      const place = places[entry]! + shift;
      counts[place + 1]!++;
      meant[place + 1]! += says[bits[rows[entry]!]!]!;
    }
  }
  for (let candle = 1; candle <= candles; candle++) meant[candle]! += meant[candle - 1]!;
  for (let candle = 1; candle < counts.length; candle++) counts[candle]! += counts[candle - 1]!;
  const offsets = counts.slice(0, candles + 1);
  const sorted = new (pairs.length > MOST_BYTE + 1 ? Uint16Array : Uint8Array)(counts[candles + 1]!);
  const next = counts;
  for (const [position, { places, shift }] of entries.entries())
    for (let entry = 0; entry < places.length; entry++) sorted[next[places[entry]! + shift]!++] = position;
  return { offsets, pairs: sorted, meant };
}

/** Places of rows among all candles. @param rows rising @param places row of each candle */
function placesOfRows(rows: ArrayLike<number>, places: Int32Array): Int32Array {
  const found = new Int32Array(rows.length);
  for (let entry = 0, place = 0; entry < rows.length; entry++) {
    while (places[place] !== rows[entry]) place++;
    found[entry] = place;
  }
  return found;
}
