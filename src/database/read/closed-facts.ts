import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { ClosedTradeFacts } from '../../core/trade/closed-trade.ts';
import { dateMs } from '../rows/dates.ts';
import type { Tables } from '../tables.ts';
import { LAST_ID } from './trade-reader.ts';

/** Rows read in one go: SQLite answers at once, and meanwhile nothing else is done. */
const ROWS_AT_ONCE = 2000;

/** Facts of every closed trade, by number. Read some at a time, so that a long history costs no more than what is kept of it. */
export async function loadClosedFacts(database: Kysely<Tables>): Promise<ClosedTradeFacts[]> {
  const facts: ClosedTradeFacts[] = [];
  const query = factsQuery(database);
  const shared = onceEach();
  for (let last = -LAST_ID, isLast = false; !isLast; ) {
    const rows = await query.where('id', '>', last).execute();
    for (const row of rows) {
      // what is not null only by the condition of the query
      if (row.close_date === null) continue;
      facts.push({
        id: row.id,
        pair: shared(row.pair),
        openDate: dateMs(row.open_date),
        closeDate: dateMs(row.close_date),
        profitRatio: row.close_profit ?? 0,
        profitAbs: row.close_profit_abs ?? 0,
        maxStakeAmount: row.max_stake_amount ?? row.stake_amount,
        enterTag: row.enter_tag === null ? null : shared(row.enter_tag),
        exitReason: row.exit_reason === null ? null : shared(row.exit_reason),
        isShort: row.is_short !== 0,
        volume: Number(row.volume ?? 0),
      });
    }
    isLast = rows.length < ROWS_AT_ONCE;
    last = rows.at(-1)?.id ?? last;
    await setImmediate();
  }
  return facts;
}

function factsQuery(database: Kysely<Tables>) {
  return database
    .selectFrom('trades')
    .select((eb) => [
      'id',
      'pair',
      'open_date',
      'close_date',
      'close_profit',
      'close_profit_abs',
      'stake_amount',
      'max_stake_amount',
      'enter_tag',
      'exit_reason',
      'is_short',
      eb
        .selectFrom('orders')
        .select((inner) => inner.fn.sum<number>('cost').as('cost'))
        .whereRef('orders.ft_trade_id', '=', 'trades.id')
        .where('orders.filled', '>', 0)
        .as('volume'),
    ])
    .where('is_open', '=', 0)
    .where('close_date', 'is not', null)
    .orderBy('id')
    .limit(ROWS_AT_ONCE);
}

/** Texts repeat: one copy of each is kept. */
function onceEach(): (text: string) => string {
  const texts = new Map<string, string>();
  return (text) => {
    const known = texts.get(text) ?? text;
    texts.set(known, known);
    return known;
  };
}
