import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { programFile } from '../scripts/program.mjs';
import { flagsOf, NODE_ENVIRONMENT } from '../scripts/setup.mjs';
import { API_PASSWORD, API_USER, freePort, ROOT, removeFolder, temporaryFolder, until } from '../tests/process/harness.ts';
import { PEERS } from './api.ts';
import type { AskerOrder } from './asker.ts';
import { serveMarkets, writeCandles, writeConfig, writePeer } from './backtest.ts';

const PAIRS = 50;
const DAYS = Number(process.env['BENCH_DAYS'] ?? 365);
const STRATEGY = 'RoiStoploss';
const PAUSE_MS = 5;
const LIMIT_MS = 600_000;
const SETTLING_MS = 3000;
const HEADERS = {
  authorization: `Basic ${Buffer.from(`${API_USER}:${API_PASSWORD}`).toString('base64')}`,
  'content-type': 'application/json',
};

interface State {
  readonly running: boolean;
  readonly status: string;
}

interface Figures {
  readonly seconds: number;
  /** The same backtest once more, and one with other stakes. */
  readonly again: number;
  readonly other: number;
  readonly answers: number;
  readonly median: number;
  readonly p99: number;
  readonly worst: number;
  readonly resultMs: number;
  readonly abortMs: number;
}

/** How the API answers while a backtest runs, how soon one ends that is aborted. */
export async function benchWebserver(): Promise<void> {
  const folder = temporaryFolder();
  const names = Array.from({ length: PAIRS }, (_value, index) => `B${String(index).padStart(2, '0')}`);
  const marketPort = await freePort();
  const markets = await serveMarkets(names, marketPort);
  try {
    await writeCandles(join(folder, 'data'), names, DAYS);
    // candles that were written just now could be written once more without showing it: nothing of theirs is kept
    await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
    const config = writeConfig(folder, names, marketPort, 10);
    console.log(`${PAIRS} pairs x ${DAYS} days x 5m`);
    const ours = await measure(
      folder,
      config,
      process.execPath,
      [...flagsOf(['webserver']), programFile('src/cli/main.ts')],
      ['--strategy-path', join(ROOT, 'examples/oracle')],
    );
    writePeer(folder);
    const theirs = await measure(folder, config, join(PEERS, 'bin/freqtrade'), [], []);
    const line = (label: string, mine: number, other: number, unit: string) =>
      console.log(`  ${label.padEnd(26)} ${mine.toFixed(2)} ${unit}  freqtrade ${other.toFixed(2)} ${unit}  ${(other / mine).toFixed(1)}x`);
    line('backtest over the API', ours.seconds, theirs.seconds, 's');
    line('the same again', ours.again, theirs.again, 's');
    line('again with other stakes', ours.other, theirs.other, 's');
    line('answers meanwhile, median', ours.median, theirs.median, 'ms');
    line('answers meanwhile, p99', ours.p99, theirs.p99, 'ms');
    line('answers meanwhile, worst', ours.worst, theirs.worst, 'ms');
    console.log(`  ${'answers counted'.padEnd(26)} ${ours.answers}  freqtrade ${theirs.answers}`);
    line('whole result', ours.resultMs, theirs.resultMs, 'ms');
    line('abort', ours.abortMs, theirs.abortMs, 'ms');
  } finally {
    markets.close();
    removeFolder(folder);
  }
}

async function measure(folder: string, config: string, program: string, before: string[], after: string[]): Promise<Figures> {
  const port = await freePort();
  const path = join(folder, `webserver-${port}.json`);
  const api = {
    enabled: true,
    listen_ip_address: '127.0.0.1',
    listen_port: port,
    username: API_USER,
    password: API_PASSWORD,
    jwt_secret_key: 'a-secret-for-tests-of-at-least-32-characters',
    CORS_origins: [],
  };
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(config, 'utf8')), api_server: api }));
  const args = [...before, 'webserver', '-c', path, '--userdir', folder, '-d', join(folder, 'data'), ...after];
  const child: ChildProcess = spawn(program, args, { stdio: 'ignore', env: { ...process.env, ...NODE_ENVIRONMENT } });
  try {
    const ask = async <T>(method: string, name: string, body?: object): Promise<T> => {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/${name}`, { method, headers: HEADERS, ...sent });
      if (!response.ok) throw new Error(`${method} ${name} was answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as T;
    };
    await until(() => ask('GET', 'ping').catch(() => null), 'the webserver', 60_000);
    const start = (changes: object = {}) =>
      ask('POST', 'backtest', { strategy: STRATEGY, timeframe: '5m', max_open_trades: 10, enable_protections: false, ...changes });
    const isOver = async () => ((await ask<State>('GET', 'backtest')).running ? null : true);
    const timed = async (changes: object): Promise<number> => {
      await ask('DELETE', 'backtest');
      const asked = performance.now();
      await start(changes);
      await until(isOver, 'the backtest', LIMIT_MS);
      return (performance.now() - asked) / 1000;
    };
    const asker: AskerOrder = {
      thread: 'asker',
      url: `http://127.0.0.1:${port}/api/v1`,
      headers: HEADERS,
      paths: ['ping', 'version', 'strategies'],
      pauseMs: PAUSE_MS,
    };
    const worker = new Worker(new URL('./asker.ts', import.meta.url), { workerData: asker });
    await new Promise((resolve) => worker.once('message', resolve));
    const began = performance.now();
    await start();
    let resultMs = 0;
    await until(
      async () => {
        const asked = performance.now();
        const { running } = await ask<State>('GET', 'backtest');
        resultMs = performance.now() - asked;
        return running ? null : true;
      },
      'the backtest',
      LIMIT_MS,
    );
    const seconds = (performance.now() - began) / 1000;
    const told = new Promise<number[]>((resolve) => worker.once('message', resolve));
    worker.postMessage('stop');
    const times = await told;
    const again = await timed({});
    const other = await timed({ stake_amount: 40 });
    await ask('DELETE', 'backtest');
    // nothing of before fits
    await start({ timerange: '20240102-' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const aborted = performance.now();
    await ask('GET', 'backtest/abort');
    await until(isOver, 'the end', LIMIT_MS);
    const abortMs = performance.now() - aborted;
    times.sort((one, other) => one - other);
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
    return { seconds, again, other, answers: times.length, median: at(0.5), p99: at(0.99), worst: times.at(-1)!, resultMs, abortMs };
  } finally {
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
  }
}
