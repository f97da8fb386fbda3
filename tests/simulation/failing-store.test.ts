import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bot } from '../../src/bot/bot.ts';
import { addLocks, cancelOpenOrder, deleteLocks, deleteTrade, forceEnter, forceExit } from '../../src/bot/commands.ts';
import { readDatabase } from '../../src/bot/hold.ts';
import { iterate } from '../../src/bot/iterate.ts';
import { createRunner } from '../../src/bot/loop.ts';
import { writeAll } from '../../src/bot/record.ts';
import { botSettings } from '../../src/bot/settings.ts';
import { exchangeWallet, simulatedWallet } from '../../src/bot/wallets.ts';
import type { RawConfig } from '../../src/config/raw.ts';
import { validate } from '../../src/config/validate.ts';
import type { Trade } from '../../src/core/trade/trade.ts';
import { ChangeRefused, DatabaseError } from '../../src/database/errors.ts';
import { UNGUARDED } from '../../src/database/guard.ts';
import { migrate } from '../../src/database/migrate.ts';
import { openTradeStore } from '../../src/database/open.ts';
import { nodeSqliteDialect, openSqlite } from '../../src/database/sqlite/node-dialect.ts';
import { SpareJournal } from '../../src/database/sqlite/spare-journal.ts';
import type { Tables } from '../../src/database/tables.ts';
import { createTradeStore } from '../../src/database/trade-store.ts';
import { type DataFrame, Strategy } from '../../src/index.ts';
import { DATABASES, type Databases } from '../conformance/databases.ts';
import { type Failure, failingStore } from '../fakes/failing-store.ts';
import { Mortal } from '../fakes/mortal.ts';
import { RestingExchange } from '../fakes/resting-exchange.ts';
import { SpotAccount } from '../fakes/spot-account.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { START, sceneSettings, tradingBot } from '../fakes/trading-bot.ts';

/** A bot whose database fails at any moment: in the end its memory and its database say the same, and nothing else is in either. */
const MINUTE = 60_000;
const PAIR = 'A/USDT';

class Still extends Strategy {
  override timeframe = '1m';
  override minimalRoi: Readonly<Record<string, number>> = { 0: 10 };
  override stoploss = -0.2;
  override protections = [{ method: 'CooldownPeriod', stop_duration_candles: 5 }];
  override populateIndicators(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame;
  }
}

async function sceneOn(databases: Databases, next: (what: 'commit' | 'journal') => Failure, strategy: Strategy = new Still()) {
  const { config } = validate(
    {
      stake_currency: 'USDT',
      stake_amount: 100,
      dry_run: true,
      dry_run_wallet: 1000,
      max_open_trades: 2,
      initial_state: 'running',
      force_entry_enable: true,
      unfilledtimeout: { entry: 3, exit: 3, unit: 'minutes' },
      internals: { process_throttle_secs: 0.05 },
      exchange: { name: 'resting', pair_whitelist: [PAIR] },
    },
    new Map(),
    'test',
    'trade',
  );
  const database = await databases.fresh();
  const exchange = new RestingExchange(spotMarket(PAIR), START, 100);
  const place = exchange.placeOrder.bind(exchange);
  const early: string[] = [];
  exchange.placeOrder = (request) => {
    if (request.side === 'buy' && bot.state.unwritten.size > 0) early.push(request.clientOrderId);
    return place(request);
  };
  const store = await openTradeStore(database.url, () => exchange.now);
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const bot: Bot = tradingBot({
    settings: botSettings(config as RawConfig, strategy),
    strategy,
    exchange,
    store: failingStore(store, next),
    wallet: simulatedWallet({ USDT: 1000 }, 'USDT'),
    log,
  });
  return {
    bot,
    exchange,
    early,
    rows: database.query,
    store,
    close: async () => {
      await store.close();
      await database.remove();
    },
  };
}

type Step = 'enter' | 'enter waiting' | 'leave' | 'cancel' | 'delete' | 'lock' | 'unlock' | 'up' | 'down' | 'wait' | 'wait long';
const STEPS: readonly Step[] = ['enter', 'enter waiting', 'leave', 'cancel', 'delete', 'lock', 'unlock', 'up', 'down', 'wait', 'wait long'];

