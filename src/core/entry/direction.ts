import type { Side } from '../trade/trade.ts';

/** The side to enter, if any: opposite entries cancel each other, and so does an exit of the same side. */
export function entryDirection(
  enterLong: boolean,
  exitLong: boolean,
  enterShort: boolean,
  exitShort: boolean,
  canShort: boolean,
): Side | null {
  const isShort = canShort && enterShort;
  if (enterLong && isShort) return null;
  if (enterLong) return exitLong ? null : 'long';
  return isShort && !exitShort ? 'short' : null;
}
