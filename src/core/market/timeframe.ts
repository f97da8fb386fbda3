export const DAY = 86_400_000;
export const WEEK = 7 * DAY;
/** What a month counts as where a length is asked for; when its candles end says `candle-calendar.ts`. */
export const MONTH = 30 * DAY;
export const YEAR = 365 * DAY;

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: DAY, w: WEEK, M: MONTH, y: YEAR };

/** Length of a candle such as `5m`, in ms. @throws Error that names the text and the form it should have. */
export function timeframeMs(timeframe: string): number {
  const match = /^(\d+)([smhdwMy])$/.exec(timeframe);
  const unit = match === null ? undefined : UNITS[match[2]!];
  if (match === null || unit === undefined || Number(match[1]) < 1) {
    throw new Error(`"${timeframe}" is not a timeframe. Write a number and a unit, e.g. 1m, 5m, 1h, 1d.`);
  }
  return Number(match[1]) * unit;
}
