import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { PairLock } from '../../core/protections/lock.ts';
import type { BotRecords } from '../ports/records.ts';
import { dateMs, dateText } from '../rows/dates.ts';
import { lockFromRow } from '../rows/lock-row.ts';
import type { Tables } from '../tables.ts';

/** Snapshots read in one go: SQLite answers at once, and meanwhile nothing else is done. */
const ROWS_AT_ONCE = 2000;
const START = 'bot_start_time';

/** What a bot keeps beside its trades. */
export class RecordReader implements BotRecords {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async locks(): Promise<PairLock[]> {
    return (await this.#database.selectFrom('pairlocks').selectAll().where('active', '=', 1).orderBy('id').execute()).map(lockFromRow);
  }

  async walletHistory(): Promise<{ at: number; total: number }[]> {
    const snapshots: { at: number; total: number }[] = [];
    const query = this.#database
      .selectFrom('wallet_history')
      .select((eb) => ['timestamp', eb.fn.sum<number>('total_quote').as('total')])
      .groupBy('timestamp')
      .orderBy('timestamp')
      .limit(ROWS_AT_ONCE);
    for (let rest = query; ; await setImmediate()) {
      const rows = await rest.execute();
      for (const row of rows) snapshots.push({ at: dateMs(row.timestamp), total: Number(row.total ?? 0) });
      const last = rows.at(-1);
      if (last === undefined || rows.length < ROWS_AT_ONCE) return snapshots;
      rest = query.where('timestamp', '>', last.timestamp);
    }
  }

  async startTime(now: number): Promise<number> {
    const known = await this.#database.selectFrom('KeyValueStore').select('datetime_value').where('key', '=', START).executeTakeFirst();
    if (known?.datetime_value) return dateMs(known.datetime_value);
    const noOther = { string_value: null, float_value: null, int_value: null };
    await this.#database
      .insertInto('KeyValueStore')
      .values({ key: START, value_type: 'datetime', datetime_value: dateText(now), ...noOther })
      .execute();
    return now;
  }
}
