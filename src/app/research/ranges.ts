import { statSync } from 'node:fs';
import { EVERYTHING } from '../../core/market/timerange.ts';
import { type CandleType, candleFile, loadCandles } from '../../data/candle-files.ts';
import type { CandleStore } from '../../research/candle-store.ts';
import type { StoredRange } from '../../research/port.ts';
import type { ResearchPool, ResearchWork } from './work.ts';

type RangesOrder = ResearchWork['ranges']['order'];

/** How far candle files reach; each is read once, in a thread, and again when it has been written anew. */
export class StoredRanges {
  readonly #store: CandleStore;
  readonly #type: CandleType;
  readonly #threads: ResearchPool;
  readonly #known = new Map<string, { readonly writtenMs: number; readonly range: StoredRange }>();

  constructor(store: CandleStore, isFutures: boolean, threads: ResearchPool) {
    this.#store = store;
    this.#type = isFutures ? 'futures' : 'spot';
    this.#threads = threads;
  }

  /** One row a pair, in their order; a pair without candles has none. */
  async of(pairs: readonly string[], timeframe: string): Promise<StoredRange[]> {
    const files = pairs.map((pair) => {
      const path = candleFile(this.#store.folder, pair, timeframe, this.#type, this.#store.format);
      return { pair, path, writtenMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null };
    });
    const unread = files.flatMap(({ pair, path, writtenMs }) =>
      writtenMs === null || this.#known.get(path)?.writtenMs === writtenMs ? [] : [{ pair, path, writtenMs }],
    );
    if (unread.length > 0) {
      const order = { store: this.#store, pairs: unread.map(({ pair }) => pair), timeframe, type: this.#type };
      for (const [index, range] of (await this.#threads.run('ranges', order)).entries()) {
        const { path, writtenMs } = unread[index]!;
        this.#known.set(path, { writtenMs, range });
      }
    }
    return files.map(({ pair, path, writtenMs }) => (writtenMs === null ? null : this.#known.get(path)?.range) ?? nothing(pair));
  }
}

const nothing = (pair: string): StoredRange => ({ pair, fromMs: null, toMs: null, candles: 0 });

/** Reads how far the files of pairs reach. */
export async function rangesOf(order: RangesOrder): Promise<StoredRange[]> {
  const ranges: StoredRange[] = [];
  for (const pair of order.pairs) ranges.push(await rangeOf(order, pair));
  return ranges;
}

async function rangeOf({ store, timeframe, type }: RangesOrder, pair: string): Promise<StoredRange> {
  // a file that can't be read has no candles to backtest with
  const candles = await loadCandles(store.folder, pair, timeframe, type, store.format, EVERYTHING, false).catch(() => null);
  if (candles === null || candles.length === 0) return nothing(pair);
  return { pair, fromMs: candles.time[0]!, toMs: candles.time.at(-1)!, candles: candles.length };
}
