import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { presentTrade } from '../api/present/trade.ts';
import type { Trade } from '../core/trade/trade.ts';
import { openBotStore, openTradeStore } from './open.ts';
import type { TradeStore } from './port.ts';
import { everyClosedTrade } from './read/every-closed-trade.ts';

const GOLDEN = join(import.meta.dirname, '../../tests/golden/databases');
const RELEASES = readdirSync(GOLDEN)
  .filter((name) => name.endsWith('.sqlite.gz'))
  .map((name) => name.replace('.sqlite.gz', ''));

type Row = Record<string, unknown>;
interface Right {
  readonly show_trades: readonly Row[];
  readonly tables: Readonly<Record<string, readonly Row[]>>;
}

const everyTrade = async (store: TradeStore): Promise<Trade[]> =>
  [...(await store.trades.open()), ...(await everyClosedTrade(store.history))].sort((one, other) => one.id - other.id);

describe('a database of an older freqtrade', () => {
  let folder: string;
  let path: string;
  const url = () => `sqlite:///${path}`;
  const lay = (release: string, change = '') => {
    writeFileSync(path, gunzipSync(readFileSync(join(GOLDEN, `${release}.sqlite.gz`))), { mode: 0o600 });
    if (change === '') return;
    const database = new DatabaseSync(path);
    database.exec(change);
    database.close();
  };
  const rowsOf = (table: string, file = path): Row[] => {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const known = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?").get(table);
      if (known === undefined) return [];
      return database
        .prepare(`SELECT * FROM "${table}" ORDER BY id`)
        .all()
        .map((row) => ({ ...row }));
    } finally {
      database.close();
    }
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'freqtrade-ts-'));
    path = join(folder, 'trades.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each(RELEASES)('of %s is brought forward as freqtrade brings it, and a copy is kept', async (release) => {
    lay(release);
    const before = readFileSync(path);
    const right = JSON.parse(readFileSync(join(GOLDEN, `${release}.json`), 'utf8')) as Right;
    const notes: string[] = [];
    const store = await openBotStore(url(), () => 0, { owner: 'a test', note: (text) => notes.push(text) });
    const shown = JSON.parse(JSON.stringify((await everyTrade(store)).map(presentTrade))) as Row[];
    expect(shown).toEqual(right.show_trades);
    expect((await store.records.locks()).map(({ pair, side, reason }) => [pair, side, reason])).toEqual([['ETH/USDT', '*', 'Auto lock']]);
    await store.close();
    for (const [table, rows] of Object.entries(right.tables)) expect(rowsOf(table), table).toEqual(rows);
    const isOlder = Object.keys(right.tables).some((table) => table.includes('_bak')) && !before.includes('trades_bak');
    expect([existsSync(`${path}.bak0`), notes.length]).toEqual(isOlder || notes.length > 0 ? [true, 1] : [false, 0]);
    if (existsSync(`${path}.bak0`)) expect(rowsOf('trades', `${path}.bak0`)).toHaveLength(4);
    // once more: nothing is left to do
    const again = await openTradeStore(url(), () => 0);
    expect(await everyTrade(again)).toHaveLength(4);
    await again.close();
    expect(readdirSync(folder).filter((name) => name.includes('.bak')).length).toBeLessThanOrEqual(1);
  });

  it('goes on being traded', async () => {
    lay('2021.1');
    const store = await openTradeStore(url(), () => 0);
    const [trade] = await store.trades.open();
    trade!.stopLoss = 95;
    const copy = { ...trade!, id: 0, orders: [], customData: {} };
    await store.commit({ trades: [trade!, copy] });
    expect([rowsOf('trades').find(({ id }) => id === 3)?.['stop_loss'], copy.id]).toEqual([95, 5]);
    // what the old release did not know stays unknown
    expect(rowsOf('trades').find(({ id }) => id === 3)).toMatchObject({ trading_mode: null, precision_mode: null, contract_size: null });
    await store.close();
  });

  const REFUSED: readonly (readonly [string, string, string, RegExp])[] = [
    ['without a table of orders', '2021.1', 'DROP TABLE orders', /very old freqtrade.*2022\.3/],
    ['that lacks a column of orders', '2026.1', 'ALTER TABLE orders DROP COLUMN ft_order_tag', /table orders has no column ft_order_tag/],
    ['that lacks a column of trades', '2021.1', 'ALTER TABLE trades DROP COLUMN close_profit', /table trades has no column close_profit/],
    ['that lacks a column of locks', '2022.3', 'ALTER TABLE pairlocks DROP COLUMN reason', /table pairlocks has no column reason/],
    [
      'that lacks a column of what a strategy keeps',
      '2026.1',
      'ALTER TABLE trade_custom_data DROP COLUMN cd_type',
      /table trade_custom_data has no column cd_type/,
    ],
    ['that lacks a column of what a bot keeps', '2026.1', 'ALTER TABLE "KeyValueStore" DROP COLUMN int_value', /no column int_value/],
    [
      'whose migration was interrupted when trades were put aside',
      '2021.1',
      'ALTER TABLE trades RENAME TO trades_bak0',
      /table trades is missing, while trades_bak0 holds rows/,
    ],
    [
      'whose migration was interrupted before orders were copied',
      '2021.1',
      'CREATE TABLE orders_bak0 AS SELECT * FROM orders; DELETE FROM orders',
      /table orders is empty, while orders_bak0 holds rows/,
    ],
  ];
  it.each(REFUSED)('%s is refused and left as it is', async (_what, release, change, reason) => {
    lay(release, change);
    const before = readFileSync(path);
    await expect(openBotStore(url(), () => 0, { owner: 'a test', note: () => undefined })).rejects.toThrow(reason);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => !name.endsWith('.lock'))).toEqual(['trades.sqlite']);
  });

  it('that is read-only, or no database at all, is refused and left as it is', async () => {
    lay('2021.1');
    chmodSync(path, 0o400);
    const before = readFileSync(path);
    await expect(openTradeStore(url(), () => 0)).rejects.toThrow('is read-only');
    expect(readFileSync(path).equals(before)).toBe(true);
    chmodSync(path, 0o600);
    writeFileSync(path, 'no database, but a text that is long enough to be taken for one'.repeat(20));
    await expect(openTradeStore(url(), () => 0)).rejects.toThrow('not a database');
    expect(readFileSync(path, 'utf8')).toContain('no database');
  });

  it('of our own, before later steps were added, gets those and nothing else', async () => {
    await (await openTradeStore(url(), () => 0)).close();
    const database = new DatabaseSync(path);
    database.exec('DELETE FROM ftts_migrations WHERE id > 1; DROP TABLE ftts_order_intents; DROP INDEX ix_ftts_trades_close_date');
    database.close();
    await (await openTradeStore(url(), () => 0)).close();
    expect(rowsOf('ftts_migrations').map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(readdirSync(folder).filter((name) => name.includes('.bak'))).toEqual([]);
  });

  it('whose rows do not fit is put back whole', async () => {
    lay('2021.1');
    const database = new DatabaseSync(path);
    // a value that only a column of old may lack
    database.exec(`ALTER TABLE trades ADD COLUMN interest_rate FLOAT`);
    database.close();
    await expect(openTradeStore(url(), () => 0)).rejects.toThrow('NOT NULL constraint failed: trades.interest_rate');
    expect([rowsOf('trades').length, rowsOf('orders').length, rowsOf('trades_bak0').length]).toEqual([4, 7, 0]);
  });
});
