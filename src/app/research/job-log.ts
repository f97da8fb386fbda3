import type { Job, Jobs } from '../../research/jobs.ts';

/** Where the log of a process is written. */
export interface JobLog {
  info(module: string, message: string): void;
  warn(module: string, message: string): void;
  error(module: string, message: string): void;
}

const MODULE = 'rpc.api_server.background';
const NAMES: Readonly<Record<Job['category'], string>> = {
  pairlist: 'Pairlist evaluation',
  download_data: 'Data download',
  backtest: 'Backtest',
  lookahead_analysis: 'Lookahead analysis',
  recursive_analysis: 'Recursive analysis',
  check_data: 'Data check',
  hyperopt: 'Hyperopt',
  walk_forward: 'Walk forward',
  reoptimize: 'Re-optimisation',
};

/** What is to be known of a job's result, though it has one. */
export function logWarning(job: Job, text: string, log: JobLog): void {
  log.warn(MODULE, `${NAMES[job.category]}, job ${job.id}: ${text}`);
}

/** Writes into the log when jobs begin and how they end. @returns what stops it */
export function logJobs(jobs: Jobs, log: JobLog): () => void {
  const running = new Set<string>();
  return jobs.watch((job) => {
    const name = NAMES[job.category];
    if (job.status === 'running') {
      if (running.has(job.id)) return;
      running.add(job.id);
      log.info(MODULE, `${name} started, job ${job.id}.`);
    } else if (running.delete(job.id)) {
      if (job.status === 'success') log.info(MODULE, `${name} finished, job ${job.id}.`);
      else log.error(MODULE, `${name} failed, job ${job.id}: ${job.error}`);
    }
  });
}
