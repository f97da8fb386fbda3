const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_592_000_000,
  y: 31_536_000_000,
};
/** Weeks begin on Monday, the epoch on a Thursday. */
const MONDAY_SHIFT = 345_600_000;

/** Length of a candle such as `5m`, in ms. @throws Error that names the text and the form it should have. */
export function timeframeMs(timeframe: string): number {
  const match = /^(\d+)([smhdwMy])$/.exec(timeframe);
  const unit = match === null ? undefined : UNITS[match[2]!];
  if (match === null || unit === undefined || Number(match[1]) < 1) {
    throw new Error(`"${timeframe}" is not a timeframe. Write a number and a unit, e.g. 1m, 5m, 1h, 1d.`);
  }
  return Number(match[1]) * unit;
}

/** Start of the candle that a moment lies in, ms. */
export function candleStart(at: number, length: number): number {
  const shift = length % UNITS['w']! === 0 ? MONDAY_SHIFT : 0;
  return Math.floor((at - shift) / length) * length + shift;
}

/** Start of the next candle after a moment, ms. */
export function nextCandleStart(at: number, length: number): number {
  return candleStart(at, length) + length;
}
