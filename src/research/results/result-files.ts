import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import type { RejectedSignal } from '../../backtest/state.ts';
import { dateTime } from '../../core/market/calendar.ts';
import { roundTo } from '../../core/market/decimal.ts';
import { BacktestError } from '../backtest-settings.ts';
import type { BacktestReport } from '../report/present-report.ts';
import { totalRow } from './total-row.ts';
import { type MadeFile, type MadeText, type ZipEntry, zip } from './zip.ts';

/** One strategy's part of a result file. */
export interface StrategyResult {
  readonly name: string;
  readonly report: BacktestReport;
  /** What the account was worth. */
  readonly wallet: MadeFile;
  /** Text of the trades; null where the report has them. */
  readonly trades: MadeText | null;
  readonly code: string;
  /** Text of its parameter file; null when there is none. */
  readonly parameterFile: string | null;
  /** Same for two runs that must give the same result. */
  readonly runId: string;
  /** Null where they were not kept. */
  readonly rejected: readonly RejectedSignal[] | null;
}

export interface ResultContents {
  readonly strategies: readonly StrategyResult[];
  readonly marketChange: MadeFile;
  /** Without secrets. */
  readonly config: object;
  readonly notes: string | null;
  /** ms since epoch. */
  readonly now: number;
}

/** A result file as it is read back. */
export interface StoredResult {
  readonly strategy: Readonly<Record<string, BacktestReport>>;
  readonly strategy_comparison: readonly Readonly<Record<string, unknown>>[];
}

interface StoredMeta {
  readonly run_id: string;
  readonly backtest_start_time: number;
}

/** Feather files are packed already; of a long result's text the first pass saves most. */
const LEVEL = { packed: 0, long: 1, short: 6 } as const;
const LATEST = '.last_result.json';

/** What tells one run from another: the strategy's text and parameters, and everything it was run with. */
export function runId({ code, parameterFile }: Pick<StrategyResult, 'code' | 'parameterFile'>, request: object): string {
  return createHash('sha1')
    .update(code + (parameterFile ?? ''))
    .update('\0')
    .update(JSON.stringify(request))
    .digest('hex');
}

/**
 * Writes freqtrade's files, named after `prefix` and the moment: a zip, its facts beside it, and which one is the latest. Of several runs that
 * end in one second, the others take the seconds after it.
 * @returns the zip's path
 */
export async function writeResult(folder: string, contents: ResultContents, prefix = 'backtest-result'): Promise<string> {
  mkdirSync(folder, { recursive: true });
  for (let at = contents.now; ; at += 1000) {
    const base = `${prefix}-${dateTime(at).replace(' ', '_').replaceAll(':', '-')}`;
    const path = join(folder, `${base}.zip`);
    if (existsSync(path) || !putNew(path, await zip(filesOf(base, contents)))) continue;
    replace(join(folder, `${base}.meta.json`), strToU8(JSON.stringify(metaOf(contents))));
    replace(join(folder, LATEST), strToU8(JSON.stringify({ latest_backtest: basename(path) })));
    return path;
  }
}

function filesOf(base: string, { strategies, config, marketChange }: ResultContents): ZipEntry[] {
  const files: ZipEntry[] = [
    { name: `${base}.json`, texts: resultTexts(strategies), level: LEVEL.long },
    { name: `${base}_config.json`, bytes: Buffer.from(JSON.stringify(config)), level: LEVEL.short },
    { name: `${base}_market_change.feather`, bytes: marketChange, level: LEVEL.packed },
  ];
  for (const { name, code, parameterFile, wallet, rejected } of strategies) {
    const text = (end: string, content: string) =>
      files.push({ name: `${base}_${name}${end}`, bytes: Buffer.from(content), level: LEVEL.short });
    text('.ts', code);
    if (parameterFile !== null) text('.json', parameterFile);
    files.push({ name: `${base}_${name}_wallet.feather`, bytes: wallet, level: LEVEL.packed });
    if (rejected !== null) text('_rejected.json', JSON.stringify(rejected));
  }
  return files;
}

function metaOf({ strategies, notes }: ResultContents): object {
  return Object.fromEntries(
    strategies.map(({ name, report, runId: id }) => [name, { ...runFacts(report, id), ...(notes === null ? {} : { notes }) }]),
  );
}

