import type { Transaction } from 'kysely';
import type { WalletRecord } from '../ports/changes.ts';
import { dateText } from '../rows/dates.ts';
import type { Tables } from '../tables.ts';
import { figures } from './figures.ts';

/** One snapshot a moment, whole: the first one counts. */
export async function saveWallet(transaction: Transaction<Tables>, rows: readonly WalletRecord[]): Promise<void> {
  for (const at of new Set(rows.map((row) => row.at))) {
    const timestamp = dateText(at);
    const known = await transaction.selectFrom('wallet_history').select('id').where('timestamp', '=', timestamp).executeTakeFirst();
    if (known !== undefined) continue;
    const snapshot = new Map(rows.filter((row) => row.at === at).map((row) => [row.currency, row]));
    await transaction
      .insertInto('wallet_history')
      .values(
        [...snapshot.values()].map((row) =>
          figures({
            timestamp,
            currency: row.currency,
            rate: row.rate,
            quote_currency: row.quoteCurrency,
            balance: row.balance,
            total_quote: row.totalQuote,
            bot_managed: row.isManaged ? 1 : 0,
            collateral: null,
            total_position_value: null,
            leverage: 1,
          }),
        ),
      )
      .execute();
  }
}
