import { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { migrate } from './migrate.ts';
import { dateText } from './rows/dates.ts';
import { nodeSqliteDialect, openSqlite } from './sqlite/node-dialect.ts';
import type { Tables } from './tables.ts';
import { createTradeStore } from './trade-store.ts';

test('a long history is read piece by piece, and is whole and in order', async () => {
  const handle = { database: openSqlite(':memory:') };
  const database = new Kysely<Tables>({ dialect: nodeSqliteDialect(handle) });
  await migrate(database, 0);
  const TRADES = 4003;
  const at = (minutes: number) => dateText(minutes * 60_000);
  handle.database.exec('BEGIN');
  const trades = handle.database.prepare(
    `INSERT INTO trades (id, exchange, pair, is_open, fee_open, fee_close, open_rate, stake_amount, amount, open_date, close_date,
     is_stop_loss_trailing, is_short, leverage, interest_rate, record_version, trading_mode)
     VALUES (?, 'binance', 'A/B', 0, 0, 0, 1, 1, 1, ?, ?, 0, 0, 1, 0, 2, 'SPOT')`,
  );
  // numbers and dates of closing go different ways
  for (let id = 1; id <= TRADES; id++) trades.run(id, at(0), at(1 + ((id * 7) % 5000)));
  const worth = handle.database.prepare(
    `INSERT INTO wallet_history (timestamp, currency, quote_currency, balance, total_quote, leverage, bot_managed) VALUES (?, ?, 'USDT', 1, ?, 1, 1)`,
  );
  for (let index = 0; index < TRADES; index++) for (const currency of ['USDT', 'BTC']) worth.run(at(index), currency, index);
  handle.database.exec('COMMIT');
  const store = await createTradeStore(database, () => 0);
  const byClose = Array.from({ length: TRADES }, (_one, index) => index + 1).sort((a, b) => ((a * 7) % 5000) - ((b * 7) % 5000) || a - b);
  expect(store.history.facts().map(({ id }) => id)).toEqual(byClose);
  const page = { offset: 10, limit: 333, after: null };
  const idsOf = async (orderById: boolean) => (await store.history.page({ ...page, orderById })).trades.map(({ id }) => id);
  expect(await idsOf(true)).toEqual(Array.from({ length: 333 }, (_one, index) => 11 + index));
  expect(await idsOf(false)).toEqual(byClose.toReversed().slice(10, 343));
  expect(await store.records.walletHistory()).toEqual(
    Array.from({ length: TRADES }, (_one, index) => ({ at: index * 60_000, total: 2 * index })),
  );
  await store.history.reread();
  expect(store.history.facts().map(({ id }) => id)).toEqual(byClose);
  await store.close();
});
