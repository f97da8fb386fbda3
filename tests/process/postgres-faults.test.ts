import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedOf } from '../seed.ts';
import {
  type BotProcess,
  botConfig,
  freePort,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  until,
} from './harness.ts';
import { type DatabaseFacts, factsFrom, ledgerProblems } from './ledger.ts';
import { isWithoutPostgres, type PostgresServer, startPostgres } from './postgres-server.ts';

/** Live trading while PostgreSQL restarts, cuts connections, and another bot waits for the database. */
const SEED = seedOf('postgres');
const CUTS = Number(process.env['TEST_RUNS'] ?? 10);
const PAIRS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'];
const CLAIM = "application_name = 'freqtrade-ts claim'";
const cut = (which: string) => `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${which} AND pid <> pg_backend_pid()`;

describe.skipIf(isWithoutPostgres)(`a live bot on a PostgreSQL that fails (seed ${SEED})`, () => {
  let postgres: PostgresServer;
  let simulator: SimulatorProcess;
  const bots: BotProcess[] = [];

  const start = async (url: string, waitForRunning = true): Promise<BotProcess> => {
    const config = botConfig(simulator, await freePort(), {
      dry_run: false,
      order_types: { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false },
      internals: { process_throttle_secs: 0.3 },
    });
    const bot = await startBotProcess({ config, databaseUrl: url, waitForRunning });
    bots.push(bot);
    return bot;
  };
  const isReady = (bot: BotProcess) =>
    until(
      async () => (await bot.ask<{ problems: string[] }>('GET', 'health/ready')).body.problems.length === 0,
      'the bot to be well again',
      30_000,
    );

  const facts = (url: string): Promise<DatabaseFacts> => factsFrom((text) => postgres.query(url, text));

  beforeAll(async () => {
    postgres = await startPostgres();
    simulator = await startSimulatorProcess(['--seed', SEED]);
  });
  afterAll(async () => {
    for (const bot of bots) {
      await bot.stop();
      removeFolder(bot.folder);
    }
    await simulator?.close();
    postgres?.close();
  });

  it('goes on through restarts and cuts: no end, no double, no orphan', async () => {
    const url = await postgres.database('cuts');
    const bot = await start(url);
    let isOver = false;
    // somebody who buys and sells all the time
    const trader = (async () => {
      for (let turn = 0; !isOver; turn++) {
        const pair = PAIRS[turn % PAIRS.length]!;
        await bot.ask('POST', 'forceenter', { pair });
        if (turn % 3 === 2) await bot.ask('POST', 'forceexit', { tradeid: 'all' });
      }
    })();
    for (let number = 0; number < CUTS; number++) {
      await new Promise((resolve) => setTimeout(resolve, 150 + ((number * 97) % 400)));
      if (number % 5 === 4) {
        postgres.crash();
        postgres.start();
      } else await postgres.query(url, cut(number % 2 === 0 ? "application_name LIKE 'freqtrade-ts%'" : CLAIM));
      if (number % 3 !== 2) continue;
      await isReady(bot);
      const before = (await simulator.ledger()).orders.length;
      await until(async () => (await simulator.ledger()).orders.length > before, 'more orders');
    }
    isOver = true;
    await trader;
    expect([bot.process.exitCode, bot.process.signalCode], bot.output()).toEqual([null, null]);
    await isReady(bot);
    const pending = () => postgres.query(url, "SELECT 1 FROM ftts_order_intents WHERE state = 'pending'");
    await until(async () => (await pending()).length === 0, 'what was in flight to be settled', 30_000);
    const ledger = await simulator.ledger();
    expect(ledgerProblems(ledger, await facts(url))).toEqual([]);
    expect(ledger.orders.length).toBeGreaterThan(CUTS / 3);
    await bot.api('POST', 'forceexit', { tradeid: 'all' });
    await until(async () => (await bot.api<unknown[]>('GET', 'status')).body.length === 0, 'all to be sold');
    expect(await bot.stop()).toBe(0);
  });

  it('orders nothing once another bot has the database, and takes it back when that one is gone', async () => {
    const url = await postgres.database('claims');
    const first = await start(url);
    expect((await first.api('POST', 'forceenter', { pair: 'BTC/USDT' })).status).toBe(200);
    // it stands still while its connection is cut, as a laptop whose lid is shut
    first.process.kill('SIGSTOP');
    await postgres.query(url, cut(CLAIM));
    const second = await start(url);
    first.process.kill('SIGCONT');
    await until(async () => first.output().includes('in use by another bot (process'), 'the first to notice');
    const refused = await first.ask('POST', 'forceenter', { pair: 'ETH/USDT' });
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([502, expect.stringContaining('the claim on the database is lost')]);
    expect((await second.api('POST', 'forceexit', { tradeid: 'all' })).status).toBe(200);
    expect((await second.api('POST', 'forceenter', { pair: 'SOL/USDT' })).status).toBe(200);
    expect(await second.stop()).toBe(0);
    await isReady(first);
    expect(first.output()).toContain('Another bot had the database in between');
    const open = (await first.api<{ pair: string }[]>('GET', 'status')).body;
    expect(open.map(({ pair }) => pair)).toEqual(['SOL/USDT']);
    expect((await first.api('POST', 'forceexit', { tradeid: 'all' })).status).toBe(200);
    // each order as one of them has sent it
    const sides = (await simulator.ledger()).orders.slice(-4).map(({ side, symbol }) => `${side} ${symbol}`);
    expect(sides).toEqual(['BUY BTCUSDT', 'SELL BTCUSDT', 'BUY SOLUSDT', 'SELL SOLUSDT']);
  });
});
