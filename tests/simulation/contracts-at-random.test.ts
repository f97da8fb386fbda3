import { describe, expect, it } from 'vitest';
import type { Bot } from '../../src/bot/bot.ts';
import { cancelOpenOrder, forceEnter, forceExit } from '../../src/bot/commands.ts';
import { readDatabase } from '../../src/bot/hold.ts';
import { iterate, react } from '../../src/bot/iterate.ts';
import { exchangeWallet } from '../../src/bot/wallets.ts';
import { must } from '../../src/core/must.ts';
import { hasOpenOrders, isEntry, openStops, type Trade } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import type { TradeStore } from '../../src/database/port.ts';
import type { DataFrame, TradeContext } from '../../src/index.ts';
import { ContractAccount } from '../fakes/contract-account.ts';
import { Random } from '../fakes/random.ts';
import { MINUTE, START, Still } from '../fakes/scene.ts';
import { sceneSettings, tradingBot } from '../fakes/trading-bot.ts';
import { seedOf } from '../seed.ts';

/**
 * Longs and shorts with leverage, positions that grow and shrink, stops on the exchange, orders by hand, deleverage, liquidation, funding,
 * lost answers and restarts, as chance has it: when it is quiet, positions, stops and money of the exchange are those of the trades.
 */
const SEED = seedOf('contracts');
const RUNS = Number(process.env['TEST_RUNS'] ?? 12);
const STEPS = 60;
const PAIRS = ['A/USDT:USDT', 'B/USDT:USDT'] as const;
const MONEY = 10_000;
const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

class Restless extends Still {
  override canShort = true;
  override stoploss = -0.3;
  override trailingStop = true;
  override positionAdjustmentEnable = true;
  readonly chance: Random;
  isQuiet = false;
  constructor(chance: Random) {
    super();
    this.chance = chance;
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame.signal(this.chance.next() < 0.5 ? 'enter_long' : 'enter_short', frame.close.above(0));
  }
  override leverage(): number {
    return 1 + Math.floor(this.chance.next() * 10);
  }
  override customEntryPrice({ proposedRate }: { proposedRate: number }): number {
    return proposedRate * (0.985 + this.chance.next() * 0.03);
  }
  override customExitPrice({ proposedRate }: { proposedRate: number }): number {
    return proposedRate * (0.985 + this.chance.next() * 0.03);
  }
  override customExit(): string | null {
    return !this.isQuiet && this.chance.next() < 0.08 ? 'reason' : null;
  }
  override adjustTradePosition({ trade }: TradeContext): number | null {
    const dice = this.isQuiet ? 1 : this.chance.next();
    if (dice < 0.08) return 60;
    return dice < 0.16 ? -trade.stakeAmount * this.chance.next() : null;
  }
}

class Run {
  readonly account: ContractAccount;
  readonly store: TradeStore;
  readonly chance: Random;
  readonly strategy: Restless;
  readonly contractSize: number;
  bot: Bot;
  done: string[] = [];
  #number = 0;

  constructor(store: TradeStore, account: ContractAccount, chance: Random) {
    this.store = store;
    this.account = account;
    this.chance = chance;
    this.strategy = new Restless(chance);
    this.contractSize = account.facts.contractSize;
    this.bot = this.#begin();
  }

  #begin(): Bot {
    return tradingBot({
      settings: sceneSettings(this.strategy, {
        ...{ dry_run: false, trading_mode: 'futures', margin_mode: 'isolated', max_open_trades: 2, stake_amount: 100 },
        unfilledtimeout: { entry: 2, exit: 2, exit_timeout_count: 2, unit: 'minutes' },
        order_types: { entry: 'limit', exit: 'limit', stoploss: 'market', stoploss_on_exchange: this.chance.next() < 0.7 },
        exchange: { name: 'contracts', pair_whitelist: [...PAIRS] },
      }),
      strategy: this.strategy,
      exchange: this.account,
      store: this.store,
      wallet: exchangeWallet(this.account, () => this.account.now - START),
      log: QUIET,
      uniqueId: () => String(this.#number++),
    });
  }

  async restart(): Promise<void> {
    this.bot = this.#begin();
    await readDatabase(this.bot);
  }

  trade(pair: string): Trade | undefined {
    return this.bot.state.trades.find((trade) => trade.pair === pair);
  }

