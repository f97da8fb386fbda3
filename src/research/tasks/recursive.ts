import type { DataFrame } from '../../strategy/data-frame.ts';
import { loadPair } from '../analyse-pair.ts';
import { type RecursiveFindings, recursiveAnalysis } from '../recursive-analysis.ts';
import { pairRequest } from './history.ts';
import { type PairsInput, strategyOf, type TaskWorld, type TellTask } from './task.ts';

export interface RecursiveTask extends PairsInput {
  readonly startupCandles: readonly number[];
}

export interface RecursiveResult extends RecursiveFindings {
  readonly strategy: string;
  /** Startup candles of the strategy itself. */
  readonly strategyStartupCandles: number;
}

/** How the indicators of a strategy change with the number of startup candles, on the first pair. */
export async function recursiveTask(task: RecursiveTask, world: TaskWorld, tell: TellTask): Promise<RecursiveResult> {
  const { strategy } = await strategyOf(task, world);
  const pair = task.pairs[0];
  if (pair === undefined) throw new Error('There is no pair to look at: the whitelist is empty.');
  const own = strategy.startupCandleCount;
  const counts = [...new Set([...task.startupCandles, own])].sort((a, b) => a - b);
  const download = task.download ?? (await world.downloadHint(task.config));
  const loaded = await loadPair({ ...pairRequest(task, pair, strategy.timeframe, world.warn), download }, strategy);
  const analyse = async (start: number, startup?: number): Promise<DataFrame> => loaded.analyse(start, loaded.candles.length, startup);
  let done = 0;
  const findings = await recursiveAnalysis(loaded.candles, counts, analyse, (count) => {
    done++;
    const tasks = { '0': { progress: done, total: counts.length, description: `Startup candle ${count}` } };
    tell({ step: 'analyze', ratio: done / counts.length, trades: 0, tasks });
  });
  return { strategy: task.strategy, strategyStartupCandles: own, ...findings };
}
