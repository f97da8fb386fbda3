import type { Bot, OrderPoint } from '../../src/bot/bot.ts';
import { cancelOpenOrder, forceEnter, forceExit } from '../../src/bot/commands.ts';
import { readDatabase } from '../../src/bot/hold.ts';
import { iterate } from '../../src/bot/iterate.ts';
import { exchangeWallet } from '../../src/bot/wallets.ts';
import { must } from '../../src/core/must.ts';
import type { Side } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import { type CcxtVenue, openCcxtExchange } from '../../src/exchange/ccxt/ccxt-exchange.ts';
import type { Dialect } from '../../src/simulator/dialects/dialect.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { removeFolder, temporaryFolder } from '../process/harness.ts';
import { readDatabase as readFile } from '../process/ledger.ts';
import { Mortal } from './mortal.ts';
import { Still } from './scene.ts';
import { sceneSettings, tradingBot } from './trading-bot.ts';

/** Longer than any exchange takes to accept an order, ms. */
const LATER_MS = 400_000;

export interface ContractLife {
  /** What the database and the exchange tell differently at the end; empty for nothing. */
  readonly problems: string[];
  /** How many steps there were, and what the last one was. */
  readonly steps: number;
  readonly last: string;
}

/**
 * A live bot on contracts of a dialect: both sides, limits that rest and are cancelled, a trade that grows and shrinks. It ends at a step,
 * is started again, settles, and leaves everything; the exchange's own books are the judge.
 * @param at step at which it ends; Infinity for none
 */
export async function contractLife(dialect: Dialect, at: number): Promise<ContractLife> {
  const simulator = await startSimulator({ dialect, seed: 'lives', balances: { USDT: 100_000 }, perpetuals: true });
  for (const symbol of simulator.exchange.symbols.values())
    if (symbol.isPerpetual) simulator.exchange.movePrice(symbol, { fixed: Number(simulator.exchange.price(symbol).toPrecision(4)) });
  const folder = temporaryFolder();
  const file = `${folder}/trades.sqlite`;
  const mortal = new Mortal(at);
  try {
    const first = await openLife(simulator, dialect, file, mortal);
    await Promise.race([story(first), mortal.end]);
    await first.close();
    const again = await openLife(simulator, dialect, file, new Mortal(Number.POSITIVE_INFINITY));
    try {
      await readDatabase(again.bot);
      for (let turn = 0; turn < 3; turn++) {
        await iterate(again.bot);
        again.skip(LATER_MS);
      }
      await iterate(again.bot);
      const problems = await differences(simulator, dialect, again);
      for (const trade of [...again.bot.state.trades])
        for (const order of trade.orders) if (order.isOpen) await cancelOpenOrder(again.bot, trade.id);
      for (const { pair } of [...again.bot.state.trades]) await leave(again.bot, pair, 'market', null, null);
      // some say only later that an order is filled
      await iterate(again.bot);
      if (simulator.exchange.positions.open.size > 0) problems.push('a position is left');
      return { problems: [...problems, ...(await differences(simulator, dialect, again))], steps: mortal.steps, last: mortal.last };
    } finally {
      await again.close();
    }
  } finally {
    await simulator.close();
    removeFolder(folder);
  }
}

interface Life {
  readonly bot: Bot;
  /** Its database. */
  readonly file: string;
  readonly btc: string;
  readonly eth: string;
  /** Lets the clock that only runs forward go on. */
  skip(ms: number): void;
  close(): Promise<void>;
}

let number = Date.now();

async function openLife(simulator: Simulator, dialect: Dialect, file: string, mortal: Mortal): Promise<Life> {
  const venue = await openVenue(simulator, dialect);
  const markets = [...(await venue.market.markets()).values()];
  const pairOf = (coin: string) => must(markets.find(({ base, isSwap }) => isSwap && base === coin)?.pair, `a contract on ${coin}`);
  const [btc, eth] = [pairOf('BTC'), pairOf('ETH')];
  const store = await openTradeStore(`sqlite:///${file}`, Date.now);
  const strategy = new Still();
  let skipped = 0;
  const monotonic = () => performance.now() + skipped;
  const quiet = () => undefined;
  const exchange = mortal.exchange(Object.defineProperty({ ...venue, now: 0 }, 'now', { get: () => Date.now() }));
  const bot: Bot = {
    ...tradingBot({
      settings: sceneSettings(strategy, {
        dry_run: false,
        trading_mode: 'futures',
        margin_mode: 'isolated',
        stake_currency: btc.split(':')[1],
        max_open_trades: 2,
        position_adjustment_enable: true,
        exchange: { name: dialect.name, pair_whitelist: [btc, eth] },
      }),
      strategy,
      exchange,
      store: mortal.store(store),
      wallet: exchangeWallet(exchange, monotonic),
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      uniqueId: () => (number++).toString(16).padStart(24, '0'),
      probe: (point: OrderPoint) => mortal.point(point),
    }),
    monotonic,
  };
  return {
    bot,
    file,
    btc,
    eth,
    skip: (ms) => {
      skipped += ms;
    },
    close: async () => {
      await store.close();
      await venue.close();
    },
  };
}

