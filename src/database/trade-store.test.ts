import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import type { OrderIntent } from '../core/order/intent.ts';
import { migrate } from './migrate.ts';
import { dateText } from './rows/dates.ts';
import { nodeSqliteDialect, openSqlite } from './sqlite/node-dialect.ts';
import { SpareJournal } from './sqlite/spare-journal.ts';
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

test('intents beside a database are found again, whole, by their own database, and take no more room than there was', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spare-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'a.spare');
  const open = (database = 'mine') => {
    const spare = SpareJournal.open(path, database)!;
    onTestFinished(() => spare.close());
    return spare;
  };
  const intent = (number: number, tag = 'exit'): OrderIntent => ({
    clientOrderId: `x-${number}`,
    kind: 'exit',
    pair: 'A/B',
    side: 'sell',
    orderType: 'market',
    timeInForce: 'GTC',
    amount: 1,
    rate: 2,
    stopPrice: null,
    stakeAmount: 0,
    tag,
    exitReason: tag,
    createdAt: number,
    state: 'pending',
    tradeId: 1,
    trade: null,
  });
  const first = open();
  const { size, mode } = statSync(path);
  expect(mode & 0o777).toBe(0o600);
  for (let number = 0; number < 64; number++) first.write(intent(number));
  expect(first.hasRoom).toBe(false);
  expect(() => first.write(intent(64))).toThrow('has no place');
  first.remove('x-3');
  expect(() => first.write(intent(64, 'long'.repeat(2000)))).toThrow('has no place');
  first.write(intent(65, 'zwölf Boxkämpfer'));
  expect(statSync(path).size).toBe(size);
  expect(
    open()
      .intents()
      .map(({ clientOrderId }) => clientOrderId),
  ).toEqual([0, 1, 2, 65, ...Array.from({ length: 60 }, (_one, index) => index + 4)].map((number) => `x-${number}`));
  expect(open().intents()[3]).toEqual(intent(65, 'zwölf Boxkämpfer'));
  expect(open('another').intents()).toEqual([]);
  // cut off while it was written
  const bytes = readFileSync(path);
  bytes.fill(' ', 4096 + 300, 8192);
  writeFileSync(path, bytes);
  expect(
    open()
      .intents()
      .map(({ clientOrderId }) => clientOrderId),
  ).not.toContain('x-1');
  first.remove('x-5');
  renameSync(path, `${path}.away`);
  expect(() => first.write(intent(66))).toThrow('was removed or replaced');
  expect(SpareJournal.open(join(folder, 'no', 'folder'), 'mine')).toBeNull();
});
