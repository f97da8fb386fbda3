import { timeframeMs } from '../../core/market/timeframe.ts';
import { parseTimerange } from '../../core/market/timerange.ts';
import { nearest } from '../../core/nearest.ts';
import { reasonOf } from '../../core/reason.ts';
import type { JobCategory } from '../../research/jobs.ts';
import { ResearchRefused, type SearchRequest } from '../../research/port.ts';
import { SAMPLERS } from '../../samplers/by-name.ts';
import { lossNames } from '../strategies/loss-loader.ts';
import type { ResearchPlaces } from './places.ts';
import { lossFoldersOf, queueOf } from './search-orders.ts';
import type { TaskPlace } from './task-jobs.ts';

/** Searches that may run at once. */
const MOST_SEARCHES = 2;
const SEARCHING: readonly JobCategory[] = ['hyperopt', 'walk_forward'];

/** Whoever asks hears at once of what can't be searched, not from a job that has failed. @throws ResearchRefused where something is not there, or too much is searched already */
export function refuseUnfit(places: ResearchPlaces, { jobs }: TaskPlace, request: SearchRequest): void {
  places.checkDeclared(request.strategy);
  if (request.spaces.length === 0) throw new ResearchRefused('unfit', 'spaces: name what may change, such as "default" or "buy".');
  const known = lossNames(lossFoldersOf(places));
  for (const name of request.losses) checkName(name, known, 'loss function');
  if (request.sampler !== null) checkName(request.sampler, Object.keys(SAMPLERS), 'sampler');
  try {
    parseTimerange(request.timerange);
    if (request.timeframe !== null) timeframeMs(request.timeframe);
  } catch (error) {
    throw new ResearchRefused('unfit', reasonOf(error));
  }
  queueOf(request, places);
  const running = jobs.list().filter(({ category, status }) => SEARCHING.includes(category) && status === 'running').length;
  if (running >= MOST_SEARCHES)
    throw new ResearchRefused('impossible', `${running} searches are running already: wait until one has ended, or abort one.`);
}

function checkName(name: string, known: readonly string[], what: string): void {
  if (known.includes(name)) return;
  const guess = nearest(name, known);
  throw new ResearchRefused(
    'unfit',
    `There is no ${what} "${name}".${guess === null ? '' : ` Did you mean "${guess}"?`} There are: ${known.join(', ')}.`,
  );
}
