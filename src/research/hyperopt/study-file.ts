import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Space } from '../../samplers/space.ts';
import { BacktestError } from '../backtest-settings.ts';
import type { Truth } from './truth.ts';

/** How a search was begun: what it takes to go on with it. Beside its tries. */
export interface StudyFacts {
  readonly strategy: string;
  readonly sampler: string;
  readonly seed: number;
  readonly losses: readonly string[];
  readonly timeframe: string;
  readonly timerange: string;
  readonly pairs: readonly string[];
  readonly min_trades: number;
  readonly ahead: number;
  readonly epochs: number;
  readonly space: Space;
  /** What of the configuration and the command line each try hangs on; files of an older version have it not. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Found out at the end. */
  readonly truth?: Truth;
}

export function studyPath(epochFile: string): string {
  return epochFile.replace(/\.fthypt$/, '.study.json');
}

export function writeStudy(epochFile: string, facts: StudyFacts): void {
  mkdirSync(dirname(epochFile), { recursive: true });
  writeFileSync(studyPath(epochFile), `${JSON.stringify(facts, null, 2)}\n`);
}

/** @throws BacktestError where it is not there, or is none */
export function readStudy(epochFile: string): StudyFacts {
  const path = studyPath(epochFile);
  if (!existsSync(path)) throw new BacktestError(`${path} is not there: only a search that was begun here can go on.`);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as StudyFacts;
  } catch (error) {
    throw new BacktestError(`${path}: ${(error as Error).message}`);
  }
}

/** The same, or null where it is not there or can't be read: a file of freqtrade's has none. */
export function knownStudy(epochFile: string): StudyFacts | null {
  try {
    return readStudy(epochFile);
  } catch (error) {
    if (error instanceof BacktestError) return null;
    throw error;
  }
}

const MEANT = ['strategy', 'losses', 'timeframe', 'timerange', 'pairs', 'min_trades', 'space'] as const;

/** @throws BacktestError that names what is asked for otherwise than the search was begun */
export function checkSame(begun: StudyFacts, asked: Pick<StudyFacts, (typeof MEANT)[number] | 'settings'>, path: string): void {
  const other = MEANT.find((key) => !isSame(begun[key], asked[key]));
  if (other === 'space')
    throw new BacktestError(`--resume: what is searched differs from ${path}: other spaces, or other bounds of a parameter.`);
  if (other !== undefined) throw differs(path, other, begun[other], asked[other]);
  const [was, is] = [begun.settings, asked.settings];
  if (was === undefined || is === undefined) return;
  for (const name of new Set([...Object.keys(was), ...Object.keys(is)]))
    if (!isSame(was[name], is[name])) throw differs(path, name, was[name], is[name]);
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function differs(path: string, name: string, was: unknown, is: unknown): BacktestError {
  const [before, now] = [was, is].map((value) => (value === undefined ? 'none' : JSON.stringify(value)));
  return new BacktestError(`--resume: ${path} was begun with ${name} ${before}, and this asks for ${now}.`);
}
