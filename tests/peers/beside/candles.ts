import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BotProcess,
  botConfig,
  freePort,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
  until,
} from '../../process/harness.ts';
import { type Json, otherAnswers } from './asking.ts';
import { PEERS, type RealBot, startReal } from './real.ts';

/** The real freqtrade and ours in a dry run on one simulator that shows recorded candles, with one strategy in Python for both. */

export interface CandleRun {
  readonly strategy: string;
  readonly strategyPath: string;
  /** Folder of recorded candles, as freqtrade's `data` keeps them. */
  readonly data: string;
  readonly isFutures: boolean;
  /** `XRP/USDT`, also where contracts are traded. */
  readonly pairs: readonly string[];
  /** More that the strategy looks at. */
  readonly informative: readonly string[];
  /** Of the strategy, and of the recorded candles: `5m`, ms. */
  readonly timeframe: string;
  readonly candleMs: number;
  readonly candles: number;
  /** More of the configuration. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** How often the clock of all that is started here goes round while others' does once; waiting is as much longer. */
  readonly speed: number;
}

type Side = 'ours' | 'theirs';
type Trades = Readonly<Record<string, { readonly [key: string]: Json }>>;

/** What both sides had after a candle. */
export interface AfterCandle {
  /** ms, UTC, at which the candle had ended. */
  readonly at: number;
  readonly ours: Trades;
  readonly theirs: Trades;
  readonly differences: readonly string[];
}

interface Contestant {
  readonly side: Side;
  readonly get: (path: string) => Promise<Json>;
  readonly post: (path: string) => Promise<unknown>;
  readonly output: () => string;
  readonly stop: () => Promise<unknown>;
}

/** Both may take so long for what they do once, ms. */
const PATIENCE_MS = 300_000;

/** @param tell is given what came of each candle @param logs folder for what both have printed */
export async function candlesBeside(run: CandleRun, logs: string, tell: (after: AfterCandle) => void): Promise<readonly AfterCandle[]> {
  const folder = temporaryFolder();
  const folders: string[] = [];
  const contestants: Contestant[] = [];
  let simulator: SimulatorProcess | null = null;
  try {
    simulator = await startHistory(run, folder);
    const [mine, real] = await Promise.all([configFor(run, simulator), configFor(run, simulator)]);
    const starting = [startOurs(run, mine, folders), startTheirs(run, real, folders)];
    for (const started of await Promise.allSettled(starting)) if (started.status === 'fulfilled') contestants.push(started.value);
    await Promise.all(starting);
    const results: AfterCandle[] = [];
    // what takes long at first is behind both when they begin to trade, on the same candle
    await Promise.all(contestants.map((contestant) => turns(contestant, 2, 0, Date.now() + PATIENCE_MS * run.speed)));
    let at = (Math.floor(Date.now() / run.candleMs) + 1) * run.candleMs;
    await simulator.control('POST', 'history', { until: at });
    await clockAt(at);
    await Promise.all(contestants.map((contestant) => turns(contestant, 2, at, at + run.candleMs)));
    await Promise.all(contestants.map(({ post }) => post('start')));
    for (let candle = 0; candle < run.candles; candle++, at += run.candleMs) {
      const after = await afterCandle(run, simulator, contestants, at);
      results.push(after);
      tell(after);
    }
    return results;
  } finally {
    mkdirSync(logs, { recursive: true });
    for (const { side, output } of contestants) writeFileSync(join(logs, `${side}.log`), output());
    await Promise.all(contestants.map(({ stop }) => stop()));
    await simulator?.close();
  }
}

async function clockAt(ms: number): Promise<void> {
  while (Date.now() < ms) await new Promise((resolve) => setTimeout(resolve, Math.min(ms - Date.now(), 1000)));
}

