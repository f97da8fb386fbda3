import { readFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { parseTimerange } from '../../core/market/timerange.ts';
import type { StoredWindow, WalkReport } from '../../research/hyperopt/walk-report.ts';
import { rollingWindows } from '../../research/hyperopt/windows.ts';
import type { Job } from '../../research/jobs.ts';
import { ResearchRefused, type WalkFile, type WalkRequest, type WalkState, type Walks } from '../../research/port.ts';
import { logWarning } from './job-log.ts';
import { JobStates } from './job-states.ts';
import { NamedFiles } from './named-files.ts';
import type { ResearchPlaces } from './places.ts';
import { refuseUnfit } from './refuse-unfit.ts';
import { namedIn } from './search-files.ts';
import { statusOf } from './search-jobs.ts';
import { searchFolderOf, searchTask } from './search-orders.ts';
import type { TaskPlace } from './task-jobs.ts';

const PREFIX = 'walk-forward_';
const NOTHING: WalkReport['summary'] = { total_trades: 0, profit_total_abs: 0, profit_total: 0, good_windows: 0, reshuffled: null };

interface Running {
  readonly windowsTotal: number;
  readonly windows: StoredWindow[];
  readonly begun: Omit<WalkReport, 'windows' | 'summary'>;
  windowEpochsDone: number;
  /** When it is over. */
  ended: { readonly report: WalkReport; readonly filename: string } | null;
}

/** Walks as jobs, and their files. */
export class WalkJobs implements Walks {
  readonly #places: ResearchPlaces;
  readonly #at: TaskPlace;
  readonly #states = new JobStates<Running>();

  constructor(places: ResearchPlaces, at: TaskPlace) {
    this.#places = places;
    this.#at = at;
  }

  start(request: WalkRequest): Job {
    const { jobs, threads, log } = this.#at;
    const { strategy, losses, timerange, trainDays, testDays, epochs } = request;
    refuseUnfit(this.#places, this.#at, request);
    const windows = windowsOf(request);
    const state: Running = {
      ...{ windowsTotal: windows.length, windows: [], windowEpochsDone: 0, ended: null },
      begun: {
        ...{ strategy, loss_names: losses, timerange, train_days: trainDays, test_days: testDays, epochs },
        stake_currency: this.#places.config.stake_currency,
      },
    };
    const job: Job = jobs.start('walk_forward', true, async (tell, signal) => {
      const task = await searchTask(request, this.#places);
      const { report, file } = await threads.run(
        'walk',
        { ...task, windows, trainDays, testDays },
        {
          signal,
          onNews: (news) => {
            if (news.tell === 'window') state.windows.push(news.window);
            state.windowEpochsDone = news.tell === 'window' ? 0 : news.epochs;
            const done = state.windows.length * epochs + state.windowEpochsDone;
            tell({ '0': { progress: done, total: windows.length * epochs, description: 'Epochs' } });
          },
          onWarning: (text) => logWarning(job, text, log),
        },
      );
      state.ended = { report, filename: basename(file) };
      return null;
    });
    this.#states.add(job, state);
    return job;
  }

  state(job: Job): WalkState {
    const state = this.#states.of(job.id);
    if (state === undefined) throw new ResearchRefused('missing', 'The windows of this walk are in its file.');
    const { windowsTotal, windowEpochsDone, windows, begun, ended } = state;
    const report = ended?.report ?? { ...begun, windows, summary: NOTHING };
    return { ...statusOf(job, 'Walk forward'), filename: ended?.filename ?? null, report, windowsTotal, windowEpochsDone };
  }

  files(): readonly WalkFile[] {
    const files = this.#files();
    return files
      .names()
      .map((filename) => ({ filename, ...namedIn(filename, PREFIX), report: knownReport(files.path(filename)) }))
      .sort((a, b) => (b.startedMs ?? 0) - (a.startedMs ?? 0));
  }

  stored(filename: string): WalkState {
    const report = readReport(this.#files().path(filename));
    const windowsTotal = report.windows.length;
    return { status: 'ended', message: 'Walk forward ended', filename, report, windowsTotal, windowEpochsDone: 0 };
  }

  delete(filename: string): void {
    const path = this.#files().path(filename);
    rmSync(path);
    rmSync(path.replace(/\.json$/, ''), { recursive: true, force: true });
  }

  #files(): NamedFiles {
    return new NamedFiles(searchFolderOf(this.#places), PREFIX);
  }
}

/** @throws ResearchRefused where the timerange has an open end, or no room for a window */
function windowsOf({ timerange, trainDays, testDays }: WalkRequest) {
  try {
    const { from, to } = parseTimerange(timerange);
    if (from === null || to === null) throw new Error('timerange: name both ends, such as 20240101-20240701.');
    return rollingWindows(from, to, trainDays, testDays);
  } catch (error) {
    throw new ResearchRefused('unfit', (error as Error).message);
  }
}

/** @throws ResearchRefused where the file is no report of a walk */
function readReport(path: string): WalkReport {
  const report = knownReport(path);
  if (report !== null) return report;
  throw new ResearchRefused('missing', `${basename(path)} is no report of a walk.`);
}

/** Null where the file is no report of a walk. */
function knownReport(path: string): WalkReport | null {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8')) as Partial<WalkReport>;
    return Array.isArray(report.windows) && report.summary !== undefined ? (report as WalkReport) : null;
  } catch {
    return null;
  }
}
