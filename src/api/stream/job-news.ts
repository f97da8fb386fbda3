import { guarded } from '../../core/guarded.ts';
import type { Job, ResearchService } from '../../research/port.ts';
import { presentJobNews } from '../present/job.ts';
import type { Encoded } from './encoded.ts';
import { answer } from './listener.ts';

/** How often the progress of jobs is sent, at most; what comes after silence, and the end of a job, is sent at once. */
const APART_MS = 200;

/** Tells how jobs fare. */
export class JobStream {
  readonly #research: ResearchService;
  readonly #hand: (message: Encoded) => void;
  readonly #stop: () => void;
  readonly #changed = new Set<Job>();
  #timer: NodeJS.Timeout | null = null;

  constructor(
    research: ResearchService,
    options: {
      /** Whether anybody listens. */
      readonly isWanted: () => boolean;
      readonly hand: (message: Encoded) => void;
      readonly onTrouble: (error: unknown) => void;
    },
  ) {
    this.#research = research;
    this.#hand = options.hand;
    const guardedTell = guarded(() => this.#tell(), options.onTrouble);
    const guardedRest: () => void = guarded(() => {
      this.#timer = null;
      if (this.#changed.size === 0) return;
      this.#timer = setTimeout(guardedRest, APART_MS);
      this.#tell();
    }, options.onTrouble);
    const onJob = (job: Job): void => {
      if (!options.isWanted()) return;
      this.#changed.add(job);
      if (job.status !== 'running' || this.#timer === null) guardedTell();
      // what changes meanwhile is sent when it is over
      this.#timer ??= setTimeout(guardedRest, APART_MS);
    };
    this.#stop = research.jobs.watch(guarded(onJob, options.onTrouble));
  }

  #tell(): void {
    // what was removed meanwhile is no news
    const jobs = [...this.#changed].filter(({ id }) => this.#research.jobs.find(id) !== null);
    this.#changed.clear();
    if (jobs.length > 0) this.#hand(answer({ type: 'jobs', data: jobs.map((job) => presentJobNews(job, this.#research)) }));
  }

  close(): void {
    this.#stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
