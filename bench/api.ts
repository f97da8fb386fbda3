import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { programFile } from '../scripts/program.mjs';
import { NODE_ENVIRONMENT, NODE_FLAGS, nodeBinary } from '../scripts/setup.mjs';
import {
  API_PASSWORD,
  API_USER,
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  type SimulatorProcess,
  startSimulatorProcess,
  temporaryFolder,
} from '../tests/process/harness.ts';

/**
 * Ours beside the real freqtrade, in one run on one machine: start, memory, requests per second. freqtrade comes from
 * FREQTRADE_PEERS or .cache/peers, as .ci/run makes it.
 */

export const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const STARTS = 5;
const IDLE_MS = 15_000;
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 6);
const CONNECTIONS = 8;
const PATHS = ['ping', 'count', 'status', 'profit', 'balance', 'show_config', 'trades', 'health'];
export const AUTHORIZATION = `Basic ${Buffer.from(`${API_USER}:${API_PASSWORD}`).toString('base64')}`;

/** `QuietStrategy` for the real freqtrade: enters and leaves by nobody's wish but the API's, and stops. */
export const QUIET_PYTHON = `
from freqtrade.strategy import IStrategy
class QuietStrategy(IStrategy):
    timeframe = '1m'; minimal_roi = {"0": 10}; stoploss = -0.5; startup_candle_count = 5
    def populate_indicators(self, d, m): d['sma'] = d['close'].rolling(3).mean(); return d
    def populate_entry_trend(self, d, m): d['enter_long'] = 0; return d
    def populate_exit_trend(self, d, m): d['exit_long'] = 0; return d
`;

export interface Contender {
  readonly name: string;
  start(folder: string, port: number, simulator: SimulatorProcess): ChildProcess;
}

function writeConfig(folder: string, port: number, simulator: SimulatorProcess): string {
  const file = join(folder, 'config.json');
  mkdirSync(join(folder, 'strategies'), { recursive: true });
  writeFileSync(file, JSON.stringify(botConfig(simulator, port, { internals: { process_throttle_secs: 5 } })));
  return file;
}

export const OURS: Contender = {
  name: 'freqtrade-ts',
  start: (folder, port, simulator) => {
    const file = writeConfig(folder, port, simulator);
    const args = ['trade', '--config', file, '--userdir', folder, '--strategy-path', join(ROOT, 'tests/process/strategies')];
    return spawn(nodeBinary(), [...NODE_FLAGS, programFile('src/cli/main.ts'), ...args], {
      stdio: 'ignore',
      cwd: folder,
      env: { ...process.env, ...NODE_ENVIRONMENT },
    });
  },
};

export const THEIRS: Contender = {
  name: 'freqtrade',
  start: (folder, port, simulator) => {
    const file = writeConfig(folder, port, simulator);
    writeFileSync(join(folder, 'strategies/quiet.py'), QUIET_PYTHON);
    return spawn(join(PEERS, 'bin/freqtrade'), ['trade', '--config', file, '--userdir', folder, '--dry-run'], {
      stdio: 'ignore',
      cwd: folder,
    });
  },
};

interface Result {
  startMs: number[];
  memoryMb: number;
  perSecond: Record<string, number>;
  /** CPU time of its process, µs: what others do on this machine is no part of it. */
  cost: Record<string, number>;
}

