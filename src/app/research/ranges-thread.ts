import { statSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { EVERYTHING } from '../../core/market/timerange.ts';
import { type CandleType, candleFile, loadCandles } from '../../data/candle-files.ts';
import type { CandleStore } from '../../research/candle-store.ts';
import type { StoredRange } from '../../research/port.ts';
import { castNetOfThread } from '../process/last-net.ts';

interface Order {
  /** Tells this thread's work from that of another which imports this file. */
  readonly thread: 'ranges';
  readonly store: CandleStore;
  readonly pairs: readonly string[];
  readonly timeframe: string;
  readonly type: CandleType;
}

/** How far candle files reach; each is read once, in a thread, and again when it has been written anew. */
export class StoredRanges {
  readonly #store: CandleStore;
  readonly #type: CandleType;
  readonly #known = new Map<string, { readonly writtenMs: number; readonly range: StoredRange }>();

  constructor(store: CandleStore, isFutures: boolean) {
    this.#store = store;
    this.#type = isFutures ? 'futures' : 'spot';
  }

  /** One row a pair, in their order; a pair without candles has none. */
  async of(pairs: readonly string[], timeframe: string): Promise<StoredRange[]> {
    const files = pairs.map((pair) => {
      const path = candleFile(this.#store.folder, pair, timeframe, this.#type, this.#store.format);
      return { pair, path, writtenMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null };
    });
    const unread = files.filter(({ path, writtenMs }) => writtenMs !== null && this.#known.get(path)?.writtenMs !== writtenMs);
    if (unread.length > 0) {
      const order: Order = { thread: 'ranges', store: this.#store, pairs: unread.map(({ pair }) => pair), timeframe, type: this.#type };
      for (const [index, range] of (await readInThread(order)).entries()) {
        const { path, writtenMs } = unread[index]!;
        this.#known.set(path, { writtenMs: writtenMs!, range });
      }
    }
    return files.map(({ pair, path, writtenMs }) => (writtenMs === null ? null : this.#known.get(path)?.range) ?? nothing(pair));
  }
}

const nothing = (pair: string): StoredRange => ({ pair, fromMs: null, toMs: null, candles: 0 });

function readInThread(order: Order): Promise<StoredRange[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: order });
    worker.once('error', reject);
    worker.once('message', resolve);
    worker.once('exit', () => reject(new Error('The candles on the disk could not be read.')));
  });
}

async function rangeOf({ store, timeframe, type }: Order, pair: string): Promise<StoredRange> {
  // a file that can't be read has no candles to backtest with
  const candles = await loadCandles(store.folder, pair, timeframe, type, store.format, EVERYTHING, false).catch(() => null);
  if (candles === null || candles.length === 0) return nothing(pair);
  return { pair, fromMs: candles.time[0]!, toMs: candles.time.at(-1)!, candles: candles.length };
}

const order = workerData as Order | null;
if (!isMainThread && parentPort !== null && order?.thread === 'ranges') {
  castNetOfThread();
  const ranges: StoredRange[] = [];
  for (const pair of order.pairs) ranges.push(await rangeOf(order, pair));
  parentPort.postMessage(ranges);
}
