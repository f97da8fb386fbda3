import { openStudy } from '../../../research/hyperopt/open-study.ts';
import { serveHand } from '../../../workers/serve-hand.ts';
import { castNetOfThread } from '../../process/last-net.ts';
import { loadStrategy } from '../../strategies/strategy-loader.ts';
import type { Ready, StudyOrder } from './open-search.ts';

/** Loads candles and makes indicators away from the loop that keeps a worker's batches its own. What it makes is shared with all threads. */

castNetOfThread();
export const served = serveHand<StudyOrder, null, Ready>(async (order, { warn }) => {
  const { description, folders, dataFolder } = order;
  const { strategy } = await loadStrategy(description.strategy, folders, description.request.config);
  const { study, ground } = await openStudy(description.request, strategy, {
    store: { folder: dataFolder, format: description.format },
    pairs: description.pairs,
    markets: new Map(description.markets),
    download: description.download,
    now: Date.now,
    onProgress: () => undefined,
    onWarning: warn,
  });
  return () => Promise.resolve({ study, ground });
});
