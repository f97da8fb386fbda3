import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { programFile } from '../scripts/program.mjs';
import { flagsOf, NODE_ENVIRONMENT } from '../scripts/setup.mjs';
import { freePort, ROOT, removeFolder, temporaryFolder } from '../tests/process/harness.ts';
import { PEERS } from './api.ts';
import { serveMarkets, writeCandles, writeConfig } from './backtest.ts';
import { epochFileOf, LineCount, residentMib } from './hyperopt-files.ts';
import { share } from './messages.ts';

/**
 * Searches of ours and of the real freqtrade, in turns: the same strategy over the same files with the same spaces, loss and sampler and two
 * workers each. An epoch counts from the moment that the first one is in the file of tries, so that neither start nor candles nor
 * indicators are in it.
 */

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const [PAIRS, DAYS] = [8, 30];
export const WORKERS = 2;
const EPOCHS = { ours: 3000, theirs: 20 };
const LOOK_MS = 5;

interface Round {
  /** Epochs a second, once they come. */
  readonly rate: number;
  /** From the start of the process to its end, s. */
  readonly seconds: number;
  readonly output: string;
  /** Most memory of the process while tries came, beside what it had when its workers began, for each of them, MiB. */
  readonly workerMib: number;
}

/** A strategy of a search, and the spaces that are searched. */
interface Searched {
  readonly name: string;
  readonly file: string;
  readonly spaces: readonly string[];
}

const HYPER: Searched = { name: 'Hyper', file: 'examples/oracle/hyper.ts', spaces: ['all'] };
/** Tries of a hundred thousand trades and more. */
const MANY_TRADES: Searched = { name: 'ManyTrades', file: 'bench/strategies/many-trades.ts', spaces: ['buy', 'sell', 'protection'] };
/** What a worker may need with much data, MiB. */
const MOST_MIB = 150;

export async function benchHyperopt(): Promise<void> {
  await memory();
  if (!existsSync(join(PEERS, 'lib/python3.11/site-packages/optuna')))
    throw new Error(`The real freqtrade in ${PEERS} can not search: ${PEERS}/bin/pip install "freqtrade[hyperopt]==2026.9"`);
  await inWorld(PAIRS, DAYS, async (folder, config) => {
    console.log(`${PAIRS} pairs x ${DAYS} days x 5m, ${WORKERS} workers, median of ${ROUNDS}`);
    const rounds: { ours: Round; theirs: Round }[] = [];
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({
        ours: await searchOurs(folder, config, EPOCHS.ours, round),
        theirs: await searchTheirs(folder, config, EPOCHS.theirs, round),
      });
    const medians = (['ours', 'theirs'] as const).map((side) =>
      share(
        rounds.map((round) => round[side].rate).sort((a, b) => a - b),
        0.5,
      ),
    );
    const [ours, theirs] = medians as [number, number];
    console.log(`  epochs a second  ${ours.toFixed(1)}  freqtrade ${theirs.toFixed(2)}  ${(ours / theirs).toFixed(0)}x`);
    for (const side of ['ours', 'theirs'] as const)
      console.log(
        `  ${side.padEnd(15)}  ${rounds.map((round) => round[side].rate.toFixed(2)).join(', ')} a second; ${EPOCHS[side]} epochs in ${rounds.map((round) => round[side].seconds.toFixed(1)).join(', ')} s`,
      );
    console.log(`  ${memoryOf(rounds[0]!.ours)}`);
  });
}

/** What a worker needs with much data, and whether many epochs need more than few. */
async function memory(): Promise<void> {
  const show = async (folder: string, config: string, epochs: number, searched = HYPER): Promise<number> => {
    const run = await searchOurs(folder, config, epochs, 0, searched);
    console.log(
      `  ${searched.name}, ${epochs} epochs, ${run.rate.toFixed(2)} a second: ${run.workerMib.toFixed(0)} MiB a worker. ${memoryOf(run)}`,
    );
    return run.workerMib;
  };
  await inWorld(50, 365, async (folder, config) => {
    console.log('50 pairs x 365 days x 5m');
    for (const searched of [HYPER, MANY_TRADES])
      if ((await show(folder, config, 10, searched)) > MOST_MIB) throw new Error(`A worker may need ${MOST_MIB} MiB.`);
  });
  await inWorld(2, 5, async (folder, config) => {
    console.log('2 pairs x 5 days x 5m');
    for (const epochs of [1000, 10_000]) await show(folder, config, epochs);
  });
}

