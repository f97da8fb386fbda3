import type { Transaction } from 'kysely';
import type { Trade } from '../../core/trade/trade.ts';
import { customDataText } from '../../core/trade/written-datum.ts';
import { dateText } from '../rows/dates.ts';
import type { Tables } from '../tables.ts';

/** Writes what a strategy keeps with a trade and has changed. @param at ms since epoch, UTC */
export async function saveCustomData(transaction: Transaction<Tables>, trade: Trade, at: number): Promise<void> {
  for (const [key, datum] of Object.entries(trade.customData)) {
    if (!datum.isChanged) continue;
    // what changes while it is written is written next time
    datum.isChanged = false;
    if (datum.value === undefined) {
      await transaction.deleteFrom('trade_custom_data').where('id', '=', datum.id).execute();
      datum.id = 0;
      continue;
    }
    const { type, text } = datum.written ?? customDataText(datum.value);
    const values = { cd_type: type, cd_value: text };
    if (datum.id === 0) {
      const { id } = await transaction
        .insertInto('trade_custom_data')
        .values({ ft_trade_id: trade.id, cd_key: key, ...values, created_at: dateText(at), updated_at: null })
        .onConflict((conflict) => conflict.columns(['ft_trade_id', 'cd_key']).doUpdateSet(values))
        .returning('id')
        .executeTakeFirstOrThrow();
      Object.assign(datum, { id, createdAt: at });
    } else {
      await transaction
        .updateTable('trade_custom_data')
        .set({ ...values, updated_at: dateText(at) })
        .where('id', '=', datum.id)
        .execute();
      datum.updatedAt = at;
    }
  }
}
