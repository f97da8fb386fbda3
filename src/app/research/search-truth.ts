import { parseTimerange } from '../../core/market/timerange.ts';
import type { StudySources } from '../../research/hyperopt/open-study.ts';
import { writeStudy } from '../../research/hyperopt/study-file.ts';
import { type Truth, truthOf } from '../../research/hyperopt/truth.ts';
import { timerangeText } from '../../research/hyperopt/windows.ts';
import { type SearchEnd, type SearchOrder, tryOn } from './search.ts';

/** How much of the timerange the candles behind it are looked at. */
const AFTER_PART = 1 / 4;

/** Tries the best of a search on the candles behind those it was found on, as far as there are some, and writes what came of it beside its tries; null without a best. */
export async function findTruth(
  order: SearchOrder,
  { best, facts, file }: Pick<SearchEnd, 'best' | 'facts' | 'file'>,
  sources: StudySources,
): Promise<Truth | null> {
  if (best === null) return null;
  const { from, to } = parseTimerange(order.request.timerange);
  const timerange = from === null || to === null ? null : timerangeText(to, to + (to - from) * AFTER_PART);
  const result = timerange === null ? null : await tryOn(order, timerange, best.params_dict, sources);
  const truth = truthOf(best.current_epoch, best, timerange === null || result === null ? null : { timerange, result });
  writeStudy(file, { ...facts, truth });
  return truth;
}
