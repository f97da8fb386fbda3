import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { programFile } from '../scripts/program.mjs';
import { NODE_ENVIRONMENT, NODE_FLAGS, nodeBinary } from '../scripts/setup.mjs';
import { botConfig, freePort, ROOT, type SimulatorProcess, startSimulatorProcess, until } from '../tests/process/harness.ts';
import { AUTHORIZATION, type Contender, end, launch, PEERS, QUIET_PYTHON } from './api.ts';
import { share } from './messages.ts';
import type { TapEvent, TapOrder, TapWatch } from './tap.ts';

/**
 * How soon a stop is acted on, live: from the price that goes out to the bot until the order that leaves is at the exchange. Ours beside
 * the real freqtrade, on the same simulated exchange, with the same trades open.
 */

const PUSHES = Number(process.env['BENCH_PUSHES'] ?? 200);
/** freqtrade looks every few seconds. */
const THEIR_PUSHES = Number(process.env['BENCH_THEIR_PUSHES'] ?? 8);
/** Below the stop of 30 %. */
const FALL = 0.6;
const STOPLOSS = -0.3;
/** What p99 is to stay below, ms, by the number of open trades. */
const SIZES = [
  { trades: 1, wanted: 10 },
  { trades: 100, wanted: 30 },
];
const LIMIT_MS = 120_000;
/** How much nicer the exchange is than a bot, and the nicest there is. */
const [NICER, NICEST] = [10, 19];

export async function benchStop(): Promise<void> {
  for (const { trades, wanted } of SIZES) {
    console.log(`${trades} open trade${trades === 1 ? '' : 's'}: from a pushed price to the order at the exchange, ms`);
    const ours = await measure(OURS, trades, PUSHES);
    const isFast = share(sorted(ours.map(({ own }) => own)), 0.99) < wanted;
    console.log(`  freqtrade-ts  ${told(ours)}   ${isFast ? '' : 'SLOWER THAN '}wanted p99 < ${wanted}`);
    if (THEIR_PUSHES > 0) console.log(`  freqtrade     ${told(await measure(THEIRS, trades, THEIR_PUSHES))}`);
  }
}

/** One push, ms. */
interface Reaction {
  readonly all: number;
  /** Without what it waited for a CPU that others had. */
  readonly own: number;
}

const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

function told(reactions: readonly Reaction[]): string {
  const line = (values: readonly number[]) =>
    [0, 0.5, 0.9, 0.99, 1]
      .map((part, at) => `${['best', 'median', 'p90', 'p99', 'worst'][at]} ${share(values, part).toFixed(2)}`)
      .join('  ');
  const [all, own] = [sorted(reactions.map((one) => one.all)), sorted(reactions.map((one) => one.own))];
  return `${`${all.length} pushes`.padEnd(11)} ${line(all)}\n${''.padEnd(16)}${'of its own'.padEnd(11)} ${line(own)}`;
}

function configFor(simulator: SimulatorProcess, port: number, bases: readonly string[]): Record<string, unknown> {
  return botConfig(simulator, port, {
    dry_run: false,
    max_open_trades: bases.length,
    stoploss: STOPLOSS,
    order_types: { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false },
    internals: { process_throttle_secs: 5 },
    exchange: { pair_whitelist: bases.map((base) => `${base}/USDT`) },
  });
}

interface Live extends Contender {
  readonly bases: readonly string[];
}

const OURS = (bases: readonly string[]): Live => ({
  name: 'freqtrade-ts',
  bases,
  start: (folder, port, simulator) => {
    const args = ['trade', '--config', written(folder, configFor(simulator, port, bases)), '--userdir', folder];
    args.push('--strategy-path', join(ROOT, 'tests/process/strategies'));
    const command = [...NODE_FLAGS, programFile('src/cli/main.ts'), ...args];
    return spawn(nodeBinary(), command, { stdio: 'ignore', cwd: folder, env: { ...process.env, ...NODE_ENVIRONMENT } });
  },
});

const THEIRS = (bases: readonly string[]): Live => ({
  name: 'freqtrade',
  bases,
  start: (folder, port, simulator) => {
    const file = written(folder, configFor(simulator, port, bases));
    writeFileSync(join(folder, 'strategies/quiet.py'), QUIET_PYTHON);
    return spawn(join(PEERS, 'bin/freqtrade'), ['trade', '--config', file, '--userdir', folder], { stdio: 'ignore', cwd: folder });
  },
});

