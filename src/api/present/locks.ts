import type { activeLocks } from '../../bot/port.ts';
import type { Locks } from '../../wire/answers/market.ts';
import { dateText } from './dates.ts';

/** Locks of pairs, as the API lists them. */
export function presentLocks(locks: ReturnType<typeof activeLocks>): Locks {
  return {
    lock_count: locks.length,
    locks: locks.map((lock) => ({
      id: lock.id,
      active: lock.isActive,
      lock_end_time: dateText(lock.endTime),
      lock_end_timestamp: lock.endTime,
      lock_time: dateText(lock.lockTime),
      lock_timestamp: lock.lockTime,
      pair: lock.pair,
      side: lock.side,
      reason: lock.reason,
    })),
  };
}
