import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Bot } from '../../src/bot/bot.ts';
import { cancelOpenOrder, forceEnter, forceExit } from '../../src/bot/commands.ts';
import { readDatabase } from '../../src/bot/hold.ts';
import { openOrders } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import type { CcxtOptions } from '../../src/exchange/ccxt/ccxt-exchange.ts';
import { fromWire } from '../../src/exchange/client-order-id.ts';
import { traitsOf } from '../../src/exchange/traits/all.ts';
import type { Dialect } from '../../src/simulator/dialects/dialect.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { dialectBot } from '../fakes/dialect-bot.ts';
import { loopTurn } from '../fakes/loop-turn.ts';
import { Mortal } from '../fakes/mortal.ts';

/** What happens to a bot once in its life. Steps are counted from 1, as `Mortal` has them. */
export interface Blow {
  /** Ends at this step and is started again; never where left out. */
  readonly dieAt?: number;
  /** What becomes of the request that follows this step. */
  readonly fault?: { readonly at: number; readonly what: Partial<Fault> };
  /** The order of this step is on its way for so long, ms, when the bot ends: the exchange takes it from a dead hand. */
  readonly lateOrder?: { readonly at: number; readonly ms: number };
}

export interface Lived {
  /** What the ledger and the database tell differently; empty for nothing. */
  readonly problems: string[];
  /** What each step was. */
  readonly steps: readonly string[];
}

const PAIRS = ['BTC/USDT', 'ETH/USDT'] as const;
const [A, B] = PAIRS;
const PRICES = { BTCUSDT: 60_000, ETHUSDT: 3000 } as const;
/** Longer than any exchange may take to accept an order, ms. */
const LONG_MS = 65_000;
/** Turns in which all must be settled. */
const SETTLING_TURNS = 12;

/** Databases are copied from one that has its tables already. */
let template: string | null = null;

/** A folder for databases of lives; to be removed by whoever asked. */
export async function lifeFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'freqtrade-ts-'));
  template = join(folder, 'template.sqlite');
  await (await openTradeStore(`sqlite:///${template}`, Date.now)).close();
  return folder;
}

let lives = 0;

/**
 * One life of the real bot on our adapter over unchanged ccxt, live in a dialect of the simulator: every kind of order, and what may
 * become of one; with a blow somewhere. Then it is given peace, and the exchange's ledger is the judge: no order twice, none lost, amounts
 * to the last digit, and everything can be sold.
 */
export async function liveInDialect(dialect: Dialect, folder: string, blow: Blow, seed = 'life'): Promise<Lived> {
  const life = new DialectLife(dialect, folder, seed);
  try {
    await life.open();
    return await life.live(blow);
  } finally {
    await life.close();
  }
}

class DialectLife {
  readonly #dialect: Dialect;
  readonly #seed: string;
  readonly #file: string;
  readonly #opened: { close(): Promise<void> }[] = [];
  #simulator!: Simulator;
  /** How much later it is for the bot than by the machine's monotonic clock, ms. */
  #skipped = 0;
  #number = 0;