async function openVenue(simulator: Simulator, dialect: Dialect): Promise<CcxtVenue> {
  const { key, secret, passphrase } = simulator.credentials;
  return openCcxtExchange({
    name: dialect.name,
    apiKey: key,
    secret,
    password: passphrase,
    config: { ...dialect.ccxtConfig(simulator.url, simulator.url.replace('http', 'ws')), enableRateLimit: false },
    tradingMode: 'futures',
    marginMode: 'isolated',
    enableStreams: false,
    now: Date.now,
  });
}

const tradeOf = (bot: Bot, pair: string) =>
  must(
    bot.state.trades.find((trade) => trade.pair === pair),
    `a trade of ${pair}`,
  );

function enter(bot: Bot, pair: string, side: Side, rate: number | null, stakeAmount: number | null = null) {
  const entry = { rate, stakeAmount, orderType: rate === null ? ('market' as const) : ('limit' as const), leverage: 3 };
  return forceEnter(bot, { kind: 'forceEnter', pair, side, tag: 'x', entry });
}

function leave(bot: Bot, pair: string, orderType: 'market' | 'limit', price: number | null, amount: number | null) {
  return forceExit(bot, { kind: 'forceExit', tradeId: String(tradeOf(bot, pair).id), orderType, amount, price });
}

async function story({ bot, btc, eth }: Life): Promise<void> {
  await iterate(bot);
  const rateOf = async (pair: string) => must((await bot.exchange.market.orderBook(pair, 5)).bids[0], 'a bid')[0];
  const [btcRate, ethRate] = [await rateOf(btc), await rateOf(eth)];
  const whole = (rate: number) => Number(rate.toPrecision(4));
  await enter(bot, btc, 'long', null, 400);
  await enter(bot, eth, 'short', whole(ethRate * 1.1), 300);
  await iterate(bot);
  await cancelOpenOrder(bot, tradeOf(bot, eth).id);
  await enter(bot, eth, 'short', null, 300);
  await enter(bot, btc, 'long', null, 200);
  await leave(bot, btc, 'market', null, Number((tradeOf(bot, btc).amount / 2).toFixed(3)));
  await leave(bot, eth, 'market', null, null);
  await leave(bot, btc, 'limit', whole(btcRate * 1.1), null);
  await iterate(bot);
}

async function differences({ exchange }: Simulator, dialect: Dialect, { bot, file, btc, eth }: Life): Promise<string[]> {
  const problems: string[] = [];
  for (const intent of bot.state.intents) problems.push(`${intent.clientOrderId} is pending`);
  const { orders: rows, pending } = readFile(file);
  if (pending > 0) problems.push(`${pending} intents are pending`);
  for (const { id, status, executed } of exchange.listed(null)) {
    const mine = rows.filter(({ order_id: orderId }) => orderId === dialect.orderId(id));
    const isOpen = status === 'open';
    // one that brought nothing goes with its trade
    if (mine.length > 1 || (mine.length === 0 && (executed > 0 || isOpen)))
      problems.push(`order ${id} (${status}) stands ${mine.length} times`);
    for (const { filled, ft_is_open: open } of mine) {
      const isOpenHere = open === 1;
      if (Math.abs((filled ?? 0) - executed) > 1e-9) problems.push(`order ${id}: ${executed} is filled, in the database ${filled}`);
      if (isOpenHere !== isOpen) problems.push(`order ${id} is ${status}, in the database ${isOpenHere ? 'open' : 'done'}`);
    }
  }
  for (const [pair, coin] of [
    [btc, 'BTC'],
    [eth, 'ETH'],
  ] as const) {
    const held = [...exchange.positions.open.values()].find(({ symbol }) => symbol.base === coin)?.amount ?? 0;
    const own = bot.state.trades
      .filter((trade) => trade.pair === pair)
      .reduce((sum, { amount, isShort }) => sum + (isShort ? -amount : amount), 0);
    if (Math.abs(held - own) > 1e-9) problems.push(`${pair}: a position of ${held}, in trades ${own}`);
  }
  return problems;
}