async function startHistory(run: CandleRun, folder: string): Promise<SimulatorProcess> {
  const pairs = [...new Set([...run.pairs, ...run.informative])];
  const histories = pairs.map((pair) => {
    const file = join(folder, `${pair.replace('/', '_')}.json`);
    const source = run.isFutures
      ? join(run.data, 'futures', `${pair.replace('/', '_')}_USDT-${run.timeframe}-futures.feather`)
      : join(run.data, `${pair.replace('/', '_')}-${run.timeframe}.feather`);
    execFileSync(join(PEERS, 'bin/python'), ['-c', TO_JSON, source, file]);
    return `${pair}=${file}`;
  });
  const simulator = await startSimulatorProcess([
    ...['--dialect', 'binance', '--pairs', pairs.join(','), '--history', histories.join(',')],
    ...(run.isFutures ? ['--perpetuals'] : []),
  ]);
  // deep enough that every order fills at the best price
  for (const pair of pairs) await simulator.control('POST', 'liquidity', { symbol: pair.replace('/', ''), value: 1e9 });
  return simulator;
}

const TO_JSON = `
import json, sys
import pandas as pd
frame = pd.read_feather(sys.argv[1])
frame["date"] = frame["date"].astype("datetime64[ms, UTC]").astype("int64")
with open(sys.argv[2], "w") as file:
    json.dump(frame[["date", "open", "high", "low", "close", "volume"]].values.tolist(), file)
`;

async function configFor(run: CandleRun, simulator: SimulatorProcess): Promise<Record<string, unknown>> {
  const reach = await simulator.control<{ ccxt_config: object }>('GET', 'ccxt');
  const { exchange, ...settings } = run.settings;
  return botConfig(simulator, await freePort(), {
    strategy: run.strategy,
    timeframe: run.timeframe,
    initial_state: 'paused',
    max_open_trades: run.pairs.length,
    dry_run_wallet: 10_000,
    internals: { process_throttle_secs: 20 },
    trading_mode: run.isFutures ? 'futures' : 'spot',
    margin_mode: run.isFutures ? 'isolated' : '',
    ...settings,
    exchange: {
      name: 'binance',
      pair_whitelist: run.pairs.map((pair) => (run.isFutures ? `${pair}:USDT` : pair)),
      ccxt_config: { ...reach.ccxt_config, rateLimit: 20 },
      ...(exchange as object | undefined),
    },
  });
}

async function startOurs(run: CandleRun, config: Record<string, unknown>, folders: string[]): Promise<Contestant> {
  const bot: BotProcess = await startBotProcess({
    config: { ...config, python: join(PEERS, 'bin/python') },
    strategyPath: run.strategyPath,
    waitForRunning: false,
  });
  folders.push(bot.folder);
  const answers = async () => (await bot.ask('GET', 'ping').catch(() => null)) !== null || null;
  await until(answers, 'our API', PATIENCE_MS * run.speed, () => Promise.resolve(bot.output().slice(-4000)));
  return {
    side: 'ours',
    get: (path) => answered(async () => (await bot.api<Json>('GET', path)).body),
    post: (path) => bot.api('POST', path),
    output: bot.output,
    stop: bot.stop,
  };
}

async function startTheirs(run: CandleRun, config: Record<string, unknown>, folders: string[]): Promise<Contestant> {
  const real: RealBot = await startReal({
    config,
    strategies: run.strategyPath,
    folders,
    untilItRuns: false,
    patienceMs: PATIENCE_MS * run.speed,
  });
  return {
    side: 'theirs',
    get: (path) => answered(() => real.api<Json>('GET', path)),
    post: (path) => real.api('POST', path),
    output: real.output,
    stop: real.stop,
  };
}

