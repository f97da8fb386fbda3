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
/** Rows that are looked at together, a byte each. */
const TOGETHER = Int32Array.BYTES_PER_ELEMENT;
const ANY_ENTRY_TOGETHER = ANY_ENTRY * 0x01010101;

/** @param start of the first candle of all, ms @param end start of the last */
export function entrySchedule(pairs: readonly PairData[], start: number, end: number, step: number): EntrySchedule {
  const candles = Math.floor((end - start) / step) + 1;
  const counts = new Int32Array(candles + 2);
  const entries = pairs.map(({ candles: { time, length }, signals: { bits } }) =>
    entriesIn(bits.subarray(0, length), Math.round((time[0]! - start) / step)),
  );
  for (const own of entries) for (let entry = 0; entry < own.length; entry++) counts[own[entry]! + 1]!++;
  for (let candle = 1; candle < counts.length; candle++) counts[candle]! += counts[candle - 1]!;
  const offsets = counts.slice(0, candles + 1);
  const sorted = new (pairs.length > MOST_BYTE + 1 ? Uint16Array : Uint8Array)(counts[candles + 1]!);
  const next = counts;
  for (const [position, own] of entries.entries()) for (let entry = 0; entry < own.length; entry++) sorted[next[own[entry]!]!++] = position;
  return { offsets, pairs: sorted };
}

/** Candles of a pair that have an entry signal; its first only brings one. @param shift candle of its first row */
function entriesIn(bits: Uint8Array, shift: number): Int32Array {
  let found = new Int32Array(1024);
  let count = 0;
  const room = (): Int32Array<ArrayBuffer> => (count < found.length ? found : (found = twiceAsLong(found)));
  const look = (from: number, to: number): void => {
    for (let row = from; row < to; row++) if (row > 0 && (bits[row]! & ANY_ENTRY) !== 0) room()[count++] = row + shift;
  };
  const isAligned = bits.byteOffset % TOGETHER === 0;
  const whole = isAligned ? Math.floor(bits.length / TOGETHER) : 0;
  const words = new Int32Array(bits.buffer, isAligned ? bits.byteOffset : 0, whole);
  // most rows have none
  for (let word = 0; word < whole; word++) if ((words[word]! & ANY_ENTRY_TOGETHER) !== 0) look(word * TOGETHER, word * TOGETHER + TOGETHER);
  look(whole * TOGETHER, bits.length);
  return found.subarray(0, count);
}

function twiceAsLong(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * values.length);
  larger.set(values);
  return larger;
}
