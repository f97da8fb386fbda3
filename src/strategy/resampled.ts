import { shortestDistance } from '../core/market/resample.ts';
import { Column } from '../indicators/column.ts';
import { described } from '../indicators/described.ts';
import { DataFrame } from './data-frame.ts';

const MINUTE_MS = 60_000;

/**
 * Candles of a larger timeframe, made of those of a frame. @param interval `1h`, or minutes
 * @throws TypeError, Error where that is none Source: technical resample_to_interval.
 */
export function resampleToInterval(frame: DataFrame, interval: string | number): DataFrame {
  checkFrame('resampleToInterval', 'frame', frame);
  if (typeof interval === 'string') return frame.resample(interval);
  if (!(Number.isInteger(interval) && interval > 0))
    throw new TypeError(
      `resampleToInterval: "interval" must be a timeframe such as "1h", or whole minutes, and is ${described(interval)}.`,
    );
  return frame.resample(`${interval}m`);
}

/**
 * Adds the columns of a resampled frame to a frame, as `resample_60_close` (minutes), each from the moment on at which its candle has
 * ended. @param isFilled what is missing has the value before it, in every column of the frame as in technical
 * @throws Error where the second is not of a larger timeframe Source: technical resampled_merge.
 */
export function resampledMerge(frame: DataFrame, resampled: DataFrame, isFilled = true): DataFrame {
  checkFrame('resampledMerge', 'frame', frame);
  checkFrame('resampledMerge', 'resampled', resampled);
  const [own, length] = [intervalOf(frame), intervalOf(resampled)];
  if (!(own < length)) throw new Error('Tried to merge a faster timeframe to a slower timeframe. Upsampling is not possible.');
  const rows = new Map(Array.from(resampled.time, (start, row) => [start + length - own, row]));
  const found = Array.from(frame.time, (time) => rows.get(time) ?? -1);
  for (const name of resampled.columnNames()) {
    const merged = `resample_${length / MINUTE_MS}_${name}`;
    const texts = resampled.text(name);
    const values = texts === null ? resampled.get(name).values : null;
    if (texts !== null)
      frame.setText(
        merged,
        found.map((row) => texts[row] ?? null),
      );
    if (values !== null)
      frame.set(
        merged,
        Float64Array.from(found, (row) => values[row] ?? Number.NaN),
      );
  }
  if (isFilled) for (const name of [...frame.columnNames()]) fillColumn(frame, name);
  return frame;
}

function fillColumn(frame: DataFrame, name: string): void {
  const texts = frame.text(name);
  if (texts === null) {
    if (!frame.isTruth(name) && frame.get(name).values.some(Number.isNaN)) frame.set(name, frame.get(name).forwardFill());
    return;
  }
  for (let row = 1; row < texts.length; row++) texts[row] ??= texts[row - 1]!;
}

/** Shortest distance of two candles, ms. @throws Error for fewer than two */
function intervalOf({ time }: DataFrame): number {
  const shortest = shortestDistance(time);
  if (Number.isFinite(shortest)) return shortest;
  throw new Error(`A frame of ${time.length} candles has no timeframe that could be seen.`);
}

function checkFrame(name: string, parameter: string, value: unknown): void {
  if (value instanceof DataFrame) return;
  const hint = value instanceof Column ? ' Hand over the frame itself.' : '';
  throw new TypeError(`${name}: "${parameter}" must be a data frame, and is ${described(value)}.${hint}`);
}
