import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { seedOf } from '../seed.ts';
import {
  type BotProcess,
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
  until,
} from './harness.ts';
import { expectLedgerEqualsDatabase, integrity } from './ledger-check.ts';

const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const PYTHON = join(PEERS, 'bin/python');
const STRATEGIES = join(ROOT, 'tests/process/python-strategies');
/** A Python process takes seconds to start, and many times that where others need the machine. */
const PATIENT_MS = 120_000;
const market = { order_types: { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false } };

let simulator: SimulatorProcess | null = null;
let bot: BotProcess | null = null;

afterEach(async () => {
  await bot?.stop();
  await simulator?.close();
  if (bot !== null) removeFolder(bot.folder);
  simulator = null;
  bot = null;
});

type Note = Readonly<Record<string, unknown>>;

function notesIn(file: string): Note[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Note);
}

/** Processes that a bot has started and that have not ended. */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return state !== 'Z' && Number(parent) === pid;
      } catch {
        // it has ended meanwhile
        return false;
      }
    })
    .map(Number);
}

describe.skipIf(!existsSync(PYTHON) && process.env['CI'] === undefined)('a strategy in Python, trading', () => {
  it('sees trades, orders, wallets, order books and messages, keeps data with its trades, and comes back when its process is killed', async () => {
    simulator = await startSimulatorProcess();
    const folder = temporaryFolder();
    const file = join(folder, 'notes');
    const config = botConfig(simulator, await freePort(), { ...market, dry_run: false, strategy: 'Asking', python: PYTHON });
    bot = await startBotProcess({ config, patienceMs: PATIENT_MS, folder, strategyPath: STRATEGIES, environment: { ASKING_NOTES: file } });
    const own = bot;
    const noted = (what: string): Note[] => notesIn(file).filter((note) => note['what'] === what);
    await until(async () => noted('order_filled').length >= 3 && noted('bot_loop_start').length > 0, 'three entries', PATIENT_MS);
    expect(noted('bot_start')).toEqual([{ what: 'bot_start', runmode: 'live', whitelist: ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'] }]);
    expect(noted('bot_loop_start')[0]).toMatchObject({ bids: 3, base: 'BTC', stake: true, available: true });
    expect(noted('confirm_trade_entry').map(({ pair, tag, side }) => [pair, tag, side])).toEqual([
      ['BTC/USDT', 'always', 'long'],
      ['ETH/USDT', 'always', 'long'],
      ['SOL/USDT', 'always', 'long'],
    ]);
    expect(bot.output()).toMatch(/strategy - INFO - looking at BTC\/USDT \d+ True/);

    // killed: what it was asked meanwhile is not decided, and then it goes on with what it knew
    const [first] = childrenOf(own.process.pid!);
    process.kill(first!, 'SIGKILL');
    const second = await until(
      async () => childrenOf(own.process.pid!).find((pid) => pid !== first) ?? null,
      'another process',
      PATIENT_MS,
    );
    await until(async () => /The strategy is asked again/.test(own.output()), 'the strategy to be asked again', PATIENT_MS);
    expect(bot.output()).toMatch(/The Python process of the strategy has ended \(SIGKILL\)/);
    writeFileSync(`${file}.leave`, '');
    await until(async () => (await own.api<unknown[]>('GET', 'status')).body.length === 0, 'every trade to be left', PATIENT_MS);
    for (const pair of ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'])
      expect(noted('custom_exit').find((note) => note['pair'] === pair)).toMatchObject({
        rows: true,
        mood: 'calm',
        open: true,
        same: 1,
        kept: 1,
        entries: 1,
        tag: 'always',
      });
    const { body: locks } = await bot.api<{ locks: { reason: string }[] }>('GET', 'locks');
    expect(locks.locks.filter(({ reason }) => reason === 'left').length).toBe(3);
    const { body } = await bot.api<{ trades: { exit_reason: string; orders: unknown[] }[] }>('GET', 'trades');
    expect(body.trades.map(({ exit_reason, orders }) => [exit_reason, orders.length])).toEqual(new Array(3).fill(['asked_to', 2]));
    const ledger = await expectLedgerEqualsDatabase(simulator, bot);
    expect(ledger.orders.length).toBe(6);
    expect(integrity(bot.database)).toBe('ok');

    // it ends with the bot, however that ends
    bot.process.kill('SIGKILL');
    await bot.ended();
    await until(async () => !existsSync(`/proc/${second}`), 'the Python process to end with the bot');
  }, 600_000);

  const kills = Number(process.env['PYTHON_KILLS'] ?? 2);
  it(
    'loses and doubles no order when its process is killed at any moment',
    async () => {
      const random = seeded(seedOf(7));
      simulator = await startSimulatorProcess();
      const config = botConfig(simulator, await freePort(), { ...market, dry_run: false, strategy: 'Flipping', python: PYTHON });
      bot = await startBotProcess({ config, patienceMs: PATIENT_MS, strategyPath: STRATEGIES });
      const own = bot;
      const orders = async (): Promise<number> => (await simulator!.ledger()).orders.length;
      for (let kill = 0; kill < kills; kill++) {
        const before = await orders();
        // it trades again after each
        await until(async () => (await orders()) > before, `orders after kill ${kill}`, PATIENT_MS);
        await setTimeout(random() * 1500);
        for (const pid of childrenOf(own.process.pid!)) process.kill(pid, 'SIGKILL');
      }
      const before = await orders();
      await until(async () => (await orders()) > before, 'orders after the last kill', PATIENT_MS);
      await own.api('POST', 'stop');
      const ledger = await expectLedgerEqualsDatabase(simulator, own);
      // what is bought and sold in turn, as the strategy says: an order that was lost or doubled would break the turns
      const { body } = await own.api<{ pair: string; orders: { ft_order_side: string }[] }[]>('GET', 'status');
      expect(body.length).toBe(3);
      for (const { orders: made } of body) {
        const sides = made.map((order) => order.ft_order_side);
        expect(sides).toEqual(sides.map((_side, index) => (index < 2 || index % 2 === 1 ? 'buy' : 'sell')));
      }
      expect(ledger.orders.length).toBe(body.reduce((sum, { orders: made }) => sum + made.length, 0));
      expect(integrity(own.database)).toBe('ok');
    },
    600_000 + kills * 30_000,
  );
});

/** Numbers from 0 to 1, the same for a seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}
