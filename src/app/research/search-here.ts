import type { SearchedEpoch } from '../../research/hyperopt/epoch-text.ts';
import type { Doing } from '../../workers/pool.ts';
import { downloadHint } from './markets.ts';
import { runSearch } from './search.ts';
import type { SearchFound, SearchTask, SearchTaskNews } from './work.ts';

/** Tries are handed on together, so often, ms. */
const NEWS_EVERY_MS = 200;

/** Searches in this thread, and tells of its tries now and then. */
export async function searchHere(
  { order, pairs, markets, store }: SearchTask,
  { tell, warn, signal }: Pick<Doing<SearchTaskNews>, 'tell' | 'warn' | 'signal'>,
): Promise<SearchFound> {
  let rows: SearchedEpoch[] = [];
  let last = 0;
  const flush = (): void => {
    if (rows.length > 0) tell({ tell: 'epochs', rows });
    rows = [];
    last = performance.now();
  };
  const sources = {
    store,
    pairs,
    markets: new Map(markets.map((market) => [market.pair, market])),
    download: await downloadHint(order.request.config),
    now: Date.now,
    onProgress: () => undefined,
    onWarning: warn,
  };
  const news = {
    onBegin: ({ file, facts }: { file: string; facts: { space: SearchedSpace } }) => tell({ tell: 'begin', file, space: facts.space }),
    onEpoch: ({ kept, epoch, isBest, point }: Parameters<Parameters<typeof runSearch>[2]['onEpoch']>[0]) => {
      rows.push({ ...kept.row, epoch, isBest, point });
      if (performance.now() - last >= NEWS_EVERY_MS) flush();
    },
    onInfo: () => undefined,
  };
  const { epochs, reason, skipped, memory } = await runSearch(order, sources, news, signal);
  flush();
  return { epochs, reason, skipped, memory };
}

type SearchedSpace = Extract<SearchTaskNews, { tell: 'begin' }>['space'];
