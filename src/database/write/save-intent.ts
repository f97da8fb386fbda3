import type { Transaction } from 'kysely';
import type { OrderIntent } from '../../core/order/intent.ts';
import { mustHold } from '../invariant.ts';
import { intentRow } from '../rows/intent-row.ts';
import type { Tables } from '../tables.ts';

/** Writes an intent, or what became of it. */
export async function saveIntent(transaction: Transaction<Tables>, intent: OrderIntent): Promise<void> {
  const words = `order ${intent.clientOrderId} of ${intent.pair}`;
  mustHold(intent.amount > 0 && Number.isFinite(intent.amount), () => `The ${words} has an amount of ${intent.amount}`);
  mustHold(intent.trade === null || intent.trade.pair === intent.pair, () => `The ${words} is to start a trade of ${intent.trade?.pair}`);
  const { client_order_id, ...row } = intentRow(intent);
  await transaction
    .insertInto('ftts_order_intents')
    .values({ client_order_id, ...row })
    .onConflict((conflict) => conflict.column('client_order_id').doUpdateSet(row))
    .execute();
}
