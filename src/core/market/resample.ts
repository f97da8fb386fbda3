import { candleStart, monthsIn } from './candle-calendar.ts';
import { type Candles, emptyCandles } from './candles.ts';
import { DAY, timeframeMs } from './timeframe.ts';

const MINUTE_MS = 60_000;
const LONGEST_MONTH = 31 * DAY;
/** Candles of the same distance that tell a timeframe. */
const FEWEST_REGULAR = 5;

/** Candles of a larger timeframe, made of smaller ones; the last may be unfinished. None where there is nothing. @param length ms */
export function resampleCandles(candles: Candles, length: number): Candles {
  let count = 0;
  let last = Number.NaN;
  for (let row = 0; row < candles.length; row++) {
    const start = candleStart(candles.time[row]!, length);
    if (start !== last) count++;
    last = start;
  }
  const larger = emptyCandles(count);
  let at = -1;
  for (let row = 0; row < candles.length; row++) {
    const start = candleStart(candles.time[row]!, length);
    if (at < 0 || larger.time[at] !== start) {
      at++;
      larger.time[at] = start;
      larger.open[at] = candles.open[row]!;
      larger.high[at] = candles.high[row]!;
      larger.low[at] = candles.low[row]!;
    }
    if (candles.high[row]! > larger.high[at]!) larger.high[at] = candles.high[row]!;
    if (candles.low[row]! < larger.low[at]!) larger.low[at] = candles.low[row]!;
    larger.close[at] = candles.close[row]!;
    larger.volume[at]! += candles.volume[row]!;
  }
  return larger;
}

/** Shortest distance of two candles, ms; infinite for fewer than two. @param time their starts, ms */
export function shortestDistance(time: ArrayLike<number>): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let row = 1; row < time.length; row++) shortest = Math.min(shortest, time[row]! - time[row - 1]!);
  return shortest;
}

/** Length of a timeframe that candles can be made into, ms. @param time starts of the candles, ms @throws Error for a smaller one */
export function largerLength(time: ArrayLike<number>, timeframe: string): number {
  const length = timeframeMs(timeframe);
  const own = shortestDistance(time);
  const months = monthsIn(length);
  if (own <= (months === 0 ? length : months * LONGEST_MONTH) || !isRegular(time, own)) return length;
  throw new Error(`Candles of ${own / MINUTE_MS} minutes can't be made into smaller ones of ${timeframe}. Name a larger timeframe.`);
}

/** Whether candles follow each other at a distance but for gaps. Of a few nobody knows how long they are. */
function isRegular(time: ArrayLike<number>, distance: number): boolean {
  let regular = 0;
  for (let row = 1; row < time.length; row++) if (time[row]! - time[row - 1]! === distance) regular++;
  return regular >= FEWEST_REGULAR && regular * 2 >= time.length;
}
