/**
 * Rows that a strategy leaves out of its frame between others. Candles lie behind each other then, and a moment is found by the grid of all
 * candles: what lacks has no turn, and the row after it is traded by the row before it. Source: freqtrade 2026.9.
 */

/** First and last moment, ms since epoch, UTC. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Row of each candle from the first that is left to the last, below 0 where it is left out; null where none is.
 * @param all starts of the candles, ms @param kept of those that are left, some of the same
 */
export function placesOf(all: Float64Array, kept: Float64Array): Int32Array | null {
  const first = rowFrom(all, kept[0] ?? Number.POSITIVE_INFINITY);
  const last = rowFrom(all, kept.at(-1) ?? Number.POSITIVE_INFINITY);
  if (kept.length === 0 || last - first + 1 === kept.length) return null;
  const places = new Int32Array(last - first + 1).fill(-1);
  let place = 0;
  for (let row = 0; row < kept.length; row++) {
    while (all[first + place]! < kept[row]!) place++;
    places[place] = row;
  }
  return places;
}

/** First row of a moment or later; as many as there are rows where all are before. @param time rising, ms */
export function rowFrom(time: Float64Array, moment: number): number {
  let [from, to] = [0, time.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (time[middle]! < moment) from = middle + 1;
    else to = middle;
  }
  return from;
}