async function take(bot: Bot, exchange: RestingExchange, step: Step): Promise<unknown> {
  const entry = { rate: null, stakeAmount: null, orderType: null, leverage: null };
  const enter = (changes: object) =>
    forceEnter(bot, { kind: 'forceEnter', pair: PAIR, side: 'long', tag: 'x', entry: { ...entry, ...changes } });
  switch (step) {
    case 'enter':
      return enter({ orderType: 'market' });
    case 'enter waiting':
      return enter({ rate: exchange.price * 0.98 });
    case 'leave':
      return forceExit(bot, { kind: 'forceExit', tradeId: 'all', orderType: 'market', amount: null, price: null });
    case 'cancel':
      return cancelOpenOrder(bot, bot.state.trades[0]?.id ?? -1);
    case 'delete':
      return deleteTrade(bot, bot.state.trades[0]?.id || -1);
    case 'lock':
      return addLocks(bot, {
        kind: 'addLocks',
        locks: [{ pair: PAIR, until: exchange.now + 3 * MINUTE, side: '*', reason: `lock ${exchange.now}` }],
      });
    case 'unlock':
      return deleteLocks(bot, PAIR, null);
    case 'up':
      return exchange.move(exchange.price * 1.03);
    case 'down':
      return exchange.move(exchange.price * 0.97);
    case 'wait':
      return iterate(bot);
    case 'wait long':
      exchange.now += 4 * MINUTE;
      return iterate(bot);
  }
}

