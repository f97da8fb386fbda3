import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { must } from '../../src/core/must.ts';
import { exchangeFacts } from '../../src/exchange/facts.ts';
import {
  type BotProcess,
  botConfig,
  freePort,
  type Ledger,
  ROOT,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
  until,
} from './harness.ts';

/** A real process on contracts of a dialect, over all that may happen to a position. */

interface Shown {
  readonly trade_id: number;
  readonly pair: string;
  readonly is_short: boolean;
  readonly leverage: number;
  readonly amount: number;
  readonly open_rate: number;
  readonly liquidation_price: number | null;
  readonly funding_fees: number;
  readonly exit_reason: string;
  readonly profit_abs: number;
}

interface FuturesLedger extends Ledger {
  readonly conditionals: readonly { symbol: string; status: string; side: string; amount: number; stopPrice: number; id: number }[];
  readonly positions: readonly { symbol: string; amount: number; leverage: number; marginMode: string }[];
  readonly payments: readonly { symbol: string; amount: number }[];
  readonly margin: Ledger['balances'];
}

interface WaitingStop {
  readonly amount: number;
  readonly stopPrice: number;
}

const [BTC, ETH] = ['BTCUSDT.P', 'ETHUSDT.P'] as const;
const START_MARGIN = 10_000;
const pricing = { price_side: 'other', use_order_book: true, order_book_top: 1 };

/**
 * A long and a short with leverage, a stop on the exchange for each, one that trails, a funding, a position that grows, one that a person
 * closes in two parts, an exit: what the ledger has is what the trades say.
 *
 * @returns what differs; empty for nothing
 */
export async function futuresLife(dialect: string): Promise<string[]> {
  const life = new FuturesLife(dialect);
  try {
    await life.start();
    return await life.live();
  } finally {
    await life.close();
  }
}

/** @returns how the start ends on an account that keeps longs and shorts apart, and what is said then; null where it goes on */
export async function startHedged(dialect: string): Promise<{ readonly code: number | null; readonly output: string } | null> {
  const life = new FuturesLife(dialect);
  try {
    return await life.startHedged();
  } finally {
    await life.close();
  }
}

class FuturesLife {
  readonly #dialect: string;
  readonly #folder = temporaryFolder();
  readonly #clock: string;
  readonly #problems: string[] = [];
  #simulator!: SimulatorProcess;
  #bot: BotProcess | null = null;
  #quote = 'USDT';
  #offset = 0;