  constructor(dialect: Dialect, folder: string, seed: string) {
    this.#dialect = dialect;
    this.#seed = seed;
    this.#file = join(folder, `life-${++lives}.sqlite`);
    if (template !== null) copyFileSync(template, this.#file);
  }

  async open(): Promise<void> {
    this.#simulator = await startSimulator({ dialect: this.#dialect, seed: this.#seed, balances: { USDT: 1000 } });
    for (const [id, price] of Object.entries(PRICES)) this.#move(id, price);
  }

  async close(): Promise<void> {
    for (const part of this.#opened.reverse()) await part.close();
    await this.#simulator?.close();
    for (const end of ['', '-wal', '-shm']) rmSync(`${this.#file}${end}`, { force: true });
  }

  async live(blow: Blow): Promise<Lived> {
    const { faults } = this.#simulator;
    const mortal = new Mortal(blow.dieAt ?? Number.POSITIVE_INFINITY, (step, name) => {
      const order = name === 'before placeOrder' ? this.#dialect.orderCall : '.';
      if (step === blow.fault?.at) faults.arm({ match: order, ...blow.fault.what });
      if (step !== blow.lateOrder?.at) return;
      faults.arm({ match: order, kind: 'delay_before', ms: blow.lateOrder.ms });
      // it has left by then, and its answer finds nobody
      setTimeout(() => mortal.kill(), blow.lateOrder.ms / 2);
    });
    const isKilled = blow.dieAt !== undefined || blow.lateOrder !== undefined;
    // who is not answered waits no longer than it must
    const isSilent = blow.fault?.what.kind?.startsWith('hang') === true || blow.fault?.what.kind === 'stall_body';
    let bot = await this.#bot(mortal, isSilent ? { deadlineMs: 2000 } : {});
    await Promise.race([this.#story(bot), mortal.end]);
    if (isKilled) bot = await this.#bot(new Mortal(Number.POSITIVE_INFINITY), {});
    if (blow.lateOrder !== undefined) {
      await readDatabase(bot);
      await loopTurn(bot);
      // what was under way is there by now
      await new Promise((resolve) => setTimeout(resolve, blow.lateOrder!.ms));
    } else if (isKilled) await readDatabase(bot);
    faults.clear();
    await this.#settle(bot);
    const problems = this.#differences(bot);
    await this.#sellAll(bot);
    if (bot.state.trades.length > 0) problems.push(`${bot.state.trades.length} trades can't be left`);
    return { problems: [...problems, ...this.#differences(bot)], steps: mortal.names };
  }

  async #bot(mortal: Mortal, more: Partial<CcxtOptions>): Promise<Bot> {
    const opened = await dialectBot({
      simulator: this.#simulator,
      dialect: this.#dialect,
      file: this.#file,
      pairs: PAIRS,
      monotonic: () => performance.now() + this.#skipped,
      uniqueId: () => (++this.#number).toString(16).padStart(24, '0'),
      mortal,
      more,
    });
    this.#opened.push(opened);
    return opened.bot;
  }

  /** Every kind of order. What a blow has made impossible is left out. */
  async #story(bot: Bot): Promise<void> {
    const later = () => {
      this.#skipped += 3000;
      return loopTurn(bot);
    };
    await later();
    await this.#enter(bot, A, { orderType: 'market' });
    await this.#enter(bot, B, { rate: PRICES.ETHUSDT * 0.9 });
    await later();
    await this.#cancel(bot, B);
    await this.#enter(bot, B, { rate: PRICES.ETHUSDT * 0.95 });
    this.#fillPart();
    await later();
    await this.#enter(bot, A, { orderType: 'market', stakeAmount: 50 });
    await this.#leave(bot, A, 'market', null);
    this.#move('ETHUSDT', PRICES.ETHUSDT * 0.94);
    await later();
    await this.#leave(bot, B, 'limit', PRICES.ETHUSDT * 1.2);
    this.#fillPart();
    await later();
    this.#move('ETHUSDT', PRICES.ETHUSDT * 1.21);
    await later();
  }

  async #enter(bot: Bot, pair: string, changes: object): Promise<void> {
    const entry = { rate: null, stakeAmount: null, orderType: null, leverage: null, ...changes };
    await forceEnter(bot, { kind: 'forceEnter', pair, side: 'long', tag: 'x', entry }).catch(() => undefined);
  }

  async #leave(bot: Bot, pair: string, orderType: 'market' | 'limit', price: number | null): Promise<void> {
    for (const { id } of bot.state.trades.filter((trade) => trade.pair === pair))
      await forceExit(bot, { kind: 'forceExit', tradeId: String(id), orderType, amount: null, price }).catch(() => undefined);
  }

  async #cancel(bot: Bot, pair: string): Promise<void> {
    for (const { id } of bot.state.trades.filter((trade) => trade.pair === pair)) await cancelOpenOrder(bot, id).catch(() => undefined);
  }

  #move(id: string, fixed: number): void {
    const { exchange } = this.#simulator;
    exchange.movePrice(exchange.symbol(id), { fixed });
    exchange.match();
  }

  #fillPart(): void {
    const { exchange } = this.#simulator;
    const resting = exchange.orders.findLast(({ status }) => status === 'open');
    if (resting !== undefined) exchange.fillOpen(resting, 0.4);
  }