  async disturb(): Promise<void> {
    const { account, bot, chance } = this;
    const pair = PAIRS[Math.floor(chance.next() * 2)]!;
    const held = account.held(pair);
    const trade = this.trade(pair);
    const refused = (error: unknown) => expect(error).toMatchObject({ code: 'COMMAND_REFUSED' });
    const dice = chance.next();
    const part = () => Math.max(1, Math.floor((Math.abs(held) / this.contractSize) * chance.next())) * this.contractSize;
    const onGrid = (amount: number) => Number(amount.toFixed(6));
    const act = async (name: string, work: () => unknown) => {
      this.done.push(`${name} ${pair}`);
      await work();
    };
    if (
      dice < 0.05 &&
      held !== 0 &&
      trade !== undefined &&
      !trade.orders.some(({ isOpen, ftOrderSide }) => isOpen && ftOrderSide !== 'stoploss')
    )
      await act('by hand', () =>
        account.byHand(held > 0 ? 'sell' : 'buy', pair, onGrid(chance.next() < 0.4 ? Math.abs(held) : part()), true),
      );
    else if (dice < 0.1 && held !== 0) await act('deleverage', () => account.deleverage(pair, onGrid(part())));
    else if (dice < 0.14) await act('lost', () => Object.assign(account, { losing: chance.next() < 0.5 ? 'after' : 'before' }));
    else if (dice < 0.18) await act('restart', () => this.restart());
    else if (dice < 0.22 && account.resting(pair).length > 0)
      await act('stop gone', () => account.engine.cancelConditional(account.resting(pair)[0]));
    else if (dice < 0.27 && trade !== undefined)
      await act('forceexit', () => {
        const amount = chance.next() < 0.5 ? null : onGrid(part());
        return forceExit(bot, { kind: 'forceExit', tradeId: String(trade.id), orderType: 'market', amount, price: null }).catch(refused);
      });
    else if (dice < 0.3 && trade !== undefined) await act('cancel', () => cancelOpenOrder(bot, trade.id).catch(refused));
    else if (dice < 0.33) {
      const entry = { rate: null, stakeAmount: 80, orderType: 'market', leverage: null } as const;
      const side = chance.next() < 0.5 ? 'long' : 'short';
      await act('forceenter', () => forceEnter(bot, { kind: 'forceEnter', pair, side, tag: 'x', entry }).catch(refused));
    } else if (dice < 0.35) {
      await act('jump', () =>
        account.move(pair, Number((account.engine.price(account.symbol(pair)) * (chance.next() < 0.5 ? 0.7 : 1.4)).toFixed(2))),
      );
    }
    if (dice > 0.97) await act('no cancels', () => Object.assign(account, { keepsOrders: !account.keepsOrders }));
    else if (dice > 0.95) await act('no positions', () => Object.assign(account, { hidesPositions: !account.hidesPositions }));
    if (chance.next() < 0.6) {
      const price = account.engine.price(account.symbol(pair)) * (0.985 + chance.next() * 0.03);
      account.now += 300;
      account.move(pair, Number(Math.min(Math.max(price, 40), 250).toFixed(2)));
      if (chance.next() < 0.4) await react(this.bot, new Set([pair]));
    }
  }

  async step(): Promise<void> {
    const dice = this.chance.next();
    this.account.now += dice < 0.05 ? 3 * 60 * MINUTE : dice < 0.1 ? 12 * MINUTE : 5000 + Math.floor(dice * 60_000);
    await iterate(this.bot);
  }

  /** Nothing new is entered, and what is under way comes to its end. */
  async settle(): Promise<void> {
    this.bot.state.mode = 'paused';
    Object.assign(this.account, { losing: null, keepsOrders: false, hidesPositions: false });
    this.strategy.isQuiet = true;
    for (let turn = 0; turn < 8; turn++) {
      if (turn === 1)
        for (const trade of [...this.bot.state.trades])
          if (hasOpenOrders(trade)) await cancelOpenOrder(this.bot, trade.id).catch(() => undefined);
      this.account.now += 15_000;
      await iterate(this.bot);
    }
    this.strategy.isQuiet = false;
    this.bot.state.mode = 'running';
  }

