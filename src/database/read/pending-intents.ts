import type { Kysely } from 'kysely';
import type { OrderIntent } from '../../core/order/intent.ts';
import { intentFromRow } from '../rows/intent-row.ts';
import type { Tables } from '../tables.ts';

/** Intents whose outcome is not known, oldest first. @throws DatabaseError naming one that can't be read */
export async function pendingIntents(database: Kysely<Tables>): Promise<OrderIntent[]> {
  const rows = await database
    .selectFrom('ftts_order_intents')
    .selectAll()
    .where('state', '=', 'pending')
    .orderBy('created_at')
    .orderBy('client_order_id')
    .execute();
  return rows.map(intentFromRow);
}
