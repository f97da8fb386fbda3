import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  until,
} from '../../process/harness.ts';
import { GATES } from './beside-strategy.ts';
import { LIMIT_MS, startReal } from './real.ts';

/** The real freqtrade and ours, each live on a simulator of its own: one dialect, one seed, the same prices at the same time. */

const STRATEGIES = join(ROOT, 'tests/peers/beside');
/** The same ones in Python; ours would take those as well. */
const THEIR_STRATEGIES = join(STRATEGIES, 'real');
const LEVERAGE = 3;

export interface BesideCase {
  /** Name of the dialect, `binance`, or of its contracts, `binance futures`. */
  readonly what: string;
  readonly dialect: string;
  readonly isFutures: boolean;
  readonly stopsOnExchange: boolean;
}

const caseOf = (dialect: string, isFutures: boolean, stopsOnExchange: boolean): BesideCase => ({
  what: `${dialect}${isFutures ? ' futures' : ''}${stopsOnExchange ? ' stops' : ''}`,
  dialect,
  isFutures,
  stopsOnExchange,
});

const SPOT_DIALECTS = ['binance', 'okx', 'gate', 'kraken', 'kucoin', 'htx', 'bingx'] as const;
const FUTURES_DIALECTS = ['binance', 'bybit'] as const;
export const SPOT: readonly BesideCase[] = SPOT_DIALECTS.map((dialect) => caseOf(dialect, false, false));
export const FUTURES: readonly BesideCase[] = FUTURES_DIALECTS.map((dialect) => caseOf(dialect, true, false));
/** With stops that lie on the exchange; on KuCoin the real one asks for its stops among the orders, where they are not, on BingX it lays them anew all the time. */
const STOP_DIALECTS = ['binance', 'okx', 'gate', 'kraken', 'htx'] as const;
export const STOPS: readonly BesideCase[] = [
  ...STOP_DIALECTS.map((dialect) => caseOf(dialect, false, true)),
  ...FUTURES_DIALECTS.map((dialect) => caseOf(dialect, true, true)),
];

type Row = Readonly<Record<string, unknown>>;

/** What came of it on one side: the exchange's word of orders, stops and money, and the bot's of its trades. By pair, then in their order. */
export interface BesideResult {
  readonly orders: readonly Row[];
  readonly stops: readonly Row[];
  readonly trades: readonly Row[];
  readonly balances: readonly Row[];
}

interface LedgerRow {
  readonly symbol: string;
  readonly side: string;
  readonly type: string;
  readonly status: string;
  readonly price: string;
  readonly stopPrice: string;
  readonly origQty: string;
  readonly executedQty: string;
  readonly cummulativeQuoteQty: string;
}

interface FullLedger {
  readonly orders: readonly LedgerRow[];
  readonly conditionals: readonly {
    symbol: string;
    side: string;
    amount: number;
    stopPrice: number;
    price: number | null;
    status: string;
  }[];
  readonly balances: Readonly<Record<string, Row>>;
  readonly margin: Readonly<Record<string, Row>>;
}