  constructor(dialect: string) {
    this.#dialect = dialect;
    this.#clock = join(this.#folder, 'offset');
    writeFileSync(this.#clock, '0');
  }

  async start(): Promise<void> {
    this.#simulator = await startSimulatorProcess(['--perpetuals', '--dialect', this.#dialect, '--pairs', 'BTC/USDT,ETH/USDT']);
    for (const symbol of [BTC, ETH]) {
      const { price } = await this.#simulator.control<{ price: number }>('POST', 'price', { symbol, factor: 1 });
      await this.#price(symbol, Number(price.toPrecision(4)));
    }
    await this.#startBot(true);
  }

  async startHedged(): Promise<{ code: number | null; output: string } | null> {
    this.#simulator = await startSimulatorProcess(['--perpetuals', '--dialect', this.#dialect, '--pairs', 'BTC/USDT,ETH/USDT']);
    await this.#simulator.control('POST', 'account', { hedged: true });
    // one that has a position can't be set to another mode
    const { price } = await this.#simulator.control<{ price: number }>('POST', 'price', { symbol: BTC, factor: 1 });
    await this.#simulator.control('POST', 'order', {
      symbol: BTC,
      side: 'BUY',
      type: 'MARKET',
      quantity: Number((600 / price).toFixed(3)),
    });
    const bot = await this.#startBot(false);
    const runs = until(
      async () => (/Changing state from \w+ to: RUNNING/.test(bot.output()) ? 'runs' : null),
      'the start or its end',
      60_000,
    );
    const ended = await Promise.race([bot.ended(), runs]);
    return typeof ended === 'string' ? null : { code: ended, output: bot.output() };
  }

  async #startBot(waitForRunning: boolean): Promise<BotProcess> {
    const access = await this.#simulator.control<{
      key: string;
      secret: string;
      passphrase: string;
      ccxt_config: object;
      contracts_only_in: string | null;
    }>('GET', 'ccxt');
    this.#quote = access.contracts_only_in ?? (this.#dialect === 'hyperliquid' ? 'USDC' : 'USDT');
    const { facts } = exchangeFacts(this.#dialect, true);
    const config = botConfig(this.#simulator, await freePort(), {
      dry_run: false,
      trading_mode: 'futures',
      margin_mode: 'isolated',
      stake_currency: this.#quote,
      stoploss: -0.3,
      trailing_stop: true,
      order_types: {
        entry: 'market',
        exit: 'market',
        stoploss: Object.keys(facts.stoploss_order_types)[0],
        stoploss_on_exchange: true,
        stoploss_on_exchange_interval: 1,
      },
      entry_pricing: pricing,
      exit_pricing: pricing,
      position_adjustment_enable: true,
      exchange: {
        name: this.#dialect,
        key: access.key,
        secret: access.secret,
        password: access.passphrase,
        pair_whitelist: [this.#pair('BTC'), this.#pair('ETH')],
        ccxt_config: { ...access.ccxt_config, enableRateLimit: false },
      },
    });
    const preload = pathToFileURL(join(ROOT, 'tests/battery/clock-offset.mjs')).href;
    const environment = { NODE_OPTIONS: `--import ${preload}`, TEST_CLOCK_FILE: this.#clock };
    const bot = await startBotProcess({ config, environment, waitForRunning });
    this.#bot = bot;
    return bot;
  }

  async close(): Promise<void> {
    await this.#bot?.stop();
    await this.#simulator?.close();
    if (this.#bot !== null) removeFolder(this.#bot.folder);
    removeFolder(this.#folder);
  }

  #pair(coin: string): string {
    return `${coin}/${this.#quote}:${this.#quote}`;
  }

  #expect(isSo: boolean, words: string): void {
    if (!isSo) this.#problems.push(words);
  }

  async #price(symbol: string, price: number): Promise<void> {
    await this.#simulator.control('POST', 'price', { symbol, price, hold: true });
  }

  #ledger(): Promise<FuturesLedger> {
    return this.#simulator.control<FuturesLedger>('GET', 'ledger');
  }

  async #waiting(symbol: string): Promise<WaitingStop[]> {
    const { conditionals, orders } = await this.#ledger();
    const id = symbol.replace('.P', '');
    const asOrders = orders
      .filter(
        (order) => order.symbol === id && order.status === 'NEW' && Number((order as unknown as { stopPrice?: string }).stopPrice ?? 0) > 0,
      )
      .map((order) => ({ amount: Number(order.origQty), stopPrice: Number((order as unknown as { stopPrice: string }).stopPrice) }));
    return [...conditionals.filter((one) => one.status === 'waiting' && one.symbol === symbol), ...asOrders];
  }

  /** One stop, and such a one. */
  #stop(symbol: string, isRight: (stop: WaitingStop) => boolean, what: string): Promise<WaitingStop> {
    return until(async () => {
      const [stop, ...others] = await this.#waiting(symbol);
      return stop !== undefined && others.length === 0 && isRight(stop) ? stop : null;
    }, what);
  }

  async #open(pair: string): Promise<Shown | null> {
    const { body } = await must(this.#bot, 'a bot').api<Shown[]>('GET', 'status');
    return body.find((trade) => trade.pair === pair) ?? null;
  }

  /** Some answer an order with its number only, and say later what was filled. */
  #entered(pair: string, above: number): Promise<Shown> {
    return until(async () => {
      const trade = await this.#open(pair);
      return trade !== null && trade.amount > above ? trade : null;
    }, `the entry of ${pair} to fill`);
  }

  async #pastFunding(): Promise<void> {
    const every = 8 * 3_600_000;
    const now = Date.now() + this.#offset;
    this.#offset += every - (now % every) + 3 * 60_000;
    await this.#simulator.control('POST', 'clock', { offset_ms: this.#offset });
    writeFileSync(this.#clock, String(this.#offset));
    await until(async () => {
      const { body } = await must(this.#bot, 'a bot').api<{ last_process_ts: number }>('GET', 'health');
      return body.last_process_ts * 1000 > now + 60_000;
    }, 'the bot to notice the time');
  }

  async live(): Promise<string[]> {
    const { api } = must(this.#bot, 'a bot');
    const [btc, eth] = [this.#pair('BTC'), this.#pair('ETH')];
    await api('POST', 'forceenter', { pair: btc, side: 'long', leverage: 5, stakeamount: 300 });
    await api('POST', 'forceenter', { pair: eth, side: 'short', leverage: 3, stakeamount: 300 });
    const [long, short] = [await this.#entered(btc, 0), await this.#entered(eth, 0)];
    this.#expect(long.leverage === 5 && !long.is_short && short.leverage === 3 && short.is_short, 'sides and leverages of the trades');
    const { positions } = await this.#ledger();
    for (const [symbol, amount, leverage] of [
      [BTC, long.amount, 5],
      [ETH, -short.amount, 3],
    ] as const) {
      const held = positions.find((position) => position.symbol === symbol);
      this.#expect(Math.abs((held?.amount ?? 0) - amount) < 1e-9, `${symbol}: ${held?.amount} is held, not ${amount}`);
      this.#expect(held?.leverage === leverage && held.marginMode === 'isolated', `${symbol}: ${held?.leverage} ${held?.marginMode}`);
    }
    for (const pair of [btc, eth]) {
      const trade = must(await this.#open(pair), pair);
      const distance = ((trade.liquidation_price ?? 0) / trade.open_rate - 1) * (trade.is_short ? 1 : -1);
      // with the buffer before it
      this.#expect(distance > 0.5 / trade.leverage && distance < 1 / trade.leverage, `${pair}: liquidation ${distance} away`);
    }
    const first = await this.#stop(BTC, ({ amount }) => Math.abs(amount - long.amount) < 1e-9, 'the stop of the long');
    await this.#stop(
      ETH,
      ({ amount, stopPrice }) => Math.abs(amount - short.amount) < 1e-9 && stopPrice > short.open_rate,
      'the stop of the short',
    );
    await this.#price(BTC, Number((long.open_rate * 1.02).toPrecision(4)));
    await this.#stop(BTC, ({ stopPrice }) => stopPrice > first.stopPrice * 1.01, 'the stop to trail');
    await this.#pastFunding();
    await until(async () => {
      const both = [await this.#open(btc), await this.#open(eth)];
      return both.every((trade) => trade !== null && trade.funding_fees !== 0 && trade.funding_fees > 0 === trade.is_short);
    }, 'funding');
    await api('POST', 'forceenter', { pair: btc, side: 'long', stakeamount: 150 });
    const grown = await this.#entered(btc, long.amount * 1.4);
    await this.#stop(BTC, ({ amount }) => Math.abs(amount - grown.amount) < 1e-9, 'the stop of the grown long');
    await this.#sellByHand(eth, short);
    await api('POST', 'forceexit', { tradeid: 'all', ordertype: 'market' });
    await until(async () => (await api<Shown[]>('GET', 'status')).body.length === 0, 'everything to be left');
    await until(async () => (await this.#waiting(BTC)).length + (await this.#waiting(ETH)).length === 0, 'the stops to be gone');
    await this.#compare();
    return this.#problems;
  }

  /** A part of the short, then what is left of it. */
  async #sellByHand(eth: string, short: Shown): Promise<void> {
    const { api } = must(this.#bot, 'a bot');
    const part = Number((short.amount / 3).toFixed(2));
    const byHand = (quantity: number) => this.#simulator.control('POST', 'order', { symbol: ETH, side: 'BUY', type: 'MARKET', quantity });
    await byHand(part);
    const rest = await until(async () => {
      const trade = await this.#open(eth);
      return trade !== null && Math.abs(trade.amount - (short.amount - part)) < 1e-9 ? trade : null;
    }, 'the part closed by hand');
    await this.#stop(ETH, ({ amount }) => Math.abs(amount - rest.amount) < 1e-9, 'the stop of what is left of the short');
    await byHand(Number(rest.amount.toFixed(6)));
    const closed = await until(async () => {
      const { body } = await api<{ trades: Shown[] }>('GET', 'trades');
      return body.trades.find(({ trade_id: id }) => id === short.trade_id) ?? null;
    }, 'the short closed by hand');
    this.#expect(closed.exit_reason === 'sold_on_exchange', `the short was closed with ${closed.exit_reason}`);
  }

  async #compare(): Promise<void> {
    const { positions, payments, margin } = await this.#ledger();
    this.#expect(positions.length === 0, `${positions.length} positions are left`);
    const { trades } = (await must(this.#bot, 'a bot').api<{ trades: Shown[] }>('GET', 'trades')).body;
    for (const { pair, funding_fees: funding } of trades) {
      const symbol = pair === this.#pair('BTC') ? BTC : ETH;
      const paid = payments.filter((payment) => payment.symbol === symbol).reduce((sum, { amount }) => sum + amount, 0);
      this.#expect(Math.abs(funding - paid) < 1e-6, `${pair}: ${paid} of funding was paid, ${funding} in the trade`);
    }
    const earned = trades.reduce((sum, { profit_abs: profit }) => sum + profit, 0);
    const had = must(margin['USDT'], 'the margin').free - START_MARGIN;
    this.#expect(Math.abs(had - earned) < 0.01, `${had} came of it on the exchange, ${earned} in the trades`);
  }
}
