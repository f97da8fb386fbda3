import type { Bot } from '../../src/bot/bot.ts';
import { cancelOpenOrder, forceEnter, forceExit } from '../../src/bot/commands.ts';
import { readDatabase } from '../../src/bot/hold.ts';
import { must } from '../../src/core/must.ts';
import { type OrderType, openStops, type Side, type Trade } from '../../src/core/trade/trade.ts';
import { exchangeFacts } from '../../src/exchange/facts.ts';
import type { Dialect } from '../../src/simulator/dialects/dialect.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { removeFolder, temporaryFolder } from '../process/harness.ts';
import { readDatabase as readFile } from '../process/ledger.ts';
import { dialectBot } from './dialect-bot.ts';
import { openDialect } from './dialect-venue.ts';
import { loopTurn } from './loop-turn.ts';
import { Mortal } from './mortal.ts';

/** Longer than any exchange takes to accept an order, and than one may not know a stop that lies there, ms. */
const LATER_MS = 3_000_000;
const COINS = ['BTC', 'ETH'] as const;
const PRICES = { BTC: 60_000, ETH: 3000 } as const;
type Coin = keyof typeof PRICES;

/** What happens to a bot once in its life; steps are counted from 1, as `Mortal` has them. */
export interface StopBlow {
  /** Ends at this step and is started again. */
  readonly dieAt?: number;
  /** What becomes of the request that follows this step. */
  readonly fault?: { readonly at: number; readonly what: Partial<Fault> };
}

export interface StopLife {
  /** What the account and the database tell differently; empty for nothing. */
  readonly problems: string[];
  /** What each step was. */
  readonly steps: readonly string[];
}

export interface StopMarket {
  readonly dialect: Dialect;
  readonly isFutures: boolean;
  readonly orderType: OrderType;
}

/** Every dialect, mode and type in which stops can lie on the exchange. */
export function stopMarkets(dialects: readonly Dialect[]): (StopMarket & { readonly name: string })[] {
  return dialects.flatMap((dialect) =>
    [false, true].flatMap((isFutures) => {
      const { facts, modes } = exchangeFacts(dialect.name, isFutures);
      const isTraded = modes.some(([mode]) => mode === (isFutures ? 'futures' : 'spot'));
      if (!facts.stoploss_on_exchange || !isTraded) return [];
      const types = (['limit', 'market'] as const).filter((type) => facts.stoploss_order_types[type]);
      return types.map((orderType) => {
        const name = `${dialect.name}${isFutures ? ' futures' : ''}, ${orderType}`;
        return { name, dialect, isFutures, orderType };
      });
    }),
  );
}

/**
 * A live bot whose stops lie on the exchange, in a dialect: laid, moved by a trailing stop, grown, shrunk, cancelled by the exchange,
 * hit, and withdrawn for another exit. With a blow somewhere; then it is given peace. The account's books are the judge: one stop of the
 * right amount for each trade, none for anything else, never two at a time.
 */
export async function liveWithStops(market: StopMarket, blow: StopBlow): Promise<StopLife> {
  const life = new Life(market, blow);
  try {
    await life.open();
    return await life.live();
  } finally {
    await life.close();
  }
}

class Life {
  readonly #market: StopMarket;
  readonly #blow: StopBlow;
  readonly #folder = temporaryFolder();
  readonly #opened: { close(): Promise<void> }[] = [];
  readonly #pairs = new Map<Coin, string>();
  readonly #doubled: string[] = [];
  #simulator!: Simulator;
  #skipped = 0;
  #number = 0;

  constructor(market: StopMarket, blow: StopBlow) {
    this.#market = market;
    this.#blow = blow;
  }

