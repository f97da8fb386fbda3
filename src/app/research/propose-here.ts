import { basename } from 'node:path';
import { groupsOfRecord } from '../../research/hyperopt/parameter-file.ts';
import type { Proposal } from '../../research/hyperopt/proposal.ts';
import { storedFigures } from '../../research/hyperopt/stored-figures.ts';
import { writeStudy } from '../../research/hyperopt/study-file.ts';
import { truthOf } from '../../research/hyperopt/truth.ts';
import type { Doing } from '../../workers/pool.ts';
import { runSearch, tryOn } from './search.ts';
import { sourcesHere } from './search-here.ts';
import type { ProposeNews, ProposeTask } from './work.ts';

/** How often the number of tries is handed on, ms. */
const NEWS_EVERY_MS = 500;

/** Searches in this thread, and tries the best and what there is on the days behind; null where nothing good was found, or it was ended. */
export async function proposeHere(
  task: ProposeTask,
  { tell, warn, signal }: Pick<Doing<ProposeNews>, 'tell' | 'warn' | 'signal'>,
): Promise<Proposal | null> {
  const { order, test } = task;
  const { timerange: train } = order.request;
  const sources = await sourcesHere(task, warn);
  let last = 0;
  const onEpoch = ({ epoch }: { epoch: number }): void => {
    if (performance.now() - last < NEWS_EVERY_MS) return;
    last = performance.now();
    tell({ epochs: epoch });
  };
  const news = { onBegin: () => undefined, onEpoch, onInfo: () => undefined };
  const { best, facts, file } = await runSearch(order, sources, news, signal);
  if (best === null || signal.aborted) return null;
  const after = await tryOn(order, test, best.params_dict, sources);
  const [before, beforeAfter] = [await tryOn(order, train, null, sources), await tryOn(order, test, null, sources)];
  writeStudy(file, { ...facts, truth: truthOf(best.current_epoch, best, after === null ? null : { timerange: test, result: after }) });
  return {
    strategy: order.strategy,
    created_ts: sources.now(),
    loss_names: order.losses,
    search_file: basename(file),
    epoch: best.current_epoch,
    train_timerange: train,
    test_timerange: test,
    old_parameters: before === null ? {} : groupsOfRecord(before),
    new_parameters: groupsOfRecord(best),
    old_in_sample: before === null ? null : storedFigures(before),
    new_in_sample: storedFigures(best),
    old_out_of_sample: beforeAfter === null ? null : storedFigures(beforeAfter),
    new_out_of_sample: after === null ? null : storedFigures(after),
  };
}
