import { mkdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { programFile } from '../scripts/program.mjs';
import { environmentOf, flagsOf } from '../scripts/setup.mjs';
import { freePort, ROOT, removeFolder, temporaryFolder } from '../tests/process/harness.ts';
import { PEERS } from './api.ts';
import { measure, type Run, serveMarkets, writeCandles, writeConfig, writeMinutes } from './backtest.ts';

/** A backtest that is measured, and what is asked of it. */
interface Row {
  readonly pairs: number;
  readonly days: number;
  readonly maxOpen: number;
  /** One of `examples/oracle`, which `tests/fuzz/strategies.py` has for the real freqtrade. */
  readonly strategy: string;
  /** Whether it looks inside its candles with minutes. */
  readonly hasDetail?: true;
  /** The real one would need more memory than most machines have. */
  readonly isAlone?: true;
  /** How many times as fast as the real one. */
  readonly ratio?: number;
  /** Part of the memory of the real one: 12 for a twelfth. */
  readonly part?: number;
  readonly memoryMb?: number;
  /** Seconds beyond the start. */
  readonly seconds?: number;
}

const YEAR = { pairs: 50, days: 365, maxOpen: 10 };
const ROWS: Readonly<Record<string, Row>> = {
  small: { pairs: 4, days: 30, maxOpen: 3, strategy: 'RoiStoploss', ratio: 20 },
  plain: { ...YEAR, strategy: 'RoiStoploss', ratio: 100, part: 12 },
  stoploss: { ...YEAR, strategy: 'CustomStop', ratio: 60, memoryMb: 512 },
  exit: { ...YEAR, strategy: 'CustomExit', ratio: 60, memoryMb: 512 },
  detail: { ...YEAR, strategy: 'RoiStoploss', hasDetail: true, ratio: 40, memoryMb: 1536 },
  many: { ...YEAR, pairs: 200, strategy: 'RoiStoploss', isAlone: true, seconds: 4, memoryMb: 922 },
  thousand: { ...YEAR, pairs: 1000, days: 73, strategy: 'RoiStoploss', isAlone: true, seconds: 4, memoryMb: 922 },
};
const DEFAULT_ROWS = ['small', 'plain', 'stoploss', 'exit', 'detail', 'many'];
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
/** One of them takes minutes. */
const PEER_ROUNDS = Number(process.env['BENCH_PEER_ROUNDS'] ?? ROUNDS);

/** Whole processes on the same files: start, load, indicators, trading, report, result file. @param wanted names of rows; those of every day when left out */
export async function benchBacktest(wanted: readonly string[] = []): Promise<void> {
  for (const name of wanted) if (!(name in ROWS)) throw new Error(`There is no row "${name}". There are: ${Object.keys(ROWS).join(', ')}.`);
  for (const name of wanted.length === 0 ? DEFAULT_ROWS : wanted) await benchRow(name, ROWS[name]!);
}

async function benchRow(name: string, row: Row): Promise<void> {
  const folder = temporaryFolder();
  const names = Array.from({ length: row.pairs }, (_value, index) => `B${String(index).padStart(2, '0')}`);
  const port = await freePort();
  const server = await serveMarkets(names, port);
  try {
    const data = join(folder, 'data');
    if (row.hasDetail) await writeMinutes(data, names, row.days);
    else await writeCandles(data, names, row.days);
    const config = writeConfig(folder, names, port, row.maxOpen);
    const common = ['backtesting', '-c', config, '-d', data, '-s', row.strategy, '--cache', 'none'];
    const asked = row.hasDetail ? [...common, '--timeframe-detail', '1m'] : common;
    console.log(`\n${name}: ${row.strategy}, ${row.pairs} pairs x ${row.days} days x 5m${row.hasDetail ? ', looked inside with 1m' : ''}`);
    const load = machineLoad();
    const mine = await rounds(ROUNDS, () => ours(asked, folder));
    const theirs = row.isAlone ? [] : await rounds(PEER_ROUNDS, () => peers(asked, folder));
    tell(row, mine, theirs);
    const phases = join(folder, 'phases.json');
    await ours(asked, folder, phases);
    const start = tellPhases(phases);
    if (row.seconds !== undefined) tellBeyondStart(row, median(mine.map(({ seconds }) => seconds)) - start);
    console.log(`  machine   others used ${(100 * load()).toFixed(0)} % of its processors, load ${loadavg()[0]!.toFixed(1)}`);
  } finally {
    server.close();
    removeFolder(folder);
  }
}

const ours = (args: readonly string[], folder: string, phases: string | null = null): Promise<Run> =>
  measure(
    process.execPath,
    [
      ...flagsOf(args),
      ...(phases === null ? [] : ['--import', pathToFileURL(join(ROOT, 'bench/phases.mjs')).href]),
      programFile('src/cli/main.ts'),
      ...args,
      ...['--userdir', join(folder, 'ours'), '--strategy-path', join(ROOT, 'examples/oracle')],
    ],
    { ...environmentOf(args), ...(phases !== null && { BENCH_PHASES: phases }) },
  );

function peers(args: readonly string[], folder: string): Promise<Run> {
  const home = join(folder, 'theirs');
  mkdirSync(home, { recursive: true });
  return measure(join(PEERS, 'bin/freqtrade'), [...args, '--userdir', home, '--strategy-path', join(ROOT, 'tests/fuzz')]);
}

async function rounds(count: number, run: () => Promise<Run>): Promise<Run[]> {
  const runs: Run[] = [];
  for (let round = 0; round < count; round++) runs.push(await run());
  return runs;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const spread = (values: readonly number[], digits: number): string =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;

function tell(row: Row, mine: readonly Run[], theirs: readonly Run[]): void {
  const trades = ([first]: readonly Run[]) => /TOTAL +│ +(\d+) /.exec(first?.output ?? '')?.[1] ?? '?';
  const beside = (text: string) => (theirs.length === 0 ? '' : `  freqtrade ${text}`);
  const figure = (runs: readonly Run[], name: 'seconds' | 'cpuSeconds' | 'memoryMb') => runs.map((run) => run[name]);
  const ratio = (name: 'seconds' | 'cpuSeconds' | 'memoryMb') => median(figure(theirs, name)) / median(figure(mine, name));
  const verdict = (asked: string | null, isMet: boolean) => (asked === null ? '' : `  asked ${asked}${isMet ? '' : ', MISSED'}`);
  console.log(`  medians of ${mine.length} runs${theirs.length === 0 ? '' : ` and ${theirs.length}`}, least and most beside`);
  console.log(`  trades    ${trades(mine)}${beside(trades(theirs))}`);
  console.log(
    `  time      ${spread(figure(mine, 'seconds'), 2)} s${beside(`${spread(figure(theirs, 'seconds'), 1)} s  ${ratio('seconds').toFixed(1)}x`)}${verdict(row.ratio === undefined ? null : `${row.ratio}x`, ratio('seconds') >= (row.ratio ?? 0))}`,
  );
  console.log(`  CPU       ${spread(figure(mine, 'cpuSeconds'), 2)} s${beside(`${spread(figure(theirs, 'cpuSeconds'), 1)} s`)}`);
  const memory = median(figure(mine, 'memoryMb'));
  const part = row.part === undefined ? '' : verdict(`1/${row.part}`, ratio('memoryMb') >= row.part);
  const most = row.memoryMb === undefined ? '' : verdict(`${row.memoryMb} MB`, memory <= row.memoryMb);
  console.log(
    `  memory    ${spread(figure(mine, 'memoryMb'), 0)} MB${beside(`${spread(figure(theirs, 'memoryMb'), 0)} MB  1/${ratio('memoryMb').toFixed(1)}`)}${part}${most}`,
  );
}

function tellBeyondStart(row: Row, seconds: number): void {
  const millions = (row.pairs * row.days * 288) / 1e6;
  const isMet = seconds <= (row.seconds ?? 0) * (millions / 21);
  console.log(
    `  beyond the start ${seconds.toFixed(2)} s for ${millions.toFixed(1)} million candles  asked ${row.seconds} s for 21${isMet ? '' : ', MISSED'}`,
  );
}

interface Phases {
  readonly began: number;
  readonly ended: number;
  readonly samples: readonly (readonly [at: number, cpu: number, mb: number])[];
  readonly lines: readonly { readonly at: number; readonly line: string }[];
}

/** What each phase took. @returns seconds until candles are asked for */
function tellPhases(file: string): number {
  const { began, ended, samples, lines } = JSON.parse(readFileSync(file, 'utf8')) as Phases;
  const moment = (text: string) => lines.find(({ line }) => line.includes(text))?.at ?? Number.NaN;
  const traded = lines.find(({ line }) => line.includes('Loaded in'));
  const seconds = Number(/traded in ([\d.]+) s/.exec(traded?.line ?? '')?.[1]);
  const marks: readonly (readonly [string, number])[] = [
    ['start', began],
    ['load, analyse', moment('Running backtesting')],
    ['trade', (traded?.at ?? Number.NaN) - 1000 * seconds],
    ['report', traded?.at ?? Number.NaN],
    ['', ended],
  ];
  console.log('  phases of one more run that was looked at (with it the figures are a little larger)');
  for (const [index, [name, from]] of marks.slice(0, -1).entries()) {
    const until = marks[index + 1]![1];
    const own = samples.filter(([at]) => at >= from && at < until);
    const cpu = (own.at(-1)?.[1] ?? 0) - (own[0]?.[1] ?? 0);
    const peak = own.reduce((most, [, , mb]) => Math.max(most, mb), 0);
    console.log(
      `    ${name.padEnd(14)} ${((until - from) / 1000).toFixed(2)} s, CPU ${cpu.toFixed(2)} s, memory up to ${peak.toFixed(0)} MB`,
    );
  }
  return (moment('Running backtesting') - began) / 1000;
}

/** From now on notes what the machine does. @returns what others used since then, as a share of all its processors */
function machineLoad(): () => number {
  const ticks = () => (/^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? '').split(' ').slice(0, 8).map(Number);
  const before = ticks();
  const own = process.resourceUsage();
  const children = childTicks();
  return () => {
    const passed = ticks().map((value, index) => value - before[index]!);
    const all = passed.reduce((sum, value) => sum + value, 0);
    const idle = passed[3]! + passed[4]!;
    const now = process.resourceUsage();
    const mine = (now.userCPUTime + now.systemCPUTime - own.userCPUTime - own.systemCPUTime) / 1e4 + childTicks() - children;
    return Math.max(0, (all - idle - mine) / all);
  };
}

/** CPU time of children that have ended, in hundredths of a second. */
function childTicks(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ');
  return Number(fields[13]) + Number(fields[14]);
}
