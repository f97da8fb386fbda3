import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RawConfig } from '../../config/raw.ts';
import { readEpochs } from '../../research/hyperopt/epoch-file.ts';
import { rowOf, type SearchedEpoch } from '../../research/hyperopt/epoch-text.ts';
import { importanceOf } from '../../research/hyperopt/importance.ts';
import { studyPath } from '../../research/hyperopt/study-file.ts';
import type { Job } from '../../research/jobs.ts';
import { ResearchRefused, type Searches, type SearchRequest, type SearchState } from '../../research/port.ts';
import type { Space } from '../../samplers/space.ts';
import { listLosses } from '../strategies/loss-loader.ts';
import { strategyPath } from '../strategies/strategy-loader.ts';
import { logWarning } from './job-log.ts';
import type { ResearchPlaces } from './places.ts';
import { exportParameters, type SearchOrder } from './search.ts';
import type { TaskPlace } from './task-jobs.ts';

/** Searches that may run at once. */
const MOST_SEARCHES = 2;
/** Searches whose tries are kept in memory. */
const KEPT = 4;

interface Running {
  filename: string | null;
  space: Space;
  readonly epochs: number;
  readonly rows: SearchedEpoch[];
}

/** Searches for parameters as jobs, and their files. */
export class SearchJobs implements Searches {
  readonly #places: ResearchPlaces;
  readonly #at: TaskPlace;
  readonly #states = new Map<string, Running>();

  constructor(places: ResearchPlaces, at: TaskPlace) {
    this.#places = places;
    this.#at = at;
  }

  async losses(): Promise<readonly { name: string; description: string }[]> {
    const found = await listLosses(this.#lossFolders());
    return found.filter(({ problem }) => problem === null).map(({ name, location }) => ({ name, description: location }));
  }

  start(request: SearchRequest): Job {
    this.#places.checkDeclared(request.strategy);
    const { jobs, threads, log } = this.#at;
    const running = jobs.list().filter(({ category, status }) => category === 'hyperopt' && status === 'running').length;
    if (running >= MOST_SEARCHES)
      throw new ResearchRefused('impossible', `${running} searches are running already: wait until one has ended, or abort one.`);
    const state: Running = { filename: null, space: [], epochs: request.epochs, rows: [] };
    const job: Job = jobs.start('hyperopt', true, async (tell, signal) => {
      const input = this.#places.input(request.timeframe, request.timerange);
      const task = { order: this.#orderOf(request, input.config), ...(await this.#places.pairs()), store: input.store };
      return threads.run('hyperopt', task, {
        signal,
        onNews: (news) => {
          if (news.tell === 'begin') {
            state.filename = basename(news.file);
            state.space = news.space;
          } else state.rows.push(...news.rows);
          tell({ '0': { progress: state.rows.length, total: request.epochs, description: 'Epochs' } });
        },
        onWarning: (text) => logWarning(job, text, log),
      });
    });
    this.#states.set(job.id, state);
    for (const old of [...this.#states.keys()].slice(0, Math.max(0, this.#states.size - KEPT))) this.#states.delete(old);
    return job;
  }

  state(job: Job, after: number): SearchState {
    const state = this.#states.get(job.id);
    if (state === undefined) throw new ResearchRefused('missing', 'The tries of this search are in its file.');
    const { filename, epochs, rows, space } = state;
    const status = job.status === 'success' ? 'ended' : job.status === 'failed' ? 'error' : 'running';
    const message = { running: 'Hyperopt running', ended: 'Hyperopt ended', error: `Hyperopt failed with ${job.error ?? ''}` }[status];
    const importance = importanceOf(space, rows);
    return { status, message, filename, epochs, rows: rows.filter(({ epoch }) => epoch > after), importance };
  }

  async files(): Promise<readonly { filename: string; strategy: string; epochs: number }[]> {
    const folder = this.#folder();
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => name.endsWith('.fthypt'))
      .sort()
      .reverse()
      .map((filename) => ({
        filename,
        strategy: /^strategy_(.+)_\d{4}-\d\d-\d\d_/.exec(filename)?.[1] ?? '',
        epochs: epochsOf(join(folder, filename)),
      }));
  }

  async stored(filename: string): Promise<SearchState> {
    const path = this.#file(filename);
    const rows: SearchedEpoch[] = [];
    for await (const record of readEpochs(path)) {
      const { current_epoch: epoch, is_best: isBest, params_dict: point } = record;
      rows.push({ ...rowOf(record), epoch, isBest, point });
    }
    const names = [...new Set(rows.flatMap(({ point }) => Object.keys(point)))];
    const space: Space = names.map((name) => ({ kind: 'categorical', name, choices: [] }));
    return { status: 'ended', message: 'Hyperopt ended', filename, epochs: rows.length, rows, importance: importanceOf(space, rows) };
  }

  async use(filename: string, epoch: number): Promise<string> {
    for await (const record of readEpochs(this.#file(filename))) {
      if (record.current_epoch !== epoch) continue;
      const strategy = record.results_metrics.strategy_name;
      const path = strategyPath(strategy, this.#places.folders);
      if (path === null) throw new ResearchRefused('missing', `Strategy ${strategy} not found, no parameter file was written.`);
      exportParameters(path, strategy, record, Date.now());
      return strategy;
    }
    throw new ResearchRefused('missing', `${filename} has no epoch ${epoch}.`);
  }

  #orderOf(request: SearchRequest, config: RawConfig): SearchOrder {
    const { strategy, losses, epochs, seed, sampler, workers, earlyStop, spaces, minTrades, timerange } = request;
    return {
      strategy,
      folders: this.#places.folders,
      lossFolders: this.#lossFolders(),
      request: {
        config,
        timerange: timerange ?? '',
        timeframeDetail: '',
        enableProtections: false,
        positionStacking: false,
        keepsRejected: false,
        fee: config.fee ?? null,
        spaces,
        analyzePerEpoch: false,
        minTrades,
      },
      losses,
      epochs,
      seed,
      sampler,
      workers,
      earlyStop,
      resultFolder: this.#folder(),
      resume: null,
      queue: null,
    };
  }

  #folder(): string {
    return join(this.#places.userFolder, 'hyperopt_results');
  }

  #lossFolders(): string[] {
    return [join(this.#places.userFolder, 'hyperopts')];
  }

  /** @throws ResearchRefused for what is no file of a search within its folder */
  #file(filename: string): string {
    const path = join(this.#folder(), filename);
    if (basename(filename) !== filename || !filename.endsWith('.fthypt') || !existsSync(path))
      throw new ResearchRefused('missing', 'File not found.');
    return path;
  }
}

/** Tries that were wanted, as the file beside says; 0 where there is none. */
function epochsOf(path: string): number {
  try {
    return (JSON.parse(readFileSync(studyPath(path), 'utf8')) as { epochs?: number }).epochs ?? 0;
  } catch {
    return 0;
  }
}