/** Candles of random walks, and markets to trade them on. */
export async function inWorld(pairs: number, days: number, act: (folder: string, config: string) => Promise<void>): Promise<void> {
  const folder = temporaryFolder();
  const names = Array.from({ length: pairs }, (_value, index) => `B${String(index).padStart(2, '0')}`);
  const port = await freePort();
  const server = await serveMarkets(names, port);
  try {
    await writeCandles(join(folder, 'data'), names, days);
    await act(folder, writeConfig(folder, names, port, 3));
  } finally {
    server.close();
    removeFolder(folder);
  }
}

/** Each side has a folder of its own: two strategies of one name are refused. */
export function argsOf(
  folder: string,
  home: string,
  config: string,
  epochs: number,
  seed: number,
  { name, spaces } = HYPER,
  more: readonly string[] = [],
): string[] {
  return [
    ...['hyperopt', '-c', config, '--userdir', home, '-d', join(folder, 'data'), '-s', name, '--spaces', ...spaces],
    ...(more.includes('--hyperopt-loss') ? [] : ['--hyperopt-loss', 'SharpeHyperOptLoss']),
    ...['-e', String(epochs), '-j', String(WORKERS), '--random-state', String(seed + 1)],
    ...['--disable-param-export', ...more],
  ];
}

async function searchOurs(folder: string, config: string, epochs: number, round: number, searched = HYPER): Promise<Round> {
  const home = homeOf(folder, `ours-${searched.name}-${round}-${epochs}`);
  copyFileSync(join(ROOT, searched.file), join(home, 'strategies', basename(searched.file)));
  const args = argsOf(folder, home, config, epochs, round, searched);
  return timed(process.execPath, [...flagsOf(args), programFile('src/cli/main.ts'), ...args], home);
}

async function searchTheirs(folder: string, config: string, epochs: number, round: number): Promise<Round> {
  const home = homeOf(folder, `theirs-${round}`);
  copyFileSync(join(ROOT, 'tests/golden/hyperopt/strategy.py'), join(home, 'strategies/hyper.py'));
  return timed(join(PEERS, 'bin/freqtrade'), argsOf(folder, home, config, epochs, round), home);
}

export function homeOf(folder: string, name: string): string {
  const home = join(folder, name);
  mkdirSync(join(home, 'strategies'), { recursive: true });
  mkdirSync(join(home, 'hyperopt_results'), { recursive: true });
  return home;
}

/** Runs a search and looks at its file of tries as it grows. */
async function timed(program: string, args: readonly string[], home: string): Promise<Round> {
  const began = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...NODE_ENVIRONMENT, COLUMNS: '200' } });
  let output = '';
  let [before, most, sofar] = [0, 0, 0];
  const hear = (part: Buffer): void => {
    output += part.toString();
    if (before === 0 && output.includes('which all workers share')) before = residentMib(child.pid ?? 0);
  };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', hear);
  let [first, firstLines, last, size, file] = [0, 0, 0, 0, null as string | null];
  let lines: LineCount | null = null;
  const look = setInterval(() => {
    sofar = Math.max(sofar, residentMib(child.pid ?? 0));
    file ??= epochFileOf(home);
    if (file === null) return;
    lines ??= new LineCount(file);
    const now = statSync(file).size;
    if (now === size) return;
    size = now;
    last = performance.now();
    // at its end the program reads the best try, with all its trades
    most = sofar;
    if (first > 0) return;
    first = last;
    firstLines = lines.lines();
  }, LOOK_MS);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(look);
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0 || lines === null) throw new Error(`${program} ended with ${code}:\n${output}`);
  return {
    rate: ((lines as LineCount).lines() - firstLines) / ((last - first) / 1000),
    seconds,
    output,
    workerMib: (most - before) / WORKERS,
  };
}

function memoryOf({ output }: Round): string {
  return /Memory of a worker: [^\n]*/.exec(output)?.[0] ?? 'it told no memory';
}
