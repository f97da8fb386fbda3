import { join } from 'node:path';
import type { QueueAddress } from '../../queue/address.ts';
import { ResearchRefused, type SearchRequest } from '../../research/port.ts';
import { type PythonPlace, placeOf } from '../strategies/python-place.ts';
import type { ResearchPlaces } from './places.ts';
import { QUEUE_VARIABLE } from './queue/queue-of-environment.ts';
import type { SearchOrder } from './search.ts';
import type { SearchTask } from './work.ts';

/** Where searches write, and own loss functions are. */
export function searchFolderOf({ userFolder }: ResearchPlaces): string {
  return join(userFolder, 'hyperopt_results');
}

export function lossFoldersOf({ userFolder }: ResearchPlaces): string[] {
  return [join(userFolder, 'hyperopts')];
}

/** A search as a request asks for it, with all that it stands on. @throws ResearchRefused, BacktestError */
export async function searchTask(request: SearchRequest, places: ResearchPlaces): Promise<SearchTask> {
  const input = places.input(request.timeframe, request.timerange);
  const { config } = input;
  const order: SearchOrder = {
    strategy: request.strategy,
    folders: places.folders,
    lossFolders: lossFoldersOf(places),
    request: {
      config,
      timerange: request.timerange ?? '',
      timeframeDetail: '',
      enableProtections: request.enableProtections,
      positionStacking: false,
      keepsRejected: false,
      fee: config.fee ?? null,
      spaces: request.spaces,
      analyzePerEpoch: request.analyzePerEpoch,
      minTrades: request.minTrades,
    },
    losses: request.losses,
    epochs: request.epochs,
    seed: request.seed,
    sampler: request.sampler,
    workers: request.workers,
    earlyStop: request.earlyStop,
    resultFolder: searchFolderOf(places),
    resume: null,
    python: pythonOf(request, places),
    queue: queueOf(request, places),
  };
  return { order, ...(await places.pairs(request.pairs)), store: input.store };
}

/** Who makes the tries: workers of the queue, or null for threads. @throws ResearchRefused where there is no queue */
export function queueOf({ isOverQueue }: SearchRequest, { queue }: ResearchPlaces): QueueAddress | null {
  if (!isOverQueue) return null;
  if (queue !== null) return queue;
  throw new ResearchRefused('impossible', `There is no queue: start this program with its address in the variable ${QUEUE_VARIABLE}.`);
}

/** Where a strategy in Python runs. */
function pythonOf({ timerange }: SearchRequest, { config, folders, store }: ResearchPlaces): PythonPlace {
  const where = { folders, dataFolder: store.folder, dataFormat: store.format, timerange: timerange ?? '' };
  return { ...placeOf(config, where), runmode: 'hyperopt' };
}
