import { nextCandleStart } from '../market/candle-calendar.ts';

/** A pair, or `*` for all, that must not be entered. Times are ms since epoch, UTC. */
export interface PairLock {
  /** 0 until the database has given one. */
  id: number;
  pair: string;
  side: 'long' | 'short' | '*';
  reason: string | null;
  lockTime: number;
  endTime: number;
  isActive: boolean;
}

/** A lock until the end of the candle that `until` lies in. */
export function createLock(
  pair: string,
  until: number,
  now: number,
  timeframe: number,
  reason: string | null,
  side: PairLock['side'] = '*',
): PairLock {
  return { id: 0, pair, side, reason, lockTime: now, endTime: nextCandleStart(until, timeframe), isActive: true };
}

/** The lock that holds longest on a pair and side, if any holds at that moment: its own, or one of all pairs. */
export function lockOn(locks: readonly PairLock[], pair: string, side: PairLock['side'], now: number): PairLock | null {
  let longest: PairLock | null = null;
  for (const lock of locks) {
    if (!lock.isActive || lock.endTime <= Math.max(now, longest?.endTime ?? 0)) continue;
    if ((lock.pair === pair || lock.pair === '*') && (lock.side === '*' || lock.side === side)) longest = lock;
  }
  return longest;
}