function written(folder: string, config: object): string {
  mkdirSync(join(folder, 'strategies'), { recursive: true });
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

async function measure(of: (bases: readonly string[]) => Live, trades: number, pushes: number): Promise<Reaction[]> {
  const bases = Array.from({ length: trades }, (_value, index) => `B${String(index).padStart(2, '0')}`);
  const pairs = bases.map((base) => `${base}/USDT`).join(',');
  const simulator = await startSimulatorProcess(['--pairs', pairs, '--balance', 'USDT=1000000']);
  const tapPort = await freePort();
  const order: TapOrder = { thread: 'tap', listenAt: tapPort, exchangeAt: simulator.port };
  const tap = new Worker(new URL('./tap.ts', import.meta.url), { workerData: order });
  let bot: { child: ChildProcess; folder: string } | null = null;
  try {
    await new Promise((resolve) => tap.once('message', resolve));
    // in truth the exchange is elsewhere, and takes no CPU from the bot
    setPriority(simulator.pid, Math.min(getPriority() + NICER, NICEST));
    const contender = of(bases);
    const started = await launch(contender, { ...simulator, port: tapPort });
    bot = started;
    const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
      const headers = { authorization: AUTHORIZATION, 'content-type': 'application/json' };
      const response = await fetch(`${started.url}/${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${contender.name}: ${method} ${path} gave ${response.status}: ${await response.text()}`);
      return (await response.json()) as T;
    };
    const prices = new Map<string, number>();
    const openPairs = async (): Promise<Set<string>> =>
      new Set((await ask<{ pair: string; amount: number }[]>('GET', 'status')).filter(({ amount }) => amount > 0).map(({ pair }) => pair));
    const enter = (base: string) =>
      until(() => ask('POST', 'forceenter', { pair: `${base}/USDT`, ordertype: 'market' }).catch(() => null), `entering ${base}`, LIMIT_MS);
    for (const base of bases) {
      prices.set(base, await simulator.price(`${base}USDT`));
      await enter(base);
    }
    await until(async () => (await openPairs()).size === trades, `${trades} open trades`, LIMIT_MS);
    const reactions: Reaction[] = [];
    for (let push = 0; push < pushes; push++) {
      const base = bases[push % bases.length]!;
      const symbol = `${base}USDT`;
      const price = prices.get(base)!;
      reactions.push(await pushed(tap, simulator, { symbol, below: price * FALL * 1.05, pid: started.child.pid! }, price * FALL));
      await until(async () => !(await openPairs()).has(`${base}/USDT`), `${base} to be left`, LIMIT_MS);
      await simulator.control('POST', 'price', { symbol, price });
      await enter(base);
      await until(async () => (await openPairs()).has(`${base}/USDT`), `${base} to be entered`, LIMIT_MS);
      // at any moment of the bot's iteration
      await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 300));
    }
    return reactions;
  } finally {
    if (bot !== null) await end(bot.child, bot.folder);
    await tap.terminate();
    await simulator.close();
  }
}

/** Lets a price fall. @returns ms until the order came; from the stream's message, or for who reads none, from the moment the price holds */
async function pushed(tap: Worker, simulator: SimulatorProcess, watch: TapWatch, price: number): Promise<Reaction> {
  const { symbol } = watch;
  let sent: TapEvent | null = null;
  const ordered = new Promise<TapEvent>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`No order of ${symbol} within ${LIMIT_MS / 1000} s.`)), LIMIT_MS);
    const hear = (event: TapEvent) => {
      if (event.symbol !== symbol) return;
      if (event.kind === 'price') {
        sent = event;
        return;
      }
      tap.off('message', hear);
      clearTimeout(late);
      resolve(event);
    };
    tap.on('message', hear);
  });
  tap.postMessage(watch);
  await simulator.control('POST', 'price', { symbol, price });
  const holdsAt = performance.timeOrigin + performance.now();
  const { at, waited } = await ordered;
  const { at: sentAt, waited: before } = (sent as TapEvent | null) ?? { at: holdsAt, waited: null };
  const all = at - sentAt;
  // both may have waited at the same time
  const [bot, own] = [0, 1].map((index) => (waited?.[index] ?? 0) - (before?.[index] ?? waited?.[index] ?? 0)) as [number, number];
  return { all, own: all - Math.max(bot, own) };
}