/** An answer; a connection that is lost, as on a machine that is busy, is made again a few times. */
async function answered(ask: () => Promise<Json>): Promise<Json> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 5 || !(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

/** What both have, once each has looked at the candle, and at the price that has moved within the next one. */
async function afterCandle(
  run: CandleRun,
  simulator: SimulatorProcess,
  contestants: readonly Contestant[],
  at: number,
): Promise<AfterCandle> {
  const end = at + run.candleMs;
  await clockAt(at);
  await Promise.all(contestants.map((contestant) => turns(contestant, 3, at, end)));
  const analysed = await settled(run, contestants, at + run.candleMs / 2, end);
  // between two turns of the real one, which may take long: within one it would take the rate from before and the order book from after
  await turns(contestants.find(({ side }) => side === 'theirs')!, 1, Date.now(), end);
  await simulator.control('POST', 'history', { until: end });
  const moved = Date.now();
  await Promise.all(contestants.map((contestant) => turns(contestant, 2, moved, end)));
  const priced = await settled(run, contestants, at + run.candleMs * 0.9, end);
  if (Date.now() > end) throw new Error('There was no time left to compare trades in. Choose a lower --speed.');
  const named = (stage: string, differences: readonly string[]) => differences.map((difference) => `${stage}: ${difference}`);
  return {
    at,
    ours: priced.ours,
    theirs: priced.theirs,
    differences: [...named('candle', analysed.differences), ...named('price', priced.differences)],
  };
}

/**
 * What both have, once it is the same, or at `latest`: strategies wait for minutes since an order was filled, and the two fill theirs some
 * seconds apart, so that one may act a turn before the other.
 */
async function settled(run: CandleRun, contestants: readonly Contestant[], latest: number, end: number): Promise<Omit<AfterCandle, 'at'>> {
  for (;;) {
    const result = await compared(run, contestants);
    if (result.differences.length === 0 || Date.now() > latest) return result;
    const from = Date.now();
    await Promise.all(contestants.map((contestant) => turns(contestant, 1, from, end)));
  }
}

async function compared(run: CandleRun, contestants: readonly Contestant[]): Promise<Omit<AfterCandle, 'at'>> {
  const [ours, theirs] = (await Promise.all(contestants.map((contestant) => tradesOf(contestant, run.candleMs)))) as [Trades, Trades];
  return { ours, theirs, differences: otherAnswers(ours, theirs, '') };
}

/** Until a bot has ended so many turns after a moment. The first of them may have begun before. */
async function turns({ side, get }: Contestant, count: number, from: number, end: number): Promise<void> {
  const seen = new Set<number>();
  for (;;) {
    const { last_process_ts: last } = (await get('health')) as { readonly last_process_ts: number | null };
    if (last !== null && last * 1000 > from) seen.add(last);
    if (seen.size >= count) return;
    if (Date.now() > end) throw new Error(`${side} did not do in time what a candle takes. Choose a lower --speed.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Fields that are of one bot, or of the second it acted in; the real one forgets the coin of a fee when a trade is added to. */
const APART: readonly string[] = ['order_id', 'open_orders', 'fee_open_currency', 'trade_duration', 'trade_duration_s'];
const TIME = /_timestamp$/;
const DATE = /date|_at$/;

/** Open and closed trades by id, their times by candle. */
async function tradesOf({ get }: Contestant, candleMs: number): Promise<Trades> {
  const open = (await get('status')) as readonly { readonly [key: string]: Json }[];
  const { trades } = (await get('trades?limit=500')) as unknown as { readonly trades: readonly { readonly [key: string]: Json }[] };
  return Object.fromEntries(
    [...open, ...trades.filter(({ is_open: isOpen }) => isOpen === false)].map((trade) => [
      `${trade['trade_id']} ${trade['pair']}`,
      lasting(trade, candleMs) as { readonly [key: string]: Json },
    ]),
  );
}

function lasting(value: Json, candleMs: number): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((one) => lasting(one, candleMs));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !APART.includes(key) && (TIME.test(key) || !DATE.test(key) || key === 'orders'))
      .map(([key, inner]) => [
        key,
        TIME.test(key) && typeof inner === 'number' ? Math.floor(inner / candleMs) * candleMs : lasting(inner, candleMs),
      ]),
  );
}
