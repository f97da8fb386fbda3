import { readEpochs } from '../../research/hyperopt/epoch-file.ts';
import { rowOf, type SearchedEpoch } from '../../research/hyperopt/epoch-text.ts';
import { type Importance, importanceOf } from '../../research/hyperopt/importance.ts';
import { KeptEpochs } from '../../research/hyperopt/kept-epochs.ts';
import type { StudySources } from '../../research/hyperopt/open-study.ts';
import type { EpochRecord } from '../../research/hyperopt/present-epoch.ts';
import { knownStudy } from '../../research/hyperopt/study-file.ts';
import { TriedPoints } from '../../research/hyperopt/tried-points.ts';
import type { Point, Space } from '../../samplers/space.ts';
import type { Doing } from '../../workers/pool.ts';
import { downloadHint } from './markets.ts';
import { runSearch, type SearchBegin } from './search.ts';
import { findTruth } from './search-truth.ts';
import type { SearchFound, SearchTask, SearchTaskNews, StoredEpochs } from './work.ts';

/** Tries are handed on together, so often, ms. */
const NEWS_EVERY_MS = 200;
/** What matters is found out anew when there are so many times as many. */
const GROWTH = 1.1;

/** Searches in this thread, and tells of its tries now and then. */
export async function searchHere(
  task: SearchTask,
  { tell, warn, signal }: Pick<Doing<SearchTaskNews>, 'tell' | 'warn' | 'signal'>,
): Promise<SearchFound> {
  const { order } = task;
  let rows: SearchedEpoch[] = [];
  let last = 0;
  const all: { tries: TriedPoints | null; counted: number } = { tries: null, counted: 0 };
  /** What matters, as soon as there are some more tries. */
  const importance = (most: number): readonly Importance[] | null => {
    if (all.tries === null || all.tries.count < all.counted * most) return null;
    all.counted = all.tries.count;
    return importanceOf(all.tries);
  };
  const flush = (growth: number): void => {
    if (rows.length > 0) tell({ tell: 'epochs', rows, importance: importance(growth) });
    rows = [];
    last = performance.now();
  };
  const sources = await sourcesHere(task, warn);
  const news = {
    onBegin: ({ file, facts, tries }: SearchBegin) => {
      all.tries = tries;
      tell({ tell: 'begin', file, facts });
    },
    onEpoch: ({ kept, epoch, isBest, point }: Parameters<Parameters<typeof runSearch>[2]['onEpoch']>[0]) => {
      rows.push({ ...kept.row, epoch, isBest, point });
      if (performance.now() - last >= NEWS_EVERY_MS) flush(GROWTH);
    },
    onInfo: () => undefined,
  };
  const done = await runSearch(order, sources, news, signal);
  flush(1);
  const truth = await findTruth(order, done, sources);
  const { epochs, reason, skipped, memory } = done;
  return { epochs, reason, skipped, memory, truth };
}

/** What a search in this thread stands on. */
export async function sourcesHere({ order, pairs, markets, store }: SearchTask, warn: (text: string) => void): Promise<StudySources> {
  return {
    store,
    pairs,
    markets: new Map(markets.map((market) => [market.pair, market])),
    download: await downloadHint(order.request.config),
    now: Date.now,
    onProgress: () => undefined,
    onWarning: warn,
  };
}

/** The tries of a file, without their trades, as far as lists and charts need them. @throws BacktestError */
export async function epochsHere(path: string): Promise<StoredEpochs> {
  const kept = new KeptEpochs();
  let tries: TriedPoints | null = null;
  let last = 0;
  for await (const record of readEpochs(path)) {
    const { current_epoch: epoch, is_best: isBest, params_dict: point } = record;
    const row = { ...rowOf(record), epoch, isBest, point };
    kept.add(row);
    tries ??= new TriedPoints(knownStudy(path)?.space ?? spaceOf(point));
    tries.add(point, row.loss);
    last = epoch;
  }
  return { ...kept.shown(), last, importance: tries === null ? [] : importanceOf(tries) };
}

/** What is known of a space by one of its points. */
function spaceOf(point: Point): Space {
  return Object.keys(point).map((name) => ({ kind: 'categorical', name, choices: [] }));
}

/** One try of a file without its trades; null where it has none of that number. @throws BacktestError */
export async function epochHere(path: string, epoch: number): Promise<EpochRecord | null> {
  for await (const record of readEpochs(path))
    if (record.current_epoch === epoch) return { ...record, results_metrics: { ...record.results_metrics, trades: [] } };
  return null;
}