  async open(): Promise<void> {
    const { dialect, isFutures } = this.#market;
    this.#simulator = await startSimulator({ dialect, seed: 'stops', balances: { USDT: 10_000 }, perpetuals: isFutures });
    for (const coin of COINS) this.#move(coin, PRICES[coin]);
    const mode = isFutures ? ({ tradingMode: 'futures', marginMode: 'isolated' } as const) : {};
    const venue = await openDialect(this.#simulator, dialect, mode);
    const markets = [...(await venue.market.markets()).values()];
    await venue.close();
    for (const coin of COINS) {
      const found = markets.find(({ base, quote, isSwap }) => base === coin && isSwap === isFutures && (isFutures || quote === 'USDT'));
      this.#pairs.set(coin, must(found?.pair, `a market of ${coin}`));
    }
  }

  async close(): Promise<void> {
    for (const part of this.#opened.reverse()) await part.close();
    await this.#simulator?.close();
    removeFolder(this.#folder);
  }

  async live(): Promise<StopLife> {
    const { dieAt, fault } = this.#blow;
    const { faults } = this.#simulator;
    const mortal = new Mortal(dieAt ?? Number.POSITIVE_INFINITY, (step) => {
      this.#lookForTwo();
      if (step === fault?.at) faults.arm({ match: '.', ...fault.what });
    });
    const isSilent = fault?.what.kind?.startsWith('hang') === true || fault?.what.kind === 'stall_body';
    let bot = await this.#bot(mortal, isSilent);
    await Promise.race([this.#story(bot), mortal.end]);
    faults.clear();
    if (dieAt !== undefined) {
      bot = await this.#bot(new Mortal(Number.POSITIVE_INFINITY, () => this.#lookForTwo()), false);
      await readDatabase(bot);
    }
    await this.#settle(bot);
    const problems = this.#differences(bot);
    for (const { id, pair } of [...bot.state.trades]) {
      for (const order of this.#tradeOf(bot, pair)?.orders ?? [])
        if (order.isOpen && order.ftOrderSide !== 'stoploss') await cancelOpenOrder(bot, id);
      await this.#leave(bot, pair, null);
    }
    await this.#settle(bot);
    if (bot.state.trades.length > 0) problems.push(`${bot.state.trades.length} trades can't be left`);
    return { problems: [...problems, ...this.#differences(bot), ...this.#doubled], steps: mortal.names };
  }

  async #bot(mortal: Mortal, isHasty: boolean): Promise<Bot> {
    const { dialect, isFutures, orderType } = this.#market;
    const opened = await dialectBot({
      simulator: this.#simulator,
      dialect,
      file: `${this.#folder}/trades.sqlite`,
      pairs: [...this.#pairs.values()],
      monotonic: () => performance.now() + this.#skipped,
      uniqueId: () => (++this.#number).toString(16).padStart(24, '0'),
      mortal,
      config: {
        ...(isFutures ? { trading_mode: 'futures', margin_mode: 'isolated' } : {}),
        stake_currency: this.#pair('BTC').split(/[/:]/).at(-1),
        trailing_stop: true,
        order_types: { entry: 'market', exit: 'market', stoploss: orderType, stoploss_on_exchange: true, stoploss_on_exchange_interval: 1 },
        entry_pricing: { price_side: 'other' },
        exit_pricing: { price_side: 'other' },
      },
      more: {
        ...(isFutures ? ({ tradingMode: 'futures', marginMode: 'isolated' } as const) : {}),
        ...(isHasty ? { deadlineMs: 2000 } : {}),
      },
    });
    this.#opened.push(opened);
    return opened.bot;
  }

  #pair(coin: Coin): string {
    return must(this.#pairs.get(coin), `the pair of ${coin}`);
  }

  async #story(bot: Bot): Promise<void> {
    const later = () => {
      this.#skipped += 3000;
      return loopTurn(bot);
    };
    const btc = this.#pair('BTC');
    await later();
    await this.#enter(bot, btc, 'long', 1000);
    await later();
    this.#move('BTC', PRICES.BTC * 1.1);
    await later();
    await later();
    await this.#enter(bot, this.#pair('ETH'), this.#market.isFutures ? 'short' : 'long', 500);
    await this.#enter(bot, btc, 'long', 500);
    await later();
    await this.#leave(bot, btc, Number(((this.#tradeOf(bot, btc)?.amount ?? 0) / 2).toFixed(3)));
    await later();
    this.#cancelByHand('ETH');
    await later();
    // hit, and filled at once
    this.#move('BTC', (this.#waiting('BTC')[0]?.trigger?.price ?? PRICES.BTC) * 0.998);
    await later();
    // passed by so far that a limit rests
    this.#move('ETH', PRICES.ETH * (this.#market.isFutures ? 1.15 : 0.85));
    await later();
    await this.#leave(bot, this.#pair('ETH'), null);
    await later();
  }

  #tradeOf(bot: Bot, pair: string): Trade | undefined {
    return bot.state.trades.find((trade) => trade.pair === pair);
  }

  /** What a blow has made impossible is left out. */
  async #enter(bot: Bot, pair: string, side: Side, stakeAmount: number): Promise<void> {
    const entry = { rate: null, stakeAmount, orderType: 'market', leverage: this.#market.isFutures ? 3 : null } as const;
    await forceEnter(bot, { kind: 'forceEnter', pair, side, tag: 'x', entry }).catch(() => undefined);
  }

  async #leave(bot: Bot, pair: string, amount: number | null): Promise<void> {
    const trade = this.#tradeOf(bot, pair);
    if (trade === undefined) return;
    await forceExit(bot, { kind: 'forceExit', tradeId: String(trade.id), orderType: 'market', amount, price: null }).catch(() => undefined);
  }

  #symbol(coin: Coin) {
    return this.#simulator.exchange.symbol(`${coin}USDT${this.#market.isFutures ? '.P' : ''}`);
  }

  #move(coin: Coin, fixed: number): void {
    const { exchange } = this.#simulator;
    exchange.movePrice(this.#symbol(coin), { fixed });
    exchange.match(true);
  }

  async #settle(bot: Bot): Promise<void> {
    for (let turn = 0; turn < 4; turn++) {
      this.#skipped += LATER_MS;
      await loopTurn(bot);
    }
  }

  /** What of the account waits for the price of a coin, as a stop or as the limit that a stop has become. */
  #waiting(coin: Coin) {
    const { orders, conditionals } = this.#simulator.exchange;
    const symbol = this.#symbol(coin);
    return [
      ...orders.filter((order) => order.symbol === symbol && order.status === 'open' && order.trigger !== null),
      ...conditionals
        .filter(({ status, order, request }) => request.symbol === symbol && (status === 'waiting' || order?.status === 'open'))
        .map((one) => ({ ...one, amount: one.request.amount ?? 0 })),
    ];
  }

  #cancelByHand(coin: Coin): void {
    const { exchange } = this.#simulator;
    for (const { id } of this.#waiting(coin)) {
      const order = exchange.orders.find((one) => one.id === id && one.trigger !== null);
      if (order !== undefined) exchange.cancel(order);
      else exchange.cancelConditional(exchange.conditionals.find((one) => one.id === id));
    }
  }

  #lookForTwo(): void {
    for (const coin of COINS) {
      const count = this.#waiting(coin).length;
      if (count > 1 && this.#doubled.length === 0) this.#doubled.push(`${count} stops of ${coin} at once`);
    }
  }

  #differences(bot: Bot): string[] {
    const { exchange } = this.#simulator;
    const { pending } = readFile(`${this.#folder}/trades.sqlite`);
    const problems: string[] = pending > 0 ? [`${pending} intents are pending`] : [];
    for (const coin of COINS) {
      const symbol = this.#symbol(coin);
      const open = bot.state.trades.filter(({ pair }) => pair === this.#pair(coin));
      const waiting = this.#waiting(coin);
      if (waiting.length !== open.length) problems.push(`${coin}: ${open.length} trades, ${waiting.length} stops`);
      const amount = open.reduce((sum, trade) => sum + trade.amount, 0);
      for (const stop of waiting)
        if (Math.abs(stop.amount - amount) > symbol.stepSize) problems.push(`${coin}: ${amount} in the trade, ${stop.amount} in its stop`);
      for (const trade of open) {
        if (openStops(trade).length > 1) problems.push(`${coin}: a trade with two stops`);
        for (const { orderId, stopPrice } of openStops(trade))
          if (!waiting.some(({ trigger }) => Math.abs((trigger?.price ?? 0) / (stopPrice ?? 0) - 1) < 1e-6))
            problems.push(`${coin}: stop ${orderId} of the trade at ${stopPrice} is not the one that waits`);
      }
      const position = [...exchange.positions.open.values()].find((one) => one.symbol === symbol)?.amount ?? 0;
      const { free, locked } = exchange.wallet.of(symbol.base);
      const held = this.#market.isFutures ? Math.abs(position) : free + locked;
      if (Math.abs(held - amount) > symbol.stepSize * 4) problems.push(`${coin}: ${held} on the account, ${amount} in trades`);
    }
    return problems;
  }
}
