import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BotProcess,
  botConfig,
  freePort,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  until,
} from '../process/harness.ts';
import { expectLedgerEqualsDatabase, readDatabase } from '../process/ledger-check.ts';
import { seedOf } from '../seed.ts';

const SEED = seedOf('lost');
const PAIRS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'ADA/USDT', 'LINK/USDT', 'AVAX/USDT', 'DOT/USDT', 'ATOM/USDT', 'XRP/USDT', 'LTC/USDT'];
/** Of the order that adds to a trade. */
const ADDED = PAIRS.at(-1)!;
const FAULTS = [
  { name: 'answer dropped after accept', kind: 'drop_after' },
  { name: '502 after accept', kind: 'http_after', status: 502 },
  { name: 'hang until time-out', kind: 'hang_after' },
  { name: 'connection cut before accept', kind: 'drop_before' },
  { name: 'body stalled', kind: 'stall_body' },
  { name: 'banned after accept', kind: 'ban_after', status: 418, ms: 1500 },
  { name: 'too many requests after accept', kind: 'http_after', status: 429 },
  { name: 'empty answer after accept', kind: 'empty_after' },
  {
    name: 'a time-out told as a refusal after accept',
    kind: 'refusal_after',
    status: 400,
    code: -1007,
    msg: 'Timeout waiting for response',
  },
] as const;

function liveConfig(simulator: SimulatorProcess, port: number, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return botConfig(simulator, port, {
    dry_run: false,
    order_types: { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false },
    entry_pricing: { price_side: 'other', use_order_book: true, order_book_top: 1 },
    exit_pricing: { price_side: 'other', use_order_book: true, order_book_top: 1 },
    exchange: { pair_whitelist: PAIRS },
    max_open_trades: PAIRS.length,
    ...changes,
  });
}

describe(`lost answers, live against the simulator (seed ${SEED})`, () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;

  beforeAll(async () => {
    console.log(`seed ${SEED}`);
    simulator = await startSimulatorProcess(['--seed', SEED, '--pairs', PAIRS.join(',')]);
    bot = await startBotProcess({ config: liveConfig(simulator, await freePort(), { position_adjustment_enable: true }) });
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    if (bot) removeFolder(bot.folder);
  });

  const settled = () => until(async () => readDatabase(bot.database).pending === 0, 'every order to be settled', 30_000);

  it.each(FAULTS.map((fault, index) => ({ ...fault, pair: PAIRS[index]! })))(
    '$name: entry and exit of $pair exist once or not at all',
    async (fault) => {
      const id = fault.pair.replace('/', '');
      const wasAccepted = fault.kind !== 'drop_before';
      await simulator.control('POST', 'faults', { ...fault, match: `POST /api/v3/order.*symbol=${id}`, count: 1 });
      await bot.ask('POST', 'forceenter', { pair: fault.pair, ordertype: 'market' });
      await settled();
      let ledger = await expectLedgerEqualsDatabase(simulator, bot);
      expect(ledger.orders.filter((order) => order.symbol === id).length).toBe(wasAccepted ? 1 : 0);
      if (!wasAccepted) await bot.api('POST', 'forceenter', { pair: fault.pair, ordertype: 'market' });

      const trade = await until(async () => {
        const { body } = await bot.api<{ trade_id: number; pair: string }[]>('GET', 'status');
        return body.find((open) => open.pair === fault.pair) ?? null;
      }, `an open trade of ${fault.pair}`);
      await simulator.control('DELETE', 'faults');
      await simulator.control('POST', 'faults', { ...fault, match: `POST /api/v3/order.*symbol=${id}`, count: 1 });
      await bot.ask('POST', 'forceexit', { tradeid: String(trade.trade_id), ordertype: 'market' });
      await settled();
      ledger = await expectLedgerEqualsDatabase(simulator, bot);
      expect(ledger.orders.filter((order) => order.symbol === id && order.side === 'SELL').length).toBe(wasAccepted ? 1 : 0);
      await simulator.control('DELETE', 'faults');
    },
  );

  it('an order that adds to a trade, its answer lost, exists once and in its trade', async () => {
    const pair = ADDED;
    const id = pair.replace('/', '');
    await bot.api('POST', 'forceenter', { pair, ordertype: 'market', stakeamount: 60 });
    await simulator.control('POST', 'faults', { kind: 'drop_after', match: `POST /api/v3/order.*symbol=${id}`, count: 1 });
    await bot.ask('POST', 'forceenter', { pair, ordertype: 'market', stakeamount: 40 });
    await settled();
    const ledger = await expectLedgerEqualsDatabase(simulator, bot);
    expect(ledger.orders.filter((order) => order.symbol === id)).toHaveLength(2);
    const { body } = await bot.api<{ pair: string; stake_amount: number; nr_of_successful_entries: number }[]>('GET', 'status');
    expect(body.filter((open) => open.pair === pair)).toMatchObject([{ nr_of_successful_entries: 2 }]);
    expect(body.find((open) => open.pair === pair)!.stake_amount).toBeGreaterThan(95);
    await simulator.control('DELETE', 'faults');
    await bot.api('POST', 'forceexit', { tradeid: 'all', ordertype: 'market' });
    await settled();
    await expectLedgerEqualsDatabase(simulator, bot);
  });
});

describe.concurrent(`every answer lost for 24 s (seed ${SEED})`, () => {
  it.each([
    { name: 'answers to new orders', match: 'POST /api/v3/order' },
    { name: 'answers to new orders and to every look-up', match: '(POST|GET) /api/v3/order' },
  ])('$name: no more is spent than max_open_trades allows', async ({ match }) => {
    const simulator = await startSimulatorProcess(['--seed', SEED, '--pairs', PAIRS.join(',')]);
    await simulator.control('POST', 'faults', { kind: 'drop_after', match, count: 1_000_000 });
    const config = liveConfig(simulator, await freePort(), { max_open_trades: 3, strategy: 'EagerStrategy' });
    const bot = await startBotProcess({ config, waitForRunning: false });
    try {
      await until(async () => (await simulator.ledger()).orders.length > 0, 'a first order', 20_000);
      await new Promise((resolve) => setTimeout(resolve, 24_000));
      const during = await simulator.ledger();
      expect(during.orders.length).toBeLessThanOrEqual(3);
      await simulator.control('DELETE', 'faults');
      await until(async () => readDatabase(bot.database).pending === 0, 'every order to be settled', 30_000);
      await until(async () => (await bot.api<unknown[]>('GET', 'status')).body.length === 3, 'three open trades', 30_000);
      const ledger = await expectLedgerEqualsDatabase(simulator, bot);
      const spent = ledger.orders.reduce((sum, order) => sum + Number(order.cummulativeQuoteQty), 0);
      expect(ledger.orders.length).toBe(3);
      expect(spent).toBeLessThanOrEqual(3 * 100 * 1.02);
    } finally {
      await bot.stop();
      await simulator.close();
      removeFolder(bot.folder);
    }
  });
});
