import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BotProcess,
  botConfig,
  freePort,
  nextIteration,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  until,
} from '../process/harness.ts';
import { factsFrom, integrity, ledgerProblems, readDatabase } from '../process/ledger.ts';
import { isWithoutPostgres, type PostgresServer, startPostgres } from '../process/postgres-server.ts';
import { seedOf } from '../seed.ts';

const SEED = seedOf('kill');
const PAIR = 'BTC/USDT';

interface Case {
  point: string;
  phase: 'entry' | 'exit' | 'cancel';
}

/** Named points of an order's life. `in_post` and `after_accept` lie in the exchange: the request is held there while the bot dies. */
const CASES: Case[] = [
  { point: 'before_journal', phase: 'entry' },
  { point: 'after_journal', phase: 'entry' },
  { point: 'before_send', phase: 'entry' },
  { point: 'in_post', phase: 'entry' },
  { point: 'after_accept', phase: 'entry' },
  { point: 'after_answer', phase: 'entry' },
  { point: 'before_commit', phase: 'entry' },
  { point: 'after_commit', phase: 'entry' },
  { point: 'before_publish', phase: 'entry' },
  { point: 'after_journal', phase: 'exit' },
  { point: 'after_accept', phase: 'exit' },
  { point: 'after_answer', phase: 'exit' },
  { point: 'before_commit', phase: 'exit' },
  { point: 'after_commit', phase: 'exit' },
  { point: 'before_cancel', phase: 'cancel' },
  { point: 'after_cancel', phase: 'cancel' },
  { point: 'before_fill_commit', phase: 'cancel' },
];

/** Over the network as beside the bot: what matters is which answers came. */
const POSTGRES_CASES: Case[] = [
  { point: 'after_journal', phase: 'entry' },
  { point: 'after_answer', phase: 'entry' },
  { point: 'before_commit', phase: 'exit' },
  { point: 'after_commit', phase: 'exit' },
  { point: 'before_fill_commit', phase: 'cancel' },
];

describe(`SIGKILL at every point of an order's life, then restart (seed ${SEED})`, () => {
  it.each(CASES)('$phase, killed at $point', async (one) => {
    await killAndRestart(one, null);
  });
});

describe.skipIf(isWithoutPostgres)(`the same over PostgreSQL (seed ${SEED})`, () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.close());

  it.each(POSTGRES_CASES)('$phase, killed at $point', async (one) => {
    const url = await postgres.database(`${one.phase}_${one.point}`);
    await killAndRestart(one, { url, query: (text) => postgres.query(url, text) });
  });
});

interface Elsewhere {
  readonly url: string;
  readonly query: (text: string) => Promise<Record<string, unknown>[]>;
}

/** @param elsewhere the database where it is not SQLite in the bot's folder */
async function killAndRestart({ point, phase }: Case, elsewhere: Elsewhere | null): Promise<void> {
  const at = elsewhere === null ? {} : { databaseUrl: elsewhere.url };
  const simulator = await startSimulatorProcess(['--seed', SEED]);
  const config = botConfig(simulator, await freePort(), {
    dry_run: false,
    order_types: { entry: 'limit', exit: 'market', stoploss: 'market', stoploss_on_exchange: false },
    exit_pricing: { price_side: 'other', use_order_book: true, order_book_top: 1 },
  });
  let bot: BotProcess | null = null;
  const facts = () => (elsewhere === null ? readDatabase(bot!.database) : factsFrom(elsewhere.query));
  try {
    const isHeld = point === 'in_post' || point === 'after_accept';
    const environment = { FREQTRADE_TS_KILL_AT: point };
    // before a first entry there is nothing to prepare
    const isFirst = phase === 'entry' && !isHeld;
    bot = isFirst ? await startBotProcess({ config, ...at, environment }) : await prepare(simulator, config, phase, at);
    const folder = bot.folder;
    if (isHeld) {
      const kind = point === 'in_post' ? 'delay_before' : 'delay_after';
      await simulator.control('POST', 'faults', { kind, match: 'POST /api/v3/order', count: 1, ms: 1500 });
    } else if (!isFirst) {
      await bot.stop();
      bot = await startBotProcess({ config, folder, ...at, environment });
    }
    const asked = trigger(bot, phase).catch(() => undefined);
    if (isHeld) {
      const isStruck = async () => (await simulator.control<{ struck: number }[]>('GET', 'faults')).some(({ struck }) => struck > 0);
      await until(isStruck, 'the request to reach the exchange');
      bot.process.kill('SIGKILL');
    }
    await asked;
    expect(await bot.ended(), bot.output()).toBeNull();
    if (elsewhere === null) expect(integrity(bot.database)).toBe('ok');

    bot = await startBotProcess({ config, folder, ...at });
    await until(async () => (await facts()).pending === 0, 'what was in flight to be settled', 40_000);
    await nextIteration(bot);
    const ledger = await simulator.ledger();
    expect(ledgerProblems(ledger, await facts())).toEqual([]);
    const entries = ledger.orders.filter((order) => order.side === 'BUY');
    expect(entries.length).toBeLessThanOrEqual(1);
    expect(ledger.orders.filter((order) => order.side === 'SELL').length).toBeLessThanOrEqual(1);
  } finally {
    await bot?.stop();
    await simulator.close();
    if (bot !== null) removeFolder(bot.folder);
  }
}

/** A bot at the state before the order in question. */
async function prepare(
  simulator: SimulatorProcess,
  config: Record<string, unknown>,
  phase: Case['phase'],
  at: { databaseUrl?: string },
): Promise<BotProcess> {
  const bot = await startBotProcess({ config, ...at });
  if (phase === 'exit') {
    await bot.api('POST', 'forceenter', { pair: PAIR, ordertype: 'market' });
  }
  if (phase === 'cancel') {
    const price = Math.round((await simulator.price('BTCUSDT')) * 0.9);
    await bot.api('POST', 'forceenter', { pair: PAIR, price, ordertype: 'limit' });
  }
  return bot;
}

async function trigger(bot: BotProcess, phase: Case['phase']): Promise<unknown> {
  switch (phase) {
    case 'exit':
      return bot.api('POST', 'forceexit', { tradeid: '1', ordertype: 'market' });
    case 'cancel':
      return bot.api('DELETE', 'trades/1/open-order');
    default:
      return bot.api('POST', 'forceenter', { pair: PAIR, ordertype: 'market' });
  }
}
