import { readEpochs } from '../../research/hyperopt/epoch-file.ts';
import { rowOf, type SearchedEpoch } from '../../research/hyperopt/epoch-text.ts';
import type { StudySources } from '../../research/hyperopt/open-study.ts';
import type { EpochRecord } from '../../research/hyperopt/present-epoch.ts';
import type { StudyFacts } from '../../research/hyperopt/study-file.ts';
import type { Doing } from '../../workers/pool.ts';
import { downloadHint } from './markets.ts';
import { runSearch } from './search.ts';
import { findTruth } from './search-truth.ts';
import type { SearchFound, SearchTask, SearchTaskNews } from './work.ts';

/** Tries are handed on together, so often, ms. */
const NEWS_EVERY_MS = 200;

/** Searches in this thread, and tells of its tries now and then. */
export async function searchHere(
  task: SearchTask,
  { tell, warn, signal }: Pick<Doing<SearchTaskNews>, 'tell' | 'warn' | 'signal'>,
): Promise<SearchFound> {
  const { order } = task;
  let rows: SearchedEpoch[] = [];
  let last = 0;
  const flush = (): void => {
    if (rows.length > 0) tell({ tell: 'epochs', rows });
    rows = [];
    last = performance.now();
  };
  const sources = await sourcesHere(task, warn);
  const news = {
    onBegin: ({ file, facts }: { file: string; facts: StudyFacts }) => tell({ tell: 'begin', file, facts }),
    onEpoch: ({ kept, epoch, isBest, point }: Parameters<Parameters<typeof runSearch>[2]['onEpoch']>[0]) => {
      rows.push({ ...kept.row, epoch, isBest, point });
      if (performance.now() - last >= NEWS_EVERY_MS) flush();
    },
    onInfo: () => undefined,
  };
  const done = await runSearch(order, sources, news, signal);
  flush();
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

/** The tries of a file, without their trades. @throws BacktestError */
export async function epochsHere(path: string): Promise<SearchedEpoch[]> {
  const rows: SearchedEpoch[] = [];
  for await (const record of readEpochs(path)) {
    const { current_epoch: epoch, is_best: isBest, params_dict: point } = record;
    rows.push({ ...rowOf(record), epoch, isBest, point });
  }
  return rows;
}

/** One try of a file without its trades; null where it has none of that number. @throws BacktestError */
export async function epochHere(path: string, epoch: number): Promise<EpochRecord | null> {
  for await (const record of readEpochs(path))
    if (record.current_epoch === epoch) return { ...record, results_metrics: { ...record.results_metrics, trades: [] } };
  return null;
}
