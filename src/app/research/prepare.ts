import type { PairData } from '../../backtest/pair-data.ts';
import { type Prepared, type PrepareJob, preparePairs } from '../../research/prepare-pairs.ts';
import { loadStrategy } from '../strategies/strategy-loader.ts';

/** Loads and analyses pairs in this thread, with a strategy of its own. @param folders where the strategy is */
export async function prepareHere(
  job: PrepareJob,
  folders: readonly string[],
  handOver: (buffers: readonly ArrayBuffer[]) => void,
): Promise<Prepared> {
  const { strategy } = await loadStrategy(job.strategyName, folders, { ...job.config, timeframe: job.timeframe });
  const prepared = await preparePairs(job, strategy, { now: Date.now, onProgress: () => undefined });
  handOver(prepared.pairs.flatMap(buffersOf));
  // only callbacks ask for these, and a strategy with callbacks is not split among threads
  return { ...prepared, informative: new Map() };
}

/** What is handed over instead of copied. */
function buffersOf({ candles, signals, detail }: PairData): ArrayBuffer[] {
  const columns = [candles, detail].flatMap((part) => (part === null ? [] : [part.time, part.open, part.high, part.low, part.close]));
  const tags = [signals.enterTag, signals.exitTag].flatMap((tag) => tag?.codes ?? []);
  // what both threads see is not handed over
  return [...columns, signals.bits, ...tags].flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? buffer : []));
}
