import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { looksBack } from '../../backtest/prepare.ts';
import type { RawConfig } from '../../config/raw.ts';
import { FileStamps, filesIn } from '../../data/file-stamps.ts';
import type { Prepared } from '../../research/prepare-pairs.ts';
import { type BacktestTask, backtestTask } from '../../research/tasks/backtest.ts';
import type { TaskNews, TaskWorld } from '../../research/tasks/task.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import { Declined, type Doing } from '../../workers/pool.ts';
import { codePath, importedCode, parameterPath } from '../strategies/strategy-loader.ts';
import { BacktestHands } from './backtest-hands.ts';
import { type Noticed, noticedIn, SHOWING, watchProperties, watchWorld } from './watched-world.ts';

/** A backtest, and what may be left for the next one. */
export interface KeepingTask {
  readonly task: BacktestTask;
  /** Most that may be kept, bytes; 0 for nothing. */
  readonly mostBytes: number;
  /** Whether the result of the same backtest may be given again. */
  readonly reuses: boolean;
  /** Threads that may be at work, this one included. */
  readonly threads: number;
  /** Files that were written within this time may be written once more without showing it, ms. */
  readonly settlesMs: number;
}

/** What a strategy does not know while it looks at candles, unless it asks for one of these. */
const UNSEEN = ['max_open_trades', 'stake_amount', 'dry_run_wallet'] as const satisfies readonly (keyof RawConfig)[];

/** Analysed pairs, for a backtest that would analyse the same. */
interface KeptPairs {
  readonly key: string;
  readonly isForAnyStake: boolean;
  readonly prepared: Prepared;
}

interface Kept {
  readonly order: string;
  /** Where the strategy was found. */
  readonly path: string;
  readonly code: FileStamps;
  readonly candles: FileStamps;
  /** Null where they can't be used twice. */
  readonly pairs: KeptPairs | null;
  readonly result: { readonly bytes: Uint8Array; readonly file: string; readonly warnings: readonly string[] };
}

/** What the last backtest of this thread has left. */
let kept: Kept | null = null;

/**
 * Backtests as `backtestTask`, and keeps for the next one in this thread what it would find again: the result for the very same backtest, the
 * analysed pairs for one with other stakes. Nothing is kept that depends on more than files that can be looked at again.
 * @throws Declined where modules that were loaded here before would be found in place of what the files have now
 */
export async function keepingBacktest(
  { task, mostBytes, reuses, threads, settlesMs }: KeepingTask,
  world: TaskWorld,
  { tell, isUsed, stay }: Pick<Doing<TaskNews>, 'tell' | 'isUsed' | 'stay'>,
): Promise<Uint8Array> {
  const path = codePath(task.strategy, task.folders);
  const order = JSON.stringify(task);
  const settled = () => world.now() - settlesMs;
  const candles = new FileStamps(filesIn(task.store.folder), settled());
  const last = isUsed ? keptFor(path, settled()) : null;
  kept = null;
  const isAsBefore = last?.candles.isSameAt(candles) === true;
  if (last !== null && reuses && isAsBefore && last.order === order && existsSync(last.result.file)) {
    kept = last;
    stay();
    for (const warning of last.result.warnings) world.warn(warning);
    return Uint8Array.from(last.result.bytes);
  }
  // what callbacks have kept for themselves would be found again, too
  if (last !== null && last.pairs === null) throw new Declined();
  const usable = isAsBefore ? fitting(last?.pairs ?? null, task) : null;
  const hands = new BacktestHands(task.folders, threads, true);
  // Python looks at all pairs at once
  if (path !== null) hands.hire(task.pairs.length, usable !== null);
  const watch = watchWorld();
  const noticed = () => noticedIn({ asksWorld: watch.wasAsked(), asksSettings: false, ...importedCode() }, hands.noticed);
  try {
    const watched = { ...world, tell, onAsked: watch.end, hands };
    const { pairs, bytes, file, warnings } = await backtestWith(usable, { task, mostBytes }, watched, noticed);
    const { asksWorld, asksNode, files } = noticed();
    if (path === null || mostBytes < bytes.length || asksWorld || asksNode) return bytes;
    const result = { bytes: Uint8Array.from(bytes), file, warnings };
    kept = { order, path, code: codeOf(path, settled(), files), candles, pairs, result };
    stay();
    return bytes;
  } finally {
    watch.end();
    await hands.end();
  }
}

/** @throws Declined */
function keptFor(path: string | null, settledAt: number): Kept {
  if (kept === null || path !== kept.path || !kept.code.isSameAt(codeOf(kept.path, settledAt))) throw new Declined();
  return kept;
}

async function backtestWith(
  usable: KeptPairs | null,
  { task, mostBytes }: Pick<KeepingTask, 'task' | 'mostBytes'>,
  world: TaskWorld & Pick<Doing<TaskNews>, 'tell'>,
  noticed: () => Noticed,
): Promise<Pick<Kept, 'pairs'> & Kept['result']> {
  let pairs = usable;
  const warnings: string[] = [];
  const keepPrepared = async (strategy: Strategy, make: () => Promise<Prepared>): Promise<Prepared> => {
    if (usable !== null) return { ...usable.prepared, load: 0, analyze: 0 };
    const asksSettings = watchProperties(strategy, SHOWING);
    const prepared = await make();
    const { asksWorld, asksSettings: haveAsked } = noticed();
    if (looksBack(strategy) || asksWorld || bytesOf(prepared) > mostBytes) return prepared;
    const isForAnyStake = !asksSettings() && !haveAsked;
    pairs = { key: pairsKey(task, isForAnyStake), isForAnyStake, prepared };
    return prepared;
  };
  const keeping: TaskWorld = {
    ...world,
    keepPrepared,
    warn: (text) => {
      warnings.push(text);
      world.warn(text);
    },
  };
  const { bytes, filename } = await backtestTask(task, keeping, world.tell);
  return { pairs, bytes, file: join(task.resultFolder, `${filename}.zip`), warnings };
}

/** Null where they are not those that a backtest needs. */
function fitting(pairs: KeptPairs | null, task: BacktestTask): KeptPairs | null {
  return pairs?.key === pairsKey(task, pairs?.isForAnyStake ?? false) ? pairs : null;
}

/** The files a strategy of this thread is made of. */
function codeOf(path: string, settledAt: number, files: readonly string[] = importedCode().files): FileStamps {
  return new FileStamps([...files, parameterPath(path)], settledAt);
}

/** What analysed pairs depend on beside files. */
function pairsKey({ config, ...task }: BacktestTask, isForAnyStake: boolean): string {
  const seen = { ...config };
  if (isForAnyStake) for (const key of UNSEEN) Reflect.deleteProperty(seen, key);
  return JSON.stringify({ ...task, config: seen, resultFolder: '', enableProtections: false });
}

/** Memory of all numbers in a value, each once, bytes. */
function bytesOf(value: unknown, buffers: Set<ArrayBufferLike> = new Set()): number {
  let bytes = 0;
  if (ArrayBuffer.isView(value)) {
    if (!buffers.has(value.buffer)) bytes += value.buffer.byteLength;
    buffers.add(value.buffer);
  } else if (value instanceof Map) for (const member of value.values()) bytes += bytesOf(member, buffers);
  else if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) bytes += bytesOf(member, buffers);
  return bytes;
}