describe.each(DATABASES.filter(({ isMissing }) => !isMissing))('a database that fails, $name', (databases) => {
  beforeAll(() => databases.start());
  afterAll(() => databases.close());
  const scene = (next: (what: 'commit' | 'journal') => Failure, strategy?: Strategy) => sceneOn(databases, next, strategy);

  it('at any moment: nothing is lost, nothing is left over, nothing is entered meanwhile', async () => {
    const failure = fc.constantFrom<Failure>('none', 'none', 'refused', 'refused', 'answer lost');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...STEPS), { minLength: 4, maxLength: 30 }),
        fc.array(failure, { minLength: 1, maxLength: 40 }),
        async (steps, failures) => {
          let turn = 0;
          let isWell = false;
          const { bot, exchange, rows, store, early, close } = await scene(() => (isWell ? 'none' : failures[turn++ % failures.length]!));
          for (const step of steps) {
            exchange.now += 1000;
            await take(bot, exchange, step).catch(() => undefined);
          }
          expect(early, 'entries while something was not written').toEqual([]);
          isWell = true;
          exchange.now += 1000;
          await iterate(bot);
          expect(await writeAll(bot)).toBe(true);
          expect(bot.state.unwritten.size).toBe(0);
          const onDisk = await store.trades.open();
          // when an order was last asked about is no change of it
          const plain = ({ orders, ...trade }: Trade) => ({
            ...trade,
            customData: {},
            orders: orders.map((order) => ({ ...order, updateDate: null })),
          });
          expect(onDisk.map(plain)).toEqual(bot.state.trades.map(plain));
          expect(
            (await store.records.locks())
              .map(({ id, pair, endTime }) => ({ id, pair, endTime }))
              .filter(({ endTime }) => endTime > exchange.now),
          ).toEqual(
            bot.state.locks
              .filter(({ isActive, endTime }) => isActive && endTime > exchange.now)
              .map(({ id, pair, endTime }) => ({ id, pair, endTime })),
          );
          expect(await store.intents.pending()).toEqual(bot.state.intents);
          expect(await rows('SELECT id FROM trades WHERE NOT is_open AND (close_date IS NULL OR close_rate IS NULL)'), 'ghosts').toEqual(
            [],
          );
          expect(await rows('SELECT id FROM orders WHERE ft_trade_id NOT IN (SELECT id FROM trades)'), 'orders of no trade').toEqual([]);
          const doubles = 'SELECT order_id FROM orders GROUP BY ft_pair, order_id HAVING count(*) > 1';
          expect(await rows(doubles), 'orders written twice').toEqual([]);
          expect(
            await rows('SELECT lock_time FROM pairlocks GROUP BY pair, side, lock_time, reason HAVING count(*) > 1'),
            'locks written twice',
          ).toEqual([]);
          const [sold] = await rows(
            "SELECT coalesce(sum(filled * CASE ft_order_side WHEN 'buy' THEN 1 ELSE -1 END), 0) AS held FROM orders",
          );
          const held = bot.state.trades.reduce((sum, trade) => sum + trade.amount, 0);
          if (!steps.includes('delete')) expect(Number(sold!['held'])).toBeCloseTo(held, 9);
          await close();
        },
      ),
      {
        numRuns: Number(process.env['TEST_RUNS'] ?? 25),
        examples: [
          // an entry that waits is cancelled while its own change has no answer
          [
            ['wait long', 'enter', 'enter waiting', 'wait', 'cancel', 'enter', 'enter', 'enter', 'enter'],
            ['none', 'answer lost', 'none', 'none'],
          ],
        ],
      },
    );
  });

  it('keeps the lock of a strategy until it is written', async () => {
    class Locking extends Still {
      #isDone = false;
      override botLoopStart(): void {
        if (this.#isDone) return;
        this.#isDone = true;
        this.locks.lock('B/USDT', START + 60 * MINUTE, 'by strategy', '*');
      }
    }
    let isBroken = true;
    const { bot, rows, close } = await scene(() => (isBroken ? 'refused' : 'none'), new Locking());
    const runner = createRunner({ bot, version: '1', reload: () => Promise.reject(new Error('none')), onCrash: () => undefined });
    await runner.start();
    await expect.poll(() => bot.state.writeProblem).toBe('told to fail');
    expect([await rows('SELECT reason FROM pairlocks'), bot.state.locks.map(({ id }) => id)]).toEqual([[], [0]]);
    await expect(
      runner.ask({
        kind: 'forceEnter',
        pair: PAIR,
        side: 'long',
        tag: 'x',
        entry: { rate: null, stakeAmount: null, orderType: null, leverage: null },
      }),
    ).rejects.toThrow('told to fail');
    isBroken = false;
    await expect.poll(() => rows('SELECT reason FROM pairlocks')).toEqual([{ reason: 'by strategy' }]);
    // others see a row a moment before the bot hears that it is there
    await expect.poll(() => bot.state.writeProblem).toBeNull();
    await runner.close();
    await close();
  });

  it('holds up nothing else for one change that it does not take', async () => {
    const { bot, store, rows, close } = await scene(() => 'none');
    const now = bot.now();
    const lock = (pair: string, endTime: number) => ({
      id: 0,
      pair,
      side: '*' as const,
      reason: null,
      lockTime: now,
      endTime,
      isActive: true,
    });
    // a date that no row can hold
    const bad = lock('A/USDT', Number.NaN);
    await expect(store.commit({ locks: [bad] })).rejects.toBeInstanceOf(ChangeRefused);
    bot.state.unwritten.add({ locks: [bad] });
    bot.state.unwritten.add({ locks: [lock('B/USDT', now + 1000)] });
    expect(await writeAll(bot)).toBe(false);
    expect(await rows('SELECT pair FROM pairlocks')).toEqual([{ pair: 'B/USDT' }]);
    expect(bot.state.unwritten.size).toBe(1);
    bad.endTime = now + 1000;
    expect(await writeAll(bot)).toBe(true);
    expect(await rows('SELECT pair FROM pairlocks ORDER BY 1')).toEqual([{ pair: 'A/USDT' }, { pair: 'B/USDT' }]);
    await close();
  });

  it('gives the numbers of a change that was undone back, of locks too', async () => {
    const { store, close } = await scene(() => 'none');
    const lock = { id: 0, pair: PAIR, side: '*' as const, reason: null, lockTime: START, endTime: START, isActive: true };
    const impossible = { ...lock, lockTime: Number.NaN };
    await expect(store.commit({ locks: [lock, impossible] })).rejects.toBeInstanceOf(DatabaseError);
    expect([lock.id, impossible.id]).toEqual([0, 0]);
    await close();
  });

  it('records one snapshot of the account an hour, whole, also after a restart', async () => {
    const { bot, exchange, rows, store, close } = await scene(() => 'none');
    await iterate(bot);
    const totals = async () =>
      (await rows('SELECT timestamp, sum(balance) AS total FROM wallet_history GROUP BY 1 ORDER BY 1')).map((row) => row['total']);
    expect(await totals()).toEqual([1000]);
    // another start within the hour, with other balances
    await store.commit({
      wallet: ['USDT', 'A'].map((currency) => ({
        at: Math.floor(exchange.now / (60 * MINUTE)) * 60 * MINUTE,
        currency,
        rate: 1,
        quoteCurrency: 'USDT',
        balance: 600,
        totalQuote: 600,
        isManaged: true,
      })),
    });
    expect(await totals()).toEqual([1000]);
    expect((await store.records.walletHistory()).map(({ total }) => total)).toEqual([1000]);
    exchange.now += 60 * MINUTE;
    await iterate(bot);
    expect(await totals()).toEqual([1000, 1000]);
    await close();
  });
});

/** Every third step, from another one each time. */
const FIRST = 1 + (Number(process.env['TEST_SEED'] ?? Date.now()) % 3);

