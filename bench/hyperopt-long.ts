import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { programFile } from '../scripts/program.mjs';
import { environmentOf, flagsOf } from '../scripts/setup.mjs';
import { ROOT, removeFolder } from '../tests/process/harness.ts';
import { argsOf, homeOf, inWorld, WORKERS } from './hyperopt.ts';
import { epochFileOf, LineCount, residentMib } from './hyperopt-files.ts';

/**
 * Whether a search needs more memory the longer it goes on: all of the process, and what it has started, from the thousandth try to the last
 * one. A young generation floats by some MiB, so that each figure is the middle of what was seen around it.
 */

const EPOCHS = Number(process.env['BENCH_EPOCHS'] ?? 10_000);
const FIRST = 1000;
const LOOK_MS = 50;
/** Figures are of so many tries before and behind. */
const AROUND = 300;
/** How much more there may be at the end: a heap that floats, and some dozen bytes a value of each try. */
const MOST_GROWTH = 1.1;

interface Long {
  readonly name: string;
  readonly options: readonly string[];
}

const LOSSES = 'SharpeHyperOptLoss,MaxDrawDownHyperOptLoss';
const SEARCHES: readonly Long[] = [
  ...['TPESampler', 'NSGAIISampler', 'NSGAIIISampler', 'CmaEsSampler', 'QMCSampler', 'RandomSampler'].map((name) => ({
    name,
    options: ['--sampler', name],
  })),
  { name: 'TPESampler, every try shown', options: ['--sampler', 'TPESampler', '--print-all'] },
  { name: 'NSGAIIISampler, two losses', options: ['--sampler', 'NSGAIIISampler', '--hyperopt-loss', LOSSES] },
  { name: 'TPESampler, two losses', options: ['--sampler', 'TPESampler', '--hyperopt-loss', LOSSES] },
];

/** @param rows names of searches; none for all */
export async function benchLongSearches(rows: readonly string[]): Promise<void> {
  const wanted = SEARCHES.filter(({ name }) => rows.length === 0 || rows.includes(name));
  const marks = [...[1000, 2000, 5000, 10_000, 20_000].filter((mark) => mark <= EPOCHS - AROUND), EPOCHS - AROUND];
  console.log(`2 pairs x 5 days x 5m, ${WORKERS} workers: MiB of the process after so many tries, and tries a second up to then`);
  const grown: string[] = [];
  await inWorld(2, 5, async (folder, config) => {
    for (const [index, long] of wanted.entries()) {
      const found = await run(folder, config, long, index, marks);
      const shown = found.map(({ mark, mib, rate }) => `${mark}: ${mib.toFixed(0)} (${rate.toFixed(0)}/s)`);
      const growth = found.at(-1)!.mib / found.find(({ mark }) => mark === FIRST)!.mib;
      console.log(`  ${long.name.padEnd(28)}  ${shown.join('  ')}  ${((growth - 1) * 100).toFixed(1)} %`);
      if (growth > MOST_GROWTH) grown.push(long.name);
    }
  });
  if (grown.length > 0)
    throw new Error(`Searches may need ${((MOST_GROWTH - 1) * 100).toFixed(0)} % more at their end: ${grown.join('; ')}.`);
}

interface Mark {
  readonly mark: number;
  readonly mib: number;
  readonly rate: number;
}

async function run(folder: string, config: string, { options }: Long, index: number, marks: readonly number[]): Promise<Mark[]> {
  const home = homeOf(folder, `long-${index}`);
  copyFileSync(join(ROOT, 'examples/oracle/hyper.ts'), join(home, 'strategies/hyper.ts'));
  const args = argsOf(folder, home, config, EPOCHS, index, undefined, options);
  const environment = { ...process.env, ...environmentOf(args), COLUMNS: '200' };
  const program = [...flagsOf(args), programFile('src/cli/main.ts'), ...args];
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
  let output = '';
  const hear = (part: Buffer): void => {
    output = (output + part.toString()).slice(-5000);
  };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', hear);
  const seen: { readonly epochs: number; readonly mib: number; readonly at: number }[] = [];
  let lines: LineCount | null = null;
  const look = setInterval(() => {
    const file = epochFileOf(home);
    if (lines === null && file !== null) lines = new LineCount(file);
    if (lines !== null) seen.push({ epochs: lines.lines(), mib: residentMib(child.pid ?? 0), at: performance.now() });
  }, LOOK_MS);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(look);
  if (code !== 0) throw new Error(`The search ended with ${code}:\n${output}`);
  removeFolder(home);
  return marks.map((mark) => {
    const around = seen.filter(({ epochs, mib }) => Math.abs(epochs - mark) <= AROUND && mib > 0).map(({ mib }) => mib);
    const [from, to] = [mark - 900, mark].map((epochs) => seen.find((one) => one.epochs >= epochs)!);
    const rate = (1000 * (to!.epochs - from!.epochs)) / Math.max(1, to!.at - from!.at);
    return { mark, mib: around.sort((a, b) => a - b)[Math.floor(around.length / 2)]!, rate };
  });
}
