import type { PairData } from '../../backtest/pair-data.ts';
import { type Prepared, type PrepareJob, preparePairs } from '../../research/prepare-pairs.ts';
import { importedCode, loadStrategy } from '../strategies/strategy-loader.ts';
import { type Noticed, SHOWING, watchProperties, watchWorld } from './watched-world.ts';

/** Taken before anybody watches who asks for it. */
const { now } = Date;

/** Loads and analyses pairs in this thread, with a strategy of its own, and notices what it asks for. @param folders where the strategy is */
export async function prepareHere(
  job: PrepareJob,
  folders: readonly string[],
  handOver: (buffers: readonly ArrayBuffer[]) => void,
): Promise<{ readonly prepared: Prepared; readonly noticed: Noticed }> {
  const watch = watchWorld();
  try {
    const { strategy } = await loadStrategy(job.strategyName, folders, { ...job.config, timeframe: job.timeframe });
    const asksSettings = watchProperties(strategy, SHOWING);
    const prepared = await preparePairs(job, strategy, { now, onProgress: () => undefined });
    handOver(prepared.pairs.flatMap(buffersOf));
    const noticed = { asksWorld: watch.wasAsked(), asksSettings: asksSettings(), ...importedCode() };
    // only callbacks ask for these, and a strategy with callbacks is not split among threads
    return { prepared: { ...prepared, informative: new Map() }, noticed };
  } finally {
    watch.end();
  }
}

/** What is handed over instead of copied. */
function buffersOf({ candles, signals, detail }: PairData): ArrayBuffer[] {
  const columns = [candles, detail].flatMap((part) => (part === null ? [] : [part.time, part.open, part.high, part.low, part.close]));
  const tags = [signals.enterTag, signals.exitTag].flatMap((tag) => tag?.codes ?? []);
  // what both threads see is not handed over
  return [...columns, signals.bits, ...tags].flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? buffer : []));
}