async function answered(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

export async function launch(
  contender: Contender,
  simulator: SimulatorProcess,
  prepare: (folder: string) => Promise<void> = async () => undefined,
): Promise<{ child: ChildProcess; folder: string; url: string; ms: number }> {
  const folder = temporaryFolder();
  await prepare(folder);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/api/v1`;
  const began = performance.now();
  const child = contender.start(folder, port, simulator);
  while (!(await answered(`${url}/ping`))) {
    if (child.exitCode !== null) throw new Error(`${contender.name} ended with code ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return { child, folder, url, ms: performance.now() - began };
}

export async function end(child: ChildProcess, folder: string): Promise<void> {
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  removeFolder(folder);
}

export function memoryMb(pid: number): number {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}

/** What a process has used of CPUs so far, s; 10 ms fine. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function measure(contender: Contender, simulator: SimulatorProcess): Promise<Result> {
  const startMs: number[] = [];
  for (let run = 0; run < STARTS; run++) {
    const { child, folder, ms } = await launch(contender, simulator);
    startMs.push(ms);
    await end(child, folder);
  }
  const { child, folder, url } = await launch(contender, simulator);
  try {
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const idle = memoryMb(child.pid!);
    const headers = { authorization: AUTHORIZATION, 'content-type': 'application/json' };
    const entered = await fetch(`${url}/forceenter`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ pair: 'BTC/USDT', ordertype: 'market' }),
    });
    if (!entered.ok) throw new Error(`${contender.name}: forceenter gave ${await entered.text()}`);
    const perSecond: Record<string, number> = {};
    const cost: Record<string, number> = {};
    for (const path of PATHS) {
      const before = cpuSeconds(child.pid!);
      const result = await autocannon({
        url: `${url}/${path}`,
        connections: CONNECTIONS,
        duration: SECONDS,
        headers: { authorization: AUTHORIZATION },
      });
      if (result.non2xx > 0 || result.errors > 0)
        throw new Error(`${contender.name}: ${path}: ${result.non2xx} bad answers, ${result.errors} errors`);
      perSecond[path] = result.requests.average;
      cost[path] = ((cpuSeconds(child.pid!) - before) / result.requests.total) * 1e6;
    }
    return { startMs, memoryMb: idle, perSecond, cost };
  } finally {
    await end(child, folder);
  }
}

/** What answers cost on which nothing is spent: the least that `ping` can cost on this machine. */
async function measureBare(simulator: SimulatorProcess): Promise<{ perSecond: number; cost: number }> {
  // it takes what it needs from here
  const { BARE } = await import('./bare.ts');
  const { child, folder, url } = await launch(BARE, simulator);
  try {
    const before = cpuSeconds(child.pid!);
    const { requests } = await autocannon({
      url: `${url}/ping`,
      connections: CONNECTIONS,
      duration: SECONDS,
      headers: { authorization: AUTHORIZATION },
    });
    return { perSecond: requests.average, cost: ((cpuSeconds(child.pid!) - before) / requests.total) * 1e6 };
  } finally {
    await end(child, folder);
  }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** How long the two command-line clients take to start. */
function clientStart(): void {
  const time = (command: string, args: readonly string[]): number => {
    const runs = Array.from({ length: 9 }, () => {
      const began = performance.now();
      spawnSync(command, args, { stdio: 'ignore' });
      return performance.now() - began;
    });
    return median(runs);
  };
  const ours = time(process.execPath, [join(ROOT, 'client/bin/freqtrade-client.mjs'), '--version']);
  const theirs = time(join(PEERS, 'bin/freqtrade-client'), ['--version']);
  console.log(`client start, ms, median: freqtrade ${theirs.toFixed(0)}, ours ${ours.toFixed(0)}, ${(theirs / ours).toFixed(1)}x`);
}

/** Start, memory, and requests per second with one open trade. */
export async function benchApi(): Promise<void> {
  clientStart();
  const simulator = await startSimulatorProcess();
  try {
    const ours = await measure(OURS, simulator);
    const theirs = await measure(THEIRS, simulator);
    const bare = await measureBare(simulator);
    const line = (...cells: string[]) =>
      console.log(cells.map((cell, column) => (column === 0 ? cell.padEnd(34) : cell.padStart(14))).join(''));
    line('', THEIRS.name, OURS.name, 'ratio', 'wanted');
    const [slow, fast] = [median(theirs.startMs), median(ours.startMs)];
    line('start to first ping, ms, median', slow.toFixed(0), fast.toFixed(0), `${(slow / fast).toFixed(1)}x`, '< 1000 ms');
    line(
      'memory when idle, MB',
      theirs.memoryMb.toFixed(0),
      ours.memoryMb.toFixed(0),
      `${(theirs.memoryMb / ours.memoryMb).toFixed(1)}x`,
      '< 150 MB',
    );
    for (const path of PATHS) {
      const [theirRate, ourRate] = [theirs.perSecond[path]!, ours.perSecond[path]!];
      line(`${path}, requests a second`, theirRate.toFixed(0), ourRate.toFixed(0), `${(ourRate / theirRate).toFixed(1)}x`, '10x');
      const [theirCost, ourCost] = [theirs.cost[path]!, ours.cost[path]!];
      line(`${path}, µs of CPU each`, theirCost.toFixed(0), ourCost.toFixed(1), `${(theirCost / ourCost).toFixed(1)}x`);
    }
    const [theirPing, theirCost] = [theirs.perSecond['ping']!, theirs.cost['ping']!];
    const most = `${(bare.perSecond / theirPing).toFixed(1)}x`;
    line('ping of bare sockets, a second', theirPing.toFixed(0), bare.perSecond.toFixed(0), most, 'the most');
    line(
      'ping of bare sockets, µs of CPU',
      theirCost.toFixed(0),
      bare.cost.toFixed(1),
      `${(theirCost / bare.cost).toFixed(1)}x`,
      'the most',
    );
  } finally {
    await simulator.close();
  }
}