  async #settle(bot: Bot): Promise<void> {
    for (let turn = 0; turn < SETTLING_TURNS; turn++) {
      this.#skipped += LONG_MS;
      await loopTurn(bot);
      if (turn > 0 && bot.state.intents.length === 0 && !this.#rows('SELECT 1 FROM ftts_order_intents WHERE state = ?', 'pending').length)
        return;
    }
  }

  async #sellAll(bot: Bot): Promise<void> {
    for (const trade of [...bot.state.trades]) if (openOrders(trade).length > 0) await this.#cancel(bot, trade.pair);
    for (const pair of PAIRS) await this.#leave(bot, pair, 'market', null);
    await this.#settle(bot);
  }

  #rows(text: string, ...values: string[]): Record<string, unknown>[] {
    const database = new DatabaseSync(this.#file, { readOnly: true, timeout: 5000 });
    try {
      return database.prepare(text).all(...values);
    } finally {
      database.close();
    }
  }

  /** What the exchange's ledger, the database and the bot tell differently. */
  #differences(bot: Bot): string[] {
    const { exchange } = this.#simulator;
    exchange.match();
    const { idForm, idPrefix } = traitsOf(this.#dialect.name);
    const rows = this.#rows('SELECT order_id, ft_is_open, filled FROM orders');
    const intents = this.#rows('SELECT client_order_id, state FROM ftts_order_intents');
    const problems: string[] = [];
    const seen = new Set<string>();
    for (const order of exchange.orders) {
      const ours = fromWire(idForm, order.clientId, idPrefix);
      const called = `order ${order.id} (${ours}, ${order.side} ${order.executed} of ${order.amount} ${order.symbol.id}, ${order.status})`;
      if (seen.has(ours)) problems.push(`${called} is there twice`);
      seen.add(ours);
      const mine = rows.filter((row) => row['order_id'] === this.#dialect.orderId(order.id));
      // one that brought nothing goes with its trade
      if (mine.length > 1 || (mine.length === 0 && (order.executed > 0 || order.status === 'open')))
        problems.push(`${called} stands ${mine.length} times in the database`);
      for (const row of mine) {
        if (Number(row['filled']) !== order.executed) problems.push(`${called}: filled ${row['filled']} in the database`);
        if (Number(row['ft_is_open']) !== Number(order.status === 'open'))
          problems.push(`${called}: open is ${row['ft_is_open']} in the database`);
      }
      const intent = intents.find((row) => row['client_order_id'] === ours);
      if (intent?.['state'] !== 'placed') problems.push(`${called} exists, its intent is ${intent?.['state']}`);
    }
    for (const row of rows)
      if (!exchange.orders.some(({ id }) => this.#dialect.orderId(id) === row['order_id']))
        problems.push(`order ${row['order_id']} is of nobody`);
    for (const { state, client_order_id: id } of intents) if (state === 'pending') problems.push(`${id} is pending still`);
    for (const pair of PAIRS) problems.push(...this.#holdings(bot, pair));
    return problems;
  }

  #holdings(bot: Bot, pair: string): string[] {
    const { exchange } = this.#simulator;
    const open = bot.state.trades.filter((trade) => trade.pair === pair);
    const symbol = exchange.symbol(pair.replace('/', ''));
    // what an open order has brought or taken so far is not in its trade yet
    const underWay = open.flatMap((trade) => openOrders(trade)).map(({ side, filled }) => (side === 'buy' ? 1 : -1) * (filled ?? 0));
    const held = [...open.map(({ amount }) => amount), ...underWay].reduce((sum, amount) => sum + amount, 0);
    const { free, locked } = exchange.wallet.of(symbol.base);
    const count = Number(this.#rows('SELECT count(*) AS n FROM trades WHERE pair = ?', pair)[0]!['n']);
    // a fee in base currency leaves less than one step of the market that can't be sold
    const isSame = Math.abs(held - free - locked) <= symbol.stepSize * Math.max(count, 1);
    return [
      ...(open.length > 1 ? [`${open.length} open trades of ${pair}`] : []),
      ...(isSame ? [] : [`${pair}: ${free + locked} on the exchange, ${held} in open trades`]),
    ];
  }
}