/** The result itself. Trades whose text was made elsewhere come where a report has its own, which is the first it has. */
function resultTexts(strategies: readonly StrategyResult[]): (Uint8Array | MadeText)[] {
  const texts: (Uint8Array | MadeText)[] = [];
  const before = '{"trades":[';
  let text = '{"strategy":{';
  // of two of one name the last counts
  for (const [index, { name, report, trades }] of [...new Map(strategies.map((result) => [result.name, result])).values()].entries()) {
    text += `${index === 0 ? '' : ','}${JSON.stringify(name)}:`;
    const own = JSON.stringify(report);
    if (trades === null) text += own;
    else {
      if (!own.startsWith(`${before}]`)) throw new Error('A report has trades that were to be written elsewhere.');
      texts.push(Buffer.from(text + before), trades);
      text = own.slice(before.length);
    }
  }
  const comparison = JSON.stringify(strategies.map(({ name, report }) => comparisonRow(name, report)));
  return [...texts, Buffer.from(`${text}},"strategy_comparison":${comparison}}`)];
}

/** What is written of a run beside its result. */
export function runFacts(report: BacktestReport, id: string) {
  return {
    run_id: id,
    backtest_start_time: report.backtest_run_start_ts,
    timeframe: report.timeframe,
    timeframe_detail: report.timeframe_detail || null,
    backtest_start_ts: Math.floor(report.backtest_start_ts / 1000),
    backtest_end_ts: Math.floor(report.backtest_end_ts / 1000),
  };
}

/** Signals for which a backtest had no slot; null where it did not keep them. @param path as for `readResult` */
export function readRejected(path: string, strategy: string): readonly RejectedSignal[] | null {
  const file = fileOf(path);
  if (!file.endsWith('.zip')) return null;
  const wanted = `${basename(file, '.zip')}_${strategy}_rejected.json`;
  const found = unzipSync(readFileSync(file), { filter: ({ name }) => name === wanted })[wanted];
  return found === undefined ? null : (JSON.parse(strFromU8(found)) as RejectedSignal[]);
}

function fileOf(path: string): string {
  return path.endsWith('.zip') || path.endsWith('.json') ? path : join(path, latestName(path));
}

/** @param path a zip, or a folder whose latest result is meant @throws BacktestError */
export function readResult(path: string): StoredResult {
  const file = fileOf(path);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new BacktestError(`${file} can't be read: ${(error as Error).message}`);
  }
  try {
    const text = file.endsWith('.zip') ? jsonOfZip(bytes, basename(file, '.zip')) : strFromU8(bytes);
    const result = JSON.parse(text) as StoredResult;
    if (typeof result.strategy !== 'object') throw new Error('it holds no strategy');
    return result;
  } catch (error) {
    throw new BacktestError(`${file} is not a backtest result: ${(error as Error).message}`);
  }
}

/** A result of the same run that is not older than `maxAgeMs`; null for none. */
export function findResult(folder: string, strategy: string, id: string, now: number, maxAgeMs: number): BacktestReport | null {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.meta.json'));
  } catch {
    return null;
  }
  for (const name of names.sort().reverse()) {
    const meta = (JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, StoredMeta>)[strategy];
    if (meta?.run_id !== id || now - meta.backtest_start_time * 1000 > maxAgeMs) continue;
    return readResult(join(folder, name.replace('.meta.json', '.zip'))).strategy[strategy] ?? null;
  }
  return null;
}

/** The row of a strategy in the table that compares them. */
export function comparisonRow(name: string, report: BacktestReport) {
  const total = totalRow(report);
  return {
    ...total,
    key: name,
    max_drawdown_account: report.max_drawdown_account,
    max_drawdown_abs: String(roundTo(report.max_drawdown_abs, report.stake_currency_decimals)),
  };
}

function latestName(folder: string): string {
  try {
    return (JSON.parse(readFileSync(join(folder, LATEST), 'utf8')) as { latest_backtest: string }).latest_backtest;
  } catch {
    throw new BacktestError(`There is no backtest result in ${folder} yet. "freqtrade backtesting" writes one.`);
  }
}

function jsonOfZip(bytes: Uint8Array, base: string): string {
  const wanted = `${base}.json`;
  const files = unzipSync(bytes, { filter: ({ name }) => name === wanted });
  const found = files[wanted];
  if (found === undefined) throw new Error(`it has no ${wanted}`);
  return strFromU8(found);
}

/** Written beside and renamed: a crash leaves no half file. */
function replace(path: string, ...pieces: readonly Uint8Array[]): void {
  renameSync(writtenBeside(path, pieces), path);
}

/** The same where there is no such file. @returns false where there is one, which stays as it is */
function putNew(path: string, pieces: readonly Uint8Array[]): boolean {
  const beside = writtenBeside(path, pieces);
  try {
    linkSync(beside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // a file system that has no links
    renameSync(beside, path);
  } finally {
    rmSync(beside, { force: true });
  }
  return true;
}

/** @returns path of the file */
function writtenBeside(path: string, pieces: readonly Uint8Array[]): string {
  // threads may be about to write the same
  const beside = `${path}.${randomUUID()}.tmp`;
  const file = openSync(beside, 'w');
  try {
    for (const piece of pieces) writeFileSync(file, piece);
  } finally {
    closeSync(file);
  }
  return beside;
}
