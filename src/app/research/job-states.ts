import type { Job } from '../../research/jobs.ts';

/** Jobs that have ended and of which more is kept in memory than what came of them. */
const MOST_ENDED = 4;

/** What is known of jobs on their way: of all that run, and of the last ones that have ended. */
export class JobStates<State> {
  readonly #states = new Map<string, { readonly job: Job; readonly state: State }>();

  add(job: Job, state: State): void {
    this.#states.set(job.id, { job, state });
    const ended = [...this.#states.values()].filter((one) => one.job.status !== 'running');
    for (const old of ended.slice(0, Math.max(0, ended.length - MOST_ENDED))) this.#states.delete(old.job.id);
  }

  of(id: string): State | undefined {
    return this.#states.get(id)?.state;
  }
}
