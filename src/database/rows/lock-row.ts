import type { Insertable, Selectable } from 'kysely';
import type { PairLock } from '../../core/protections/lock.ts';
import type { PairLocksTable } from '../tables.ts';
import { clipped } from './clipped.ts';
import { dateMs, dateText } from './dates.ts';

export function lockRow(lock: Readonly<PairLock>): Insertable<PairLocksTable> {
  return {
    pair: clipped(lock.pair, 25),
    side: lock.side,
    reason: clipped(lock.reason),
    lock_time: dateText(lock.lockTime),
    lock_end_time: dateText(lock.endTime),
    active: lock.isActive ? 1 : 0,
  };
}

export function lockFromRow(row: Selectable<PairLocksTable>): PairLock {
  return {
    id: row.id,
    pair: row.pair,
    side: row.side as PairLock['side'],
    reason: row.reason,
    lockTime: dateMs(row.lock_time),
    endTime: dateMs(row.lock_end_time),
    isActive: row.active !== 0,
  };
}
