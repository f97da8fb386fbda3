import type { Transaction } from 'kysely';
import type { PairLock } from '../../core/protections/lock.ts';
import { lockRow } from '../rows/lock-row.ts';
import type { Tables } from '../tables.ts';

/** Writes a lock. One that was written without anybody knowing takes the number it has already. */
export async function saveLock(transaction: Transaction<Tables>, lock: PairLock): Promise<void> {
  const row = lockRow(lock);
  if (lock.id === 0) {
    const known = await transaction
      .selectFrom('pairlocks')
      .select('id')
      .where('pair', '=', row.pair)
      .where('side', '=', row.side)
      .where('lock_time', '=', row.lock_time)
      .where('reason', 'is not distinct from', row.reason ?? null)
      .executeTakeFirst();
    if (known === undefined) {
      lock.id = (await transaction.insertInto('pairlocks').values(row).returning('id').executeTakeFirstOrThrow()).id;
      return;
    }
    lock.id = known.id;
  }
  await transaction.updateTable('pairlocks').set(row).where('id', '=', lock.id).execute();
}
