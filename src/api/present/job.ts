import type { Job, ResearchService } from '../../research/port.ts';
import type { BackgroundTaskStatus } from '../../wire/answers/research.ts';
import type { JobNews } from '../../wire/messages.ts';

export function presentJob(job: Job): BackgroundTaskStatus {
  return {
    job_id: job.id,
    job_category: job.category,
    status: job.status,
    running: job.status === 'running',
    progress: null,
    progress_tasks: job.tasks,
    error: job.error,
  };
}

/** A job as the stream tells of it: of a backtest also how far it is. */
export function presentJobNews(job: Job, research: ResearchService): JobNews {
  const shown = presentJob(job);
  if (job.category !== 'backtest') return { ...shown, step: null, is_single: false };
  const { step, progress } = research.backtests.jobState(job.id);
  return { ...shown, progress, step, is_single: research.backtests.isSingle(job) };
}

/** An analysis and what came of it, as freqtrade tells it. @param present what a job of that kind gives */
export function presentAnalysis<Found>(job: Job, present: (found: Found) => unknown) {
  const { status, error } = job;
  return {
    status: status === 'success' ? 'ended' : status === 'failed' ? 'error' : 'running',
    running: status === 'running',
    status_msg: status === 'success' ? 'Analysis ended' : status === 'failed' ? `Analysis failed with ${error}` : 'Analysis running',
    result: (status === 'success' ? present(job.result as Found) : null) as never,
  };
}