/** One bot on one simulator. */
interface Contestant {
  readonly simulator: SimulatorProcess;
  readonly api: <T>(path: string) => Promise<T>;
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/** A market's id in the ledger, whose dialects tell contracts from spot or do not. */
const baseOf = (symbol: string): string => symbol.replace(/USDT.*$/, '');

/** Runs the scene on both sides at once. @param logs folder for what both have printed; null for none */
export async function beside(
  one: BesideCase,
  logs: string | null = null,
): Promise<{ readonly ours: BesideResult; readonly theirs: BesideResult }> {
  const folders: string[] = [];
  const simulators: SimulatorProcess[] = [];
  const contestants: Contestant[] = [];
  try {
    const began = await Promise.all([0, 1].map(() => startSimulator(one, simulators)));
    contestants.push(...(await Promise.all([startOurs(one, began[0]!, folders), startTheirs(one, began[1]!, folders)])));
    await scene(one, contestants);
    const [ours, theirs] = await Promise.all(contestants.map((contestant) => resultOf(contestant)));
    return { ours: ours!, theirs: theirs! };
  } catch (error) {
    const said = contestants.map(({ output }, index) => `${index === 0 ? 'Ours' : 'The real one'} said:\n${output().slice(-6000)}`);
    throw new Error(`${(error as Error).message}\n${said.join('\n')}`);
  } finally {
    for (const [index, { output }] of contestants.entries())
      if (logs !== null)
        writeFileSync(join(logs, `beside-${one.what.replaceAll(' ', '-')}-${index === 0 ? 'ours' : 'real'}.log`), output());
    await Promise.all(contestants.map(({ stop }) => stop()));
    await Promise.all(simulators.map((simulator) => simulator.close()));
    for (const folder of folders) removeFolder(folder);
  }
}

async function startSimulator({ dialect, isFutures }: BesideCase, started: SimulatorProcess[]): Promise<SimulatorProcess> {
  const pairs = Object.keys(GATES).map((base) => `${base}/USDT`);
  const args = ['--dialect', dialect, '--seed', 'beside', '--pairs', pairs.join(','), ...(isFutures ? ['--perpetuals'] : [])];
  const simulator = await startSimulatorProcess(args);
  started.push(simulator);
  // deep enough that every order fills at the best price
  for (const base of Object.keys(GATES)) {
    await simulator.control('POST', 'liquidity', { symbol: `${base}USDT`, value: 1e8 });
    await simulator.control('POST', 'price', { symbol: `${base}USDT`, price: GATES[base]! * 1.02, hold: true });
  }
  return simulator;
}

/** The same configuration for both; what only one of them understands is left to it. */
async function configFor(one: BesideCase, simulator: SimulatorProcess): Promise<Record<string, unknown>> {
  const reach = await simulator.control<{ key: string; secret: string; passphrase: string; ccxt_config: object }>('GET', 'ccxt');
  const pairs = Object.keys(GATES).map((base) => (one.isFutures ? `${base}/USDT:USDT` : `${base}/USDT`));
  const stoploss = ['gate', 'htx'].includes(one.dialect) ? 'limit' : 'market';
  return botConfig(simulator, await freePort(), {
    dry_run: false,
    strategy: one.isFutures ? 'BesideContracts' : 'BesideStrategy',
    max_open_trades: pairs.length,
    stake_amount: 300,
    trading_mode: one.isFutures ? 'futures' : 'spot',
    margin_mode: one.isFutures ? 'isolated' : '',
    order_types: { entry: 'limit', exit: 'limit', stoploss, stoploss_on_exchange: one.stopsOnExchange, stoploss_on_exchange_interval: 1 },
    exchange: {
      name: one.dialect,
      key: reach.key,
      secret: reach.secret,
      password: reach.passphrase,
      pair_whitelist: pairs,
      // nobody counts requests here; Kraken's would take a second each
      ccxt_config: { ...reach.ccxt_config, rateLimit: 20 },
    },
  });
}

async function startOurs(one: BesideCase, simulator: SimulatorProcess, folders: string[]): Promise<Contestant> {
  const config = await configFor(one, simulator);
  const bot = await startBotProcess({ config, strategyPath: STRATEGIES });
  folders.push(bot.folder);
  return {
    simulator,
    api: async (path) => (await bot.api<never>('GET', path)).body,
    output: bot.output,
    stop: async () => {
      await bot.stop();
    },
  };
}

async function startTheirs(one: BesideCase, simulator: SimulatorProcess, folders: string[]): Promise<Contestant> {
  const real = await startReal({ config: await configFor(one, simulator), strategies: THEIR_STRATEGIES, folders, untilItRuns: true });
  return { simulator, api: (path) => real.api('GET', path), output: real.output, stop: real.stop };
}

/** Moves prices so far that a position gains so much, by base currency; SOL and ADA are short in futures. */
async function gain(one: BesideCase, contestants: readonly Contestant[], profits: Readonly<Record<string, number>>): Promise<void> {
  for (const [base, profit] of Object.entries(profits)) {
    const direction = one.isFutures && (base === 'SOL' || base === 'ADA') ? -1 : 1;
    const price = GATES[base]! * (1 + (direction * profit) / (one.isFutures ? LEVERAGE : 1));
    await Promise.all(contestants.map(({ simulator }) => simulator.control('POST', 'price', { symbol: `${base}USDT`, price, hold: true })));
  }
}

/** Until each side has so many filled orders of these coins. */
async function filled(contestants: readonly Contestant[], counts: Readonly<Record<string, number>>): Promise<void> {
  const missing = async (): Promise<string[]> => {
    const lists = await Promise.all(
      contestants.map(async ({ simulator }, index) => {
        const { orders } = await simulator.control<FullLedger>('GET', 'ledger');
        return Object.entries(counts)
          .map(([base, count]) => {
            const done = orders.filter(({ symbol, status }) => baseOf(symbol) === base && status === 'FILLED').length;
            return done >= count ? '' : `${index === 0 ? 'ours' : 'the real one'} has ${done} of ${count} of ${base}`;
          })
          .filter((text) => text !== '');
      }),
    );
    return lists.flat();
  };
  await until(async () => (await missing()).length === 0, `filled orders ${JSON.stringify(counts)}`, LIMIT_MS, missing);
}

/** Until each side has placed so many stops of these coins, those that were replaced too. */
async function stopped(contestants: readonly Contestant[], counts: Readonly<Record<string, number>>): Promise<void> {
  const missing = async (): Promise<string[]> => {
    const lists = await Promise.all(
      contestants.map(async ({ simulator }, index) => {
        const { orders, conditionals } = await simulator.control<FullLedger>('GET', 'ledger');
        const placed = [...conditionals, ...orders.filter(({ stopPrice }) => Number(stopPrice) > 0)];
        return Object.entries(counts).flatMap(([base, count]) => {
          const found = placed.filter(({ symbol }) => baseOf(symbol) === base).length;
          return found >= count ? [] : [`${index === 0 ? 'ours' : 'the real one'} has ${found} of ${count} stops of ${base}`];
        });
      }),
    );
    return lists.flat();
  };
  await until(async () => (await missing()).length === 0, `stops ${JSON.stringify(counts)}`, LIMIT_MS, missing);
}

const OPEN: readonly string[] = ['NEW', 'PARTIALLY_FILLED', 'waiting'];

async function scene(one: BesideCase, contestants: readonly Contestant[]): Promise<void> {
  await gain(one, contestants, { BTC: 0, ETH: 0, SOL: 0, ADA: 0, LINK: 0 });
  await filled(contestants, { BTC: 1, ETH: 1, SOL: 1, ADA: 1, LINK: 1 });
  // each knows of its fills
  const open = async ({ api }: Contestant) => {
    const trades = await api<{ amount: number; has_open_orders: boolean }[]>('status');
    return trades.length === Object.keys(GATES).length && trades.every(({ has_open_orders: waits }) => !waits);
  };
  await until(async () => (await Promise.all(contestants.map(open))).every(Boolean), 'trades of all pairs', LIMIT_MS);
  const stops = one.stopsOnExchange;
  if (stops) await stopped(contestants, { BTC: 1, ETH: 1, SOL: 1, ADA: 1, LINK: 1 });
  // profit enough, stop, the offset from which the stop trails, an exit of the strategy's own, more of what has fallen
  await gain(one, contestants, { BTC: 0.09, ETH: stops ? -0.055 : -0.08, SOL: 0.045, ADA: -0.035, LINK: -0.035 });
  await filled(contestants, { BTC: 2, ETH: 2, ADA: 2, LINK: 2 });
  if (stops) await stopped(contestants, { SOL: 2, LINK: 2 });
  const trails = async ({ api }: Contestant) => {
    const trades = await api<{ pair: string; stop_loss_ratio: number }[]>('status');
    return trades.some(({ pair, stop_loss_ratio: ratio }) => pair.startsWith('SOL/') && ratio > -0.02);
  };
  await until(async () => (await Promise.all(contestants.map(trails))).every(Boolean), 'a stop that trails', LIMIT_MS);
  // a stop with a limit fills down to 1 % below
  await gain(one, contestants, { SOL: stops ? 0.032 : 0.02, LINK: 0.012 });
  await filled(contestants, { SOL: 2, LINK: 3 });
  // on contracts the real one leaves the stop as it is
  if (stops) await stopped(one.isFutures ? contestants.slice(0, 1) : contestants, { LINK: 3 });
  await gain(one, contestants, { LINK: 0.12 });
  await filled(contestants, { LINK: 4 });
  const closed = async ({ api }: Contestant) => (await api<unknown[]>('status')).length === 0;
  await until(async () => (await Promise.all(contestants.map(closed))).every(Boolean), 'no open trade', LIMIT_MS);
  const waiting = async ({ simulator }: Contestant) => {
    const { orders, conditionals } = await simulator.control<FullLedger>('GET', 'ledger');
    return [...orders, ...conditionals].filter(({ status }) => OPEN.includes(status)).map(({ symbol, status }) => `${symbol} ${status}`);
  };
  const left = async () => (await Promise.all(contestants.map(waiting))).flat();
  await until(async () => (await left()).length === 0, 'no order and no stop that is left behind', LIMIT_MS, left);
}

/** Fields of a trade that both must agree on. */
const TRADE_FIELDS = [
  ...['pair', 'is_short', 'leverage', 'enter_tag', 'exit_reason', 'amount', 'stake_amount', 'open_rate', 'close_rate', 'profit_ratio'],
  ...['profit_abs', 'fee_open', 'fee_close', 'stop_loss_abs', 'stop_loss_ratio', 'initial_stop_loss_abs', 'nr_of_successful_entries'],
] as const;

async function resultOf({ simulator, api }: Contestant): Promise<BesideResult> {
  const { orders, conditionals, balances, margin } = await simulator.control<FullLedger>('GET', 'ledger');
  const { trades } = await api<{ trades: Row[] }>('trades');
  const byPair = (a: Row, b: Row) => String(a['pair']).localeCompare(String(b['pair']));
  const rows = orders.map((order) => ({
    pair: baseOf(order.symbol),
    side: order.side,
    type: order.type,
    status: order.status,
    price: Number(order.price),
    stopPrice: Number(order.stopPrice),
    amount: Number(order.origQty),
    filled: Number(order.executedQty),
    cost: Number(order.cummulativeQuoteQty),
  }));
  const apart = conditionals.map(({ symbol, side, amount, stopPrice, price, status }) => ({
    pair: baseOf(symbol),
    ...{ side, amount, stopPrice, price, status },
  }));
  return {
    orders: rows.filter(({ stopPrice }) => stopPrice === 0).sort(byPair),
    stops: [...apart, ...rows.filter(({ stopPrice }) => stopPrice !== 0)].sort(byPair),
    trades: trades.map((trade) => Object.fromEntries(TRADE_FIELDS.map((field) => [field, trade[field]]))).sort(byPair),
    balances: Object.entries({ ...balances, ...prefixed(margin) }).map(([coin, amounts]) => ({ coin, ...amounts })),
  };
}

function prefixed(amounts: Readonly<Record<string, Row>>): Record<string, Row> {
  return Object.fromEntries(Object.entries(amounts).map(([coin, amount]) => [`${coin} of contracts`, amount]));
}

/** Sums of the same numbers in another order differ in their last digits. */
const NOISE = 1e-9;

/** A row of one side and its counterpart, which are not the same. */
interface Difference {
  readonly list: keyof BesideResult;
  readonly ours: Row | undefined;
  readonly theirs: Row | undefined;
}

/** What the real one does otherwise, and how a difference is known to be of that kind. */
const REASONS: readonly { readonly reason: string; readonly explains: (one: BesideCase, difference: Difference) => boolean }[] = [
  {
    reason: 'the real one places the stop of a trade just added to before the fee of that entry is known, for more coins than there are',
    explains: ({ isFutures, dialect }, { list, ours, theirs }) => {
      if (list !== 'stops' || isFutures || dialect !== 'okx' || ours === undefined || theirs === undefined) return false;
      const more = Number(theirs['amount']) - Number(ours['amount']);
      const isCoin = ours['pair'] === 'LINK' && isCancelled(ours);
      return isCoin && more > 0 && more <= 0.001 * Number(ours['amount']) && isSame(ours, { ...theirs, amount: ours['amount'] });
    },
  },
  {
    reason:
      'where a stop holds no coins the real one leaves it with its amount when a part is sold; ours is replaced by one of what is left',
    explains: ({ isFutures }, { list, ours, theirs }) =>
      isFutures && list === 'stops' && theirs === undefined && ours?.['pair'] === 'LINK' && isCancelled(ours),
  },
];

/** What is not the same and has no reason that is known, in words. */
export function differences(one: BesideCase, { ours, theirs }: { readonly ours: BesideResult; readonly theirs: BesideResult }): string[] {
  return (['orders', 'stops', 'trades', 'balances'] as const).flatMap((list) => {
    const names = [...new Set([...ours[list], ...theirs[list]].map(nameOf))];
    return names
      .flatMap((name): Difference[] => {
        const [left, right] = [ours[list], theirs[list]].map((rows) => rows.filter((row) => nameOf(row) === name)) as [Row[], Row[]];
        return Array.from({ length: Math.max(left.length, right.length) }, (_value, row) => ({
          list,
          ours: left[row],
          theirs: right[row],
        }));
      })
      .filter((difference) => !isSame(difference.ours, difference.theirs) && !REASONS.some(({ explains }) => explains(one, difference)))
      .map((difference) => `${list}: ours ${JSON.stringify(difference.ours)}, the real one ${JSON.stringify(difference.theirs)}`);
  });
}

const isCancelled = (row: Row): boolean => /^cancell?ed$/i.test(String(row['status']));
const nameOf = (row: Row): unknown => row['pair'] ?? row['coin'];

function isSame(a: Row | undefined, b: Row | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((field) => {
    const [left, right] = [a[field], b[field]];
    if (typeof left !== 'number' || typeof right !== 'number') return left === right;
    return Math.abs(left - right) <= NOISE * Math.max(1, Math.abs(left));
  });
}