describe('a database that takes nothing, with a spare journal beside it', () => {
  class Leaving extends Still {
    wants = false;
    override customExit(): string | null {
      return this.wants ? 'enough' : null;
    }
  }

  const enter = (bot: Bot) =>
    forceEnter(bot, {
      kind: 'forceEnter',
      pair: PAIR,
      side: 'long',
      tag: 'x',
      entry: { rate: null, stakeAmount: null, orderType: 'market', leverage: null },
    });

  /** A bot is ended at one of its steps while a trade is to be left, and started again, with room or without. @returns what is wrong */
  async function live(at: number, hasRoomAgain: boolean) {
    const folder = mkdtempSync(join(tmpdir(), 'spare-'));
    const spare = () => SpareJournal.open(join(folder, 'spare'), 'this one')!;
    const database = new Kysely<Tables>({ dialect: nodeSqliteDialect({ database: openSqlite(':memory:') }) });
    await migrate(database, START);
    let isFull = false;
    const fence = async () => {
      if (isFull) throw new DatabaseError('no room');
    };
    const account = new SpotAccount([spotMarket(PAIR)], START, { USDT: 1000, A: 7 });
    account.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
    let number = 0;
    const begin = async (mortal: Mortal, wants: boolean) => {
      const store = await createTradeStore(database, () => account.now, 'sqlite', { ...UNGUARDED, fence }, spare());
      const strategy = new Leaving();
      strategy.wants = wants;
      const types = { entry: 'market', exit: 'market', stoploss: 'limit', stoploss_on_exchange: true };
      const bot = tradingBot({
        settings: sceneSettings(strategy, {
          dry_run: false,
          max_open_trades: 2,
          entry_pricing: { price_side: 'other' },
          exit_pricing: { price_side: 'other' },
          order_types: types,
          exchange: { name: 'account', pair_whitelist: [PAIR] },
        }),
        strategy,
        exchange: mortal.exchange(account),
        store: mortal.store(store),
        wallet: exchangeWallet(account, () => account.now - START),
        log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
        uniqueId: () => String(number++),
        probe: (point) => mortal.point(point),
      });
      return { bot, store, strategy };
    };
    const step = (bot: Bot) => {
      account.now += 5000;
      return iterate(bot);
    };
    const mortal = new Mortal(at);
    let entered = '';
    const first = await begin(mortal, false);
    const story = async () => {
      await step(first.bot);
      await enter(first.bot);
      await step(first.bot);
      isFull = true;
      first.strategy.wants = true;
      for (let turn = 0; turn < 3; turn++) await step(first.bot);
      entered = await enter(first.bot).then(
        () => 'entered',
        (error: Error) => error.message,
      );
    };
    await Promise.race([story(), mortal.end]);
    const sales = () => account.asked.filter(({ side }) => side === 'sell').map(({ amount }) => amount);
    const soldWhileFull = sales();
    isFull = !hasRoomAgain;
    const second = await begin(new Mortal(Number.POSITIVE_INFINITY), true);
    await readDatabase(second.bot);
    for (let turn = 0; turn < 3; turn++) await step(second.bot);
    isFull = false;
    for (let turn = 0; turn < 3; turn++) await step(second.bot);
    const problems: string[] = [];
    if (account.total('A') !== 7) problems.push(`${account.total('A')} on the account, of which 7 are its owner's`);
    if (account.stops.resting().length > 0) problems.push('a stop lies there');
    if ((await second.store.intents.pending()).length > 0) problems.push('intents are pending');
    if (spare().intents().length > 0) problems.push('the spare journal is not empty');
    if (second.bot.state.trades.length > 0 || second.bot.state.unwritten.size > 0) problems.push('a trade is open, or not written');
    const { trades } = await second.store.history.page({ limit: 9, offset: 0, orderById: true, after: null });
    const filled = trades.flatMap(({ orders }) => orders.filter(({ side, filled }) => side === 'sell' && (filled ?? 0) > 0));
    if (filled.length !== trades.length || sales().length !== trades.length) problems.push(`${trades.length} trades, sold ${sales()}`);
    await second.store.close();
    rmSync(folder, { recursive: true });
    return { problems, steps: mortal.steps, last: mortal.last, soldWhileFull, entered };
  }

  it('leaves a trade all the same, once, whenever it is ended and started again', async () => {
    const { steps, ...whole } = await live(Number.POSITIVE_INFINITY, true);
    expect(whole).toMatchObject({ problems: [], soldWhileFull: [1], entered: expect.stringContaining('no room') });
    for (let at = FIRST; at <= steps; at += 3) {
      const lived = await live(at, at % 2 === 0);
      expect(lived.problems, `ended at step ${at} of ${steps}, ${lived.last}`).toEqual([]);
    }
  });
});
