import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { PairData } from '../../backtest/pair-data.ts';
import { sourceLine } from '../../bot/source-line.ts';
import { type Prepared, type PrepareJob, preparePairs } from '../../research/prepare-pairs.ts';
import { castNetOfThread } from '../process/last-net.ts';
import { loadStrategy } from '../strategies/strategy-loader.ts';

interface Order {
  /** Tells this thread's work from that of another which imports this file. */
  readonly thread: 'prepare';
  readonly job: PrepareJob;
  readonly folders: readonly string[];
}

/** What crosses back: the pairs, or what went wrong. */
type Answer = { readonly prepared: Prepared } | { readonly message: string; readonly code: string | undefined };

/** Loads and analyses pairs in a thread of its own, which ends with its answer. @param folders where the strategy is */
export function prepareInThread(job: PrepareJob, folders: readonly string[]): Promise<Prepared> {
  return new Promise((resolve, reject) => {
    const order: Order = { thread: 'prepare', job, folders };
    const worker = new Worker(new URL(import.meta.url), { workerData: order });
    worker.once('error', reject);
    worker.once('message', (answer: Answer) => {
      if ('prepared' in answer) resolve(answer.prepared);
      else reject(Object.assign(new Error(answer.message), { code: answer.code }));
    });
  });
}

async function answerOrder({ job, folders }: Order): Promise<void> {
  try {
    const { strategy } = await loadStrategy(job.strategyName, folders);
    strategy.timeframe = job.timeframe;
    const prepared = await preparePairs(job, strategy, { now: Date.now, onProgress: () => undefined });
    parentPort!.postMessage({ prepared } satisfies Answer, [...new Set(prepared.pairs.flatMap(buffersOf))]);
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    parentPort!.postMessage({ message: `${message}${code === 'STRATEGY_ERROR' ? sourceLine(error) : ''}`, code } satisfies Answer);
  }
}

/** What is handed over instead of copied. */
function buffersOf({ candles, signals }: PairData): ArrayBuffer[] {
  const columns = [candles.time, candles.open, candles.high, candles.low, candles.close];
  const flags = [signals.enterLong, signals.exitLong, signals.enterShort, signals.exitShort];
  return [...columns, ...flags].map(({ buffer }) => buffer as ArrayBuffer);
}

const order = workerData as Order | null;
if (!isMainThread && parentPort !== null && order?.thread === 'prepare') {
  castNetOfThread();
  await answerOrder(order);
}
