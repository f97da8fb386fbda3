import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import autocannon from 'autocannon';
import {
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  type SimulatorProcess,
  startSimulatorProcess,
  temporaryFolder,
} from '../tests/process/harness.ts';
import { AUTHORIZATION, type Contender, cpuSeconds, end, launch, memoryMb } from './api.ts';
import { measure as measureRun, ourPhases, serveMarkets, writeCandles, writeConfig } from './backtest.ts';
import { share, subscribe } from './messages.ts';

/**
 * This checkout beside another one of ours, say of an earlier commit, in one run: start, memory, requests, messages, backtests. They take
 * turns, so that what else the machine does meets both; CPU times say more than others on a machine that is not ours alone.
 */

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 3);
const SUBSCRIBERS = 200;
const SETTLE_MS = 4000;
const REQUESTS = ['ping', 'trades', 'status', 'profit'];
const STRATEGIES = ['RoiStoploss', 'CustomStop', 'DcaPartial', 'AdjustEntryPrice'];
const [PAIRS, DAYS] = [20, 180];
/** What is a difference, and not chance: the median and the best of all rounds are worse by more than this, ratio. */
const TOLERANCE = 0.03;

/** What one round measured, by name. */
type Figures = Record<string, number>;

/** A checkout of ours, and how its own launcher runs it. */
interface Checkout {
  readonly root: string;
  /** What its launcher runs. */
  readonly file: string;
  readonly flags: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** @param root folder of the other checkout, set up */
export async function benchAgainst(root: string): Promise<void> {
  if (!existsSync(join(root, 'kernels/dist/kernels.mjs')))
    throw new Error(`${root} is not a checkout that is set up: run "npm test -- none" or "npm start" in it once.`);
  const checkouts = [await checkoutOf(resolve(root)), await checkoutOf(ROOT)] as const;
  const [before, after]: [Figures[], Figures[]] = [[], []];
  await withWorld(async (measure) => {
    // compiles and fills caches; not counted
    for (const checkout of checkouts) await measure(checkout);
    for (let round = 0; round < ROUNDS; round++) {
      console.log(`round ${round + 1} of ${ROUNDS}`);
      const turns = [
        [checkouts[0], before],
        [checkouts[1], after],
      ] as const;
      for (const [checkout, figures] of round % 2 === 0 ? turns : turns.toReversed()) figures.push(await measure(checkout));
    }
  });
  report(before, after);
}

async function checkoutOf(root: string): Promise<Checkout> {
  const setup = (await import(pathToFileURL(join(root, 'scripts/setup.mjs')).href)) as typeof import('../scripts/setup.mjs');
  // an earlier commit may run its sources only
  const bundled = join(root, 'scripts/program.mjs');
  const file = existsSync(bundled)
    ? ((await import(pathToFileURL(bundled).href)) as typeof import('../scripts/program.mjs')).programFile('src/cli/main.ts')
    : join(root, 'src/cli/main.ts');
  return { root, file, flags: setup.NODE_FLAGS, environment: setup.NODE_ENVIRONMENT };
}

function commandOf({ file, flags }: Checkout, ...args: string[]): string[] {
  return [...flags, file, ...args];
}

/** Exchange and candles for everything that is measured. */
async function withWorld(act: (measure: (checkout: Checkout) => Promise<Figures>) => Promise<void>): Promise<void> {
  const folder = temporaryFolder();
  const names = Array.from({ length: PAIRS }, (_value, index) => `B${String(index).padStart(2, '0')}`);
  const port = await freePort();
  const markets = await serveMarkets(names, port);
  const simulator = await startSimulatorProcess();
  try {
    await writeCandles(join(folder, 'data'), names, DAYS);
    const config = writeConfig(folder, names, port, 10);
    await act(async (checkout) => ({
      ...(await commandFigures(checkout)),
      ...(await botFigures(checkout, simulator)),
      ...(await webserverFigures(checkout, simulator)),
      ...(await backtestFigures(checkout, folder, config)),
    }));
  } finally {
    await simulator.close();
    markets.close();
    removeFolder(folder);
  }
}

async function commandFigures(checkout: Checkout): Promise<Figures> {
  const run = await measureRun(process.execPath, commandOf(checkout, '--help'), checkout.environment);
  return { '--help, ms': run.seconds * 1000, '--help, CPU s': run.cpuSeconds, '--help, MB': run.memoryMb };
}

function spawnIn(
  checkout: Checkout,
  folder: string,
  config: object,
  command: 'trade' | 'webserver',
  args: readonly string[],
): ChildProcess {
  mkdirSync(join(folder, 'strategies'), { recursive: true });
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  return spawn(process.execPath, commandOf(checkout, command, '--config', file, '--userdir', folder, ...args), {
    stdio: 'ignore',
    cwd: folder,
    env: { ...process.env, ...checkout.environment },
  });
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function botFigures(checkout: Checkout, simulator: SimulatorProcess): Promise<Figures> {
  const contender: Contender = {
    name: checkout.root,
    start: (folder, port) => {
      const config = botConfig(simulator, port, { strategy: 'AnnouncingStrategy' });
      return spawnIn(checkout, folder, config, 'trade', ['--strategy-path', join(checkout.root, 'bench/strategies')]);
    },
  };
  const { child, folder, url, ms } = await launch(contender, simulator);
  const pid = child.pid!;
  const startCpu = cpuSeconds(pid);
  try {
    await pause(SETTLE_MS);
    const figures: Figures = { 'trade: start to ping, ms': ms, 'trade: start, CPU s': startCpu, 'trade: memory, MB': memoryMb(pid) };
    const entered = await fetch(`${url}/forceenter`, {
      method: 'POST',
      headers: { authorization: AUTHORIZATION, 'content-type': 'application/json' },
      body: JSON.stringify({ pair: 'BTC/USDT', ordertype: 'market' }),
    });
    if (!entered.ok) throw new Error(`forceenter gave ${await entered.text()}`);
    for (const path of REQUESTS) {
      const headers = { authorization: AUTHORIZATION };
      const before = cpuSeconds(pid);
      const result = await autocannon({ url: `${url}/${path}`, connections: 8, duration: SECONDS, headers });
      if (result.non2xx > 0 || result.errors > 0) throw new Error(`${path}: ${result.non2xx} bad answers, ${result.errors} errors`);
      figures[`trade: ${path}, requests a second`] = result.requests.average;
      figures[`trade: ${path}, CPU ms a request`] = ((cpuSeconds(pid) - before) / result.requests.total) * 1000;
    }
    const delays: number[] = [];
    let isCounting = false;
    const sockets = await subscribe(url, SUBSCRIBERS, delays, () => isCounting);
    await pause(1000);
    isCounting = true;
    const before = cpuSeconds(pid);
    await pause(SECONDS * 2000);
    isCounting = false;
    figures[`trade: CPU share with ${SUBSCRIBERS} subscribers`] = (cpuSeconds(pid) - before) / (SECONDS * 2);
    figures[`trade: memory with ${SUBSCRIBERS} subscribers, MB`] = memoryMb(pid);
    for (const socket of sockets) socket.destroy();
    delays.sort((a, b) => a - b);
    figures['trade: delay of a message, ms, median'] = share(delays, 0.5);
    figures['trade: delay of a message, ms, p99'] = share(delays, 0.99);
    return figures;
  } finally {
    await end(child, folder);
  }
}

async function webserverFigures(checkout: Checkout, simulator: SimulatorProcess): Promise<Figures> {
  const contender: Contender = {
    name: checkout.root,
    start: (folder, port) => spawnIn(checkout, folder, botConfig(simulator, port), 'webserver', []),
  };
  const { child, folder, ms } = await launch(contender, simulator);
  const startCpu = cpuSeconds(child.pid!);
  try {
    await pause(SETTLE_MS);
    return { 'webserver: start to ping, ms': ms, 'webserver: start, CPU s': startCpu, 'webserver: memory, MB': memoryMb(child.pid!) };
  } finally {
    await end(child, folder);
  }
}

async function backtestFigures(checkout: Checkout, folder: string, config: string): Promise<Figures> {
  const figures: Figures = {};
  for (const strategy of STRATEGIES) {
    const files = [
      '-c',
      config,
      '--userdir',
      folder,
      '-d',
      join(folder, 'data'),
      '--strategy-path',
      join(checkout.root, 'examples/oracle'),
    ];
    const command = commandOf(checkout, 'backtesting', ...files, '-s', strategy, '--cache', 'none');
    const { output, seconds, cpuSeconds: used, memoryMb: memory } = await measureRun(process.execPath, command, checkout.environment);
    const { load, analyze, trade } = ourPhases(output);
    if (load === undefined || analyze === undefined || trade === undefined) throw new Error(`${strategy} told no phases:\n${output}`);
    figures[`backtest ${strategy}: all, s`] = seconds;
    figures[`backtest ${strategy}: all, CPU s`] = used;
    if (strategy === STRATEGIES[0])
      Object.assign(figures, { [`backtest ${strategy}: load, s`]: load, [`backtest ${strategy}: analyze, s`]: analyze });
    figures[`backtest ${strategy}: trade, s`] = trade;
    figures[`backtest ${strategy}: memory, MB`] = memory;
  }
  return figures;
}

function report(before: readonly Figures[], after: readonly Figures[]): void {
  console.log(
    `${'median (best) of each'.padEnd(50)}${'before'.padStart(20)}${'now'.padStart(20)}${'change'.padStart(9)}${'noise'.padStart(8)}`,
  );
  for (const name of Object.keys(after[0] ?? {})) {
    const isRate = name.endsWith('a second');
    const [old, now] = [before, after].map((rounds) =>
      summaryOf(
        rounds.map((figures) => figures[name] ?? Number.NaN),
        isRate,
      ),
    ) as [Summary, Summary];
    const worse = (was: number, is: number) => (isRate ? was / is - 1 : is / was - 1);
    const isWorse = worse(old.median, now.median) > TOLERANCE && worse(old.best, now.best) > TOLERANCE;
    const text = ({ median, best }: Summary) => `${number(median)} (${number(best)})`;
    console.log(
      `${name.padEnd(50)}${text(old).padStart(20)}${text(now).padStart(20)}${percent(now.median / old.median - 1).padStart(9)}${percent(old.spread).padStart(8)}${isWorse ? '  WORSE' : ''}`,
    );
  }
}

interface Summary {
  readonly median: number;
  readonly best: number;
  /** From the best to the worst round, ratio of the median. */
  readonly spread: number;
}

function summaryOf(values: readonly number[], isRate: boolean): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  const median = share(sorted, 0.5);
  return { median, best: (isRate ? sorted.at(-1) : sorted[0]) ?? Number.NaN, spread: ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)) / median };
}

const number = (value: number): string => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3);
const percent = (ratio: number): string => `${(ratio * 100).toFixed(0)} %`;