  /** Orders and stops that wait on the exchange and are nobody's, at any moment between two steps. */
  strays(): string[] {
    const { account, bot } = this;
    const rows = [...bot.state.trades, ...bot.state.strayStops].flatMap(({ orders }) => orders).filter(({ isOpen }) => isOpen);
    const known = new Set(rows.map(({ orderId }) => orderId));
    const inFlight = new Set(bot.state.intents.map(({ clientOrderId }) => clientOrderId));
    const waiting = PAIRS.flatMap((pair) => [...account.engine.openOrders(account.symbol(pair)), ...account.resting(pair)]);
    return waiting.flatMap(({ id, clientId }) => (known.has(String(id)) || inFlight.has(clientId) ? [] : [`${id} is nobody's`]));
  }

  async problems(): Promise<string[]> {
    const problems: string[] = [];
    const { account, bot } = this;
    for (const pair of PAIRS) {
      const trade = this.trade(pair);
      const own = trade === undefined ? 0 : trade.amount * (trade.isShort ? -1 : 1);
      // what an open order has brought is in the trade once the order is done
      const underWay = (trade?.orders ?? [])
        .filter(({ isOpen, ftOrderSide }) => isOpen && ftOrderSide !== 'stoploss')
        .reduce((sum, order) => sum + (order.filled ?? 0) * (isEntry(must(trade, 'trade'), order) ? 1 : -1) * (trade?.isShort ? -1 : 1), 0);
      const held = account.held(pair);
      if (Math.abs(held - own - underWay) > 1e-9) problems.push(`${pair}: ${held} held, ${own} in the trade, ${underWay} under way`);
      const stops = account.resting(pair);
      const rows = trade === undefined ? [] : openStops(trade);
      if (stops.length > rows.length || stops.length > 1) problems.push(`${pair}: ${stops.length} stops, ${rows.length} in the trade`);
      const orders = account.engine.openOrders(account.symbol(pair)).filter(({ trigger }) => trigger === null);
      const known = new Set(trade?.orders.filter(({ isOpen }) => isOpen).map(({ orderId }) => orderId));
      for (const order of orders)
        if (!known.has(String(order.id))) problems.push(`${pair}: order ${order.id} ${order.side} is open in no trade`);
    }
    if (bot.state.intents.length > 0) problems.push('an intent is pending');
    return problems;
  }

  async closeAll(): Promise<void> {
    this.bot.state.mode = 'paused';
    Object.assign(this.account, { losing: null, keepsOrders: false, hidesPositions: false });
    for (let turn = 0; turn < 12 && this.bot.state.trades.length > 0; turn++) {
      await forceExit(this.bot, { kind: 'forceExit', tradeId: 'all', orderType: 'market', amount: null, price: null }).catch(
        () => undefined,
      );
      this.account.now += 15_000;
      await iterate(this.bot);
    }
  }
}

describe(`contracts, whatever happens (seed ${SEED})`, () => {
  it.each(Array.from({ length: RUNS }, (_run, index) => index))('run %i', async (number) => {
    const chance = new Random(`${SEED}/${number}`);
    const account = new ContractAccount(
      START,
      {
        coins: ['A', 'B'],
        contractSize: [0.001, 0.1, 1, 0.5][number % 4]!,
        tellsLiquidation: number % 5 !== 0,
        fundingMs: [8, 4, 1][number % 3]! * 60 * MINUTE,
        balances: { USDT: MONEY },
        maxAmount: number % 4 === 3 ? 4 : null,
      },
      `${SEED}/${number}`,
    );
    const store = await openTradeStore('sqlite://', () => account.now);
    const run = new Run(store, account, chance);
    await iterate(run.bot);
    for (let step = 1; step <= STEPS; step++) {
      await run.disturb();
      await run.step();
      expect(run.strays(), run.done.slice(-6).join(', ')).toEqual([]);
      if (step % 20 !== 0) continue;
      await run.settle();
      expect(await run.problems(), run.done.slice(-12).join(', ')).toEqual([]);
    }
    await run.closeAll();
    await run.settle();
    expect(await run.problems(), run.done.slice(-12).join(', ')).toEqual([]);
    expect(run.bot.state.trades).toEqual([]);
    const { free, locked } = account.engine.marginWallet.of('USDT');
    const booked = store.history.facts().reduce((sum, { profitAbs }) => sum + profitAbs, 0);
    expect(locked).toBeCloseTo(0, 6);
    expect(booked, run.done.join(', ')).toBeCloseTo(free - MONEY, 2);
    await store.close();
  });
});
