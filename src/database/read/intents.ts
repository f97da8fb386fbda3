import type { Kysely } from 'kysely';
import { CLIENT_ORDER_PREFIX, type OrderIntent } from '../../core/order/intent.ts';
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

/** Those of some client order ids that the database has, whatever became of them. */
export async function writtenIntents(database: Kysely<Tables>, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await database.selectFrom('ftts_order_intents').select('client_order_id').where('client_order_id', 'in', ids).execute();
  return new Set(rows.map((row) => row.client_order_id));
}

/** Stops of a pair that were ever sent, oldest first. @throws DatabaseError naming one that can't be read */
export async function sentStops(database: Kysely<Tables>, pair: string): Promise<OrderIntent[]> {
  const rows = await database
    .selectFrom('ftts_order_intents')
    .selectAll()
    .where('pair', '=', pair)
    .where('client_order_id', 'like', `${CLIENT_ORDER_PREFIX}s-%`)
    .orderBy('created_at')
    .orderBy('client_order_id')
    .execute();
  return rows.map(intentFromRow);
}
