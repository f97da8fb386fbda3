export type JobCategory =
  | 'pairlist'
  | 'download_data'
  | 'backtest'
  | 'lookahead_analysis'
  | 'recursive_analysis'
  | 'check_data'
  | 'hyperopt'
  | 'walk_forward'
  | 'reoptimize';

export interface JobTask {
  readonly progress: number;
  readonly total: number;
  readonly description: string;
}

/** Something long that runs while the API answers. */
export interface Job {
  readonly id: string;
  readonly category: JobCategory;
  status: 'running' | 'success' | 'failed';
  /** Null for jobs that do not tell how far they are. */
  tasks: Record<string, JobTask> | null;
  error: string | null;
  /** Whether somebody has ended it. */
  isAborted: boolean;
  /** What came of it. */
  result: unknown;
  /** Resolves when it has ended, however. */
  readonly settled: Promise<void>;
  /** Ends it within a second; it leaves nothing half-written. */
  readonly abort: () => Promise<void>;
}

/** What a job does: it reports how far it is, gives its result, or throws what is for whoever asked. Ended by the signal. */
export type JobWork<Result> = (tell: (tasks: Record<string, JobTask>) => void, signal: AbortSignal) => Promise<Result>;

/** Ended jobs that are remembered. */
const KEPT = 200;

/** The jobs of a process: running ones, and what has come of the others. */
export class Jobs {
  readonly #jobs = new Map<string, Job>();
  readonly #uniqueId: () => string;
  readonly #watchers = new Set<(job: Job) => void>();

  constructor(uniqueId: () => string) {
    this.#uniqueId = uniqueId;
  }

  /** Tells when a job begins, gets further or ends. @returns what stops it */
  watch(watcher: (job: Job) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  start<Result>(category: JobCategory, showsTasks: boolean, work: JobWork<Result>): Job {
    const end = new AbortController();
    const { promise: settled, resolve } = Promise.withResolvers<void>();
    const tellAll = (): void => {
      for (const watcher of this.#watchers) watcher(job);
    };
    const settle = (): void => {
      resolve();
      tellAll();
    };
    const job: Job = {
      id: this.#uniqueId(),
      category,
      status: 'running',
      tasks: showsTasks ? {} : null,
      error: null,
      isAborted: false,
      result: null,
      settled,
      abort: async () => {
        if (job.status !== 'running') return;
        job.status = 'failed';
        job.error = 'Aborted.';
        job.isAborted = true;
        end.abort();
        settle();
      },
    };
    this.#jobs.set(job.id, job);
    const hear = (tasks: Record<string, JobTask>): void => {
      if (job.tasks !== null) Object.assign(job.tasks, tasks);
      tellAll();
    };
    work(hear, end.signal).then(
      (result) => {
        if (job.status !== 'running') return;
        job.result = result;
        job.status = 'success';
        settle();
      },
      (error: unknown) => {
        if (job.status !== 'running') return;
        job.error = (error as Error).message;
        job.status = 'failed';
        settle();
      },
    );
    this.#forgetOld();
    tellAll();
    return job;
  }

  list(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  find(id: string): Job | null {
    return this.#jobs.get(id) ?? null;
  }

  /** Ends a job where it still runs, and forgets it. */
  async remove(job: Job): Promise<void> {
    await job.abort();
    this.#jobs.delete(job.id);
  }

  /** Forgets what has ended. */
  clear(): void {
    for (const job of this.list()) if (job.status !== 'running') this.#jobs.delete(job.id);
  }

  async close(): Promise<void> {
    for (const job of this.list()) await job.abort();
  }

  #forgetOld(): void {
    const ended = this.list().filter(({ status }) => status !== 'running');
    for (const job of ended.slice(0, Math.max(0, this.#jobs.size - KEPT))) this.#jobs.delete(job.id);
  }
}
