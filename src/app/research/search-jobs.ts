import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { HeatMap } from '../../research/hyperopt/heat-map.ts';
import type { Importance } from '../../research/hyperopt/importance.ts';
import { KeptEpochs } from '../../research/hyperopt/kept-epochs.ts';
import type { ParameterGroups } from '../../research/hyperopt/parameters-of-point.ts';
import { OF_EVERY_STRATEGY } from '../../research/hyperopt/search-space.ts';
import type { StudyFacts } from '../../research/hyperopt/study-file.ts';
import type { Truth } from '../../research/hyperopt/truth.ts';
import type { Job } from '../../research/jobs.ts';
import {
  type HeatMapOrder,
  ResearchRefused,
  type Searches,
  type SearchFile,
  type SearchRequest,
  type SearchState,
  type SearchStatus,
  type StoredParameterFile,
} from '../../research/port.ts';
import { SAMPLERS } from '../../samplers/by-name.ts';
import { listLosses } from '../strategies/loss-loader.ts';
import { logWarning } from './job-log.ts';
import { JobStates } from './job-states.ts';
import type { ResearchPlaces } from './places.ts';
import { refuseUnfit } from './refuse-unfit.ts';
import { heatMapOfRows, lossIndex, SearchFiles } from './search-files.ts';
import { lossFoldersOf, searchTask } from './search-orders.ts';
import type { TaskPlace } from './task-jobs.ts';

interface Running {
  readonly strategy: string;
  readonly epochs: number;
  readonly kept: KeptEpochs;
  importance: readonly Importance[];
  filename: string | null;
  facts: StudyFacts | null;
  truth: Truth | null;
  /** Resolves when nothing is tried or written any more, which is after an abort. */
  readonly over: Promise<void>;
  isOver: boolean;
  /** When trying began; monotonic, ms. */
  begun: number;
}

/** Searches for parameters as jobs, and their files. */
export class SearchJobs implements Searches {
  readonly #places: ResearchPlaces;
  readonly #at: TaskPlace;
  readonly #files: SearchFiles;
  readonly #states = new JobStates<Running>();

  constructor(places: ResearchPlaces, at: TaskPlace) {
    this.#places = places;
    this.#at = at;
    this.#files = new SearchFiles(places, at.threads);
  }

  async losses(): Promise<readonly { name: string; description: string }[]> {
    const found = await listLosses(lossFoldersOf(this.#places));
    return found.filter(({ problem }) => problem === null).map(({ name, location }) => ({ name, description: location }));
  }

  choices(): ReturnType<Searches['choices']> {
    return { samplers: Object.keys(SAMPLERS), spaces: ['default', 'all', ...OF_EVERY_STRATEGY], processors: availableParallelism() };
  }

  start(request: SearchRequest): Job {
    const { threads, log } = this.#at;
    refuseUnfit(this.#places, this.#at, request);
    const { strategy, epochs } = request;
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const state: Running = {
      ...{ strategy, epochs, kept: new KeptEpochs(), importance: [], filename: null, facts: null, truth: null, begun: 0 },
      ...{ over, isOver: false },
    };
    const job: Job = this.#at.jobs.start('hyperopt', true, async (tell, signal) => {
      try {
        const found = await threads.run('hyperopt', await searchTask(request, this.#places), {
          signal,
          onNews: (news) => {
            if (news.tell === 'begin') {
              state.filename = basename(news.file);
              state.facts = news.facts;
              state.begun = performance.now();
            } else {
              for (const row of news.rows) state.kept.add(row);
              state.importance = news.importance ?? state.importance;
            }
            tell({ '0': { progress: state.kept.count, total: request.epochs, description: 'Epochs' } });
          },
          onWarning: (text) => logWarning(job, text, log),
        });
        state.truth = found.truth;
        return found;
      } finally {
        state.isOver = true;
        resolve();
      }
    });
    this.#states.add(job, state);
    return job;
  }

  state(job: Job, after: number): SearchState {
    const state = this.#stateOf(job);
    const { filename, epochs, importance, facts, strategy, truth, begun } = state;
    const { rows, count, bestEpoch, front } = state.kept.shown();
    const { status, message } = statusOf(job, 'Hyperopt');
    const seconds = (performance.now() - begun) / 1000;
    return {
      ...{ status, message, filename, strategy, facts, epochs, truth, bestEpoch, front, importance },
      epochsDone: count,
      epochsPerSecond: status === 'running' && count > 0 && seconds > 0 ? count / seconds : null,
      rows: rows.filter(({ epoch }) => epoch > after),
    };
  }

  async abort(job: Job): Promise<void> {
    await job.abort();
    await this.#states.of(job.id)?.over;
  }

  files(): readonly SearchFile[] {
    return this.#files.list();
  }

  stored(filename: string): Promise<SearchState> {
    return this.#files.state(filename);
  }

  parametersOf(filename: string, epoch: number): Promise<ParameterGroups> {
    return this.#files.parametersOf(filename, epoch);
  }

  delete(filename: string): void {
    const states = this.#at.jobs.list().flatMap(({ id }) => this.#states.of(id) ?? []);
    if (states.some((state) => !state.isOver && state.filename === filename))
      throw new ResearchRefused('impossible', `${filename} is being written: abort its search first.`);
    this.#files.delete(filename);
  }

  async heatMap({ axes, loss, of }: HeatMapOrder): Promise<HeatMap> {
    if ('filename' in of) return this.#files.heatMap(of.filename, axes, loss);
    const { kept, facts } = this.#stateOf(of.job);
    return heatMapOfRows(kept.shown(), axes, lossIndex(facts?.losses ?? [], loss));
  }

  parameterFile(strategy: string): StoredParameterFile {
    return this.#files.parameterFile(strategy);
  }

  use(filename: string, epoch: number, overwrites: boolean): Promise<string> {
    return this.#files.use(filename, epoch, overwrites);
  }

  #stateOf(job: Job): Running {
    const state = this.#states.of(job.id);
    if (state === undefined) throw new ResearchRefused('missing', 'The tries of this search are in its file.');
    return state;
  }
}

/** How a job fares, in words. */
export function statusOf(job: Job, what: string): { readonly status: SearchStatus; readonly message: string } {
  if (job.status === 'running') return { status: 'running', message: `${what} running` };
  if (job.status === 'success') return { status: 'ended', message: `${what} ended` };
  return job.isAborted
    ? { status: 'aborted', message: `${what} aborted` }
    : { status: 'error', message: `${what} failed with ${job.error ?? ''}` };
}
