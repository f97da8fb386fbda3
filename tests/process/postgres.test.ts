import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTradeStore } from '../../src/database/open.ts';
import {
  type BotProcess,
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  runProgram,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
  until,
} from './harness.ts';
import { isWithoutPostgres, type PostgresServer, startPostgres } from './postgres-server.ts';

const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const MARKET = { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false };

const ours = (...args: string[]) => runProgram(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args]);

describe.skipIf(isWithoutPostgres)('a bot on PostgreSQL', () => {
  let postgres: PostgresServer;
  let simulator: SimulatorProcess;
  let url: string;
  const bots: BotProcess[] = [];

  const start = async (databaseUrl: string, folder?: string): Promise<BotProcess> => {
    const config = botConfig(simulator, await freePort(), { order_types: MARKET });
    const bot = await startBotProcess({ config, databaseUrl, ...(folder === undefined ? {} : { folder }) });
    bots.push(bot);
    return bot;
  };
  const openTrades = async (bot: BotProcess) => (await bot.api<{ trade_id: number; pair: string }[]>('GET', 'status')).body;

  beforeAll(async () => {
    postgres = await startPostgres();
    simulator = await startSimulatorProcess();
    url = await postgres.database('ours');
  });
  afterAll(async () => {
    for (const bot of bots) {
      await bot.stop();
      removeFolder(bot.folder);
    }
    await simulator?.close();
    postgres?.close();
  });

  it('trades, is stopped, and knows everything when it comes back; another bot is kept off', async () => {
    const first = await start(url);
    for (const pair of ['ETH/USDT', 'BTC/USDT']) expect((await first.api('POST', 'forceenter', { pair })).status).toBe(200);
    await until(async () => (await openTrades(first)).length === 2, 'two open trades');
    await first.api('POST', 'forceexit', { tradeid: '1' });
    await until(async () => (await openTrades(first)).length === 1, 'one to be closed');
    await first.api('POST', 'locks', [{ pair: 'SOL/USDT', until: '2099-01-01 00:00:00Z', reason: 'a'.repeat(300), side: '*' }]);
    const before = (await first.api('GET', 'trades')).body;
    const elsewhere = temporaryFolder();
    writeFileSync(join(elsewhere, 'config.json'), JSON.stringify(botConfig(simulator, await freePort())));
    const second = await ours(
      'trade',
      ...['--config', join(elsewhere, 'config.json'), '--userdir', elsewhere, '--db-url', url],
      ...['--strategy-path', join(ROOT, 'tests/process/strategies')],
    );
    removeFolder(elsewhere);
    expect([second.code > 0, second.out + second.err]).toEqual([true, expect.stringContaining('in use by another bot')]);
    expect(await first.stop()).toBe(0);
    const again = await start(url, first.folder);
    expect((await openTrades(again)).map(({ pair }) => pair)).toEqual(['BTC/USDT']);
    expect((await again.api('GET', 'trades')).body).toEqual(before);
    expect((await again.api<{ lock_count: number }>('GET', 'locks')).body.lock_count).toBeGreaterThan(0);
    expect((await again.api<{ total_trades: number }>('GET', 'trades?search=eth&sort_by=duration')).body.total_trades).toBe(1);
    // beyond what its rows count to
    expect((await again.ask('GET', 'trade/9007199254740990')).status).toBe(404);
    expect((await ours('show-trades', '--db-url', url)).out).toContain('Printing 2 Trades:');
    const [orders] = await postgres.query<{ orders: string; trades: string; pending: string }>(
      url,
      `SELECT (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM trades) AS trades,
       (SELECT count(*) FROM ftts_order_intents WHERE state = 'pending') AS pending`,
    );
    expect(orders).toEqual({ orders: '3', trades: '2', pending: '0' });
  });

  it.skipIf(!existsSync(PEERS) && process.env['CI'] === undefined)(
    'has the tables that the real freqtrade makes, which reads them',
    async () => {
      const bot = bots.at(-1)!;
      const theirs = await postgres.database('theirs');
      const real = (database: string) =>
        runProgram(join(PEERS, 'bin/freqtrade'), ['show-trades', '--userdir', bot.folder, '--db-url', database]);
      const made = await real(theirs);
      expect(made.out + made.err).toContain('Printing 0 Trades');
      const shape = async (database: string) => ({
        columns: await postgres.query(
          database,
          `SELECT table_name, column_name, udt_name, character_maximum_length, is_nullable, column_default IS NOT NULL AS has_default
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'ftts_%' ORDER BY 1, 2`,
        ),
        indexes: await postgres.query(
          database,
          `SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE '%ftts_%' AND tablename NOT LIKE 'ftts_%' ORDER BY 2`,
        ),
        constraints: await postgres.query(
          database,
          `SELECT conrelid::regclass::text AS name, contype, pg_get_constraintdef(oid) AS definition FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'ftts_%' AND contype IN ('p', 'u', 'f') ORDER BY 1, 2, 3`,
        ),
      });
      expect(await shape(url)).toEqual(await shape(theirs));
      const lines = (text: string) => text.split('\n').filter((line) => line.startsWith('Trade('));
      expect(lines((await real(url)).out)).toHaveLength(2);
      expect(lines((await ours('show-trades', '--db-url', url)).out)).toEqual(lines((await real(url)).out));
    },
  );

  it('goes on when the server crashes and comes back, and neither loses nor doubles an order', async () => {
    const bot = bots.at(-1)!;
    const [trade] = await openTrades(bot);
    postgres.crash();
    // nothing is placed that is not written first
    expect((await bot.ask('POST', 'forceenter', { pair: 'SOL/USDT' })).status).toBe(502);
    await bot.ask('POST', 'forceexit', { tradeid: String(trade!.trade_id) });
    expect(bot.process.exitCode).toBeNull();
    postgres.start();
    await until(async () => {
      await bot.ask('POST', 'forceexit', { tradeid: 'all' });
      return (await openTrades(bot)).length === 0;
    }, 'the trade to be closed');
    expect((await bot.api('POST', 'forceenter', { pair: 'SOL/USDT' })).status).toBe(200);
    await until(async () => (await openTrades(bot)).length === 1, 'a new trade');
    const rows = await postgres.query<{ pair: string; count: string }>(
      url,
      'SELECT ft_pair AS pair, count(*) FROM orders GROUP BY 1 ORDER BY 1',
    );
    expect(rows).toEqual([
      { pair: 'BTC/USDT', count: '2' },
      { pair: 'ETH/USDT', count: '2' },
      { pair: 'SOL/USDT', count: '1' },
    ]);
  });

  it('brings a database of an older release forward, with what refers to its trades', async () => {
    const old = await postgres.database('older');
    await (await openTradeStore(old, () => 0)).close();
    for (const change of [
      'DROP TABLE ftts_migrations, ftts_order_intents, wallet_history',
      'ALTER TABLE trades DROP COLUMN record_version, DROP COLUMN is_short, DROP COLUMN trading_mode, DROP COLUMN max_stake_amount',
      'ALTER TABLE trades RENAME COLUMN exit_reason TO sell_reason',
      'ALTER TABLE pairlocks DROP COLUMN side',
      'ALTER TABLE "KeyValueStore" ALTER COLUMN key TYPE VARCHAR(25)',
      'ALTER TABLE orders DROP COLUMN ft_order_tag, DROP COLUMN ft_amount',
      `INSERT INTO trades (exchange, pair, is_open, fee_open, fee_close, open_rate, stake_amount, amount, open_date, is_stop_loss_trailing, interest_rate, sell_reason)
       VALUES ('BINANCE', 'ETH/USDT', true, 0.001, 0.001, 100, 100, 1, '2021-01-01', false, 0, 'sell_signal')`,
      `INSERT INTO orders (ft_trade_id, ft_order_side, ft_pair, ft_is_open, ft_price, order_id, status, side, amount, filled, order_date)
       VALUES (1, 'buy', 'ETH/USDT', false, 100, 'e1', 'closed', 'buy', 1, 1, '2021-01-01')`,
      `INSERT INTO pairlocks (pair, reason, lock_time, lock_end_time, active) VALUES ('ETH/USDT', 'x', '2021-01-01', '2099-01-01', true)`,
      `INSERT INTO trade_custom_data (ft_trade_id, cd_key, cd_type, cd_value, created_at) VALUES (1, 'note', 'str', 'kept', '2021-01-01')`,
    ])
      await postgres.query(old, change);
    const store = await openTradeStore(old, () => 0);
    const [trade] = await store.trades.open();
    expect(trade).toMatchObject({
      id: 1,
      exchange: 'binance',
      exitReason: 'exit_signal',
      isShort: false,
      tradingMode: null,
      maxStakeAmount: 100,
      orders: [{ orderId: 'e1', ftAmount: 1 }],
      customData: { note: { value: 'kept' } },
    });
    expect((await store.records.locks()).map(({ pair, side }) => [pair, side])).toEqual([['ETH/USDT', '*']]);
    // numbers go on where they were
    const next = { ...trade!, id: 0, orders: [], customData: {} };
    await store.commit({ trades: [next] });
    expect(next.id).toBe(2);
    await store.close();
    expect(await postgres.query(old, 'SELECT pair, sell_reason FROM trades_bak0')).toEqual([
      { pair: 'ETH/USDT', sell_reason: 'sell_signal' },
    ]);
  });

  it('says what is wrong with a server or an address, and never the password', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'config.json'), JSON.stringify(botConfig(simulator, await freePort())));
    for (const [wrong, what] of [
      ['postgresql://me:secret-word@127.0.0.1:1/none', '127.0.0.1/none'],
      [url.replace('/ours', '/missing'), 'missing'],
      ['mysql://me:secret-word@127.0.0.1/none', 'not supported'],
    ] as const) {
      for (const command of [
        ['show-trades'],
        ['trade', '--config', join(folder, 'config.json'), '--userdir', folder, '--strategy-path', join(ROOT, 'tests/process/strategies')],
      ]) {
        const { code, out, err } = await ours(...command, '--db-url', wrong);
        expect(code).toBeGreaterThan(0);
        expect(out + err).toContain(what);
        expect(out + err).not.toContain('secret-word');
      }
    }
    removeFolder(folder);
  });
});
