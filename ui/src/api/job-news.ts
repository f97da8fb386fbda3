import type { QueryClient } from '@tanstack/vue-query';
import type { BackgroundTaskStatus, BacktestResponse, MessageOf } from 'freqtrade-client';
import { askAnew } from './ask-anew.ts';

/** Brings what is shown of jobs up to what the stream tells; what a job has made is asked for once it has ended. */
export function applyJobs(queries: QueryClient, bot: string, news: MessageOf<'jobs'>['data']): void {
  const list = queries.getQueryData<BackgroundTaskStatus[]>([bot, 'jobs']);
  if (list !== undefined) queries.setQueryData([bot, 'jobs'], withJobs(list, news));
  const hasEnded = news.some(({ running }) => !running);
  // an answer on its way may be older than the news, and no other news will come
  if (hasEnded) void askedAnew(queries, [bot, 'jobs']);
  for (const job of news) {
    const { job_id: id, job_category: category, running, progress, step, is_single: isSingle } = job;
    const known = queries.getQueryData([bot, 'job', id]);
    if (known !== undefined) queries.setQueryData([bot, 'job', id], job);
    if (!running) void askedAnew(queries, [bot, 'job', id]);
    if (category === 'backtest') {
      const key = isSingle ? [bot, 'backtest'] : [bot, 'backtest job', id];
      const before = queries.getQueryData<BacktestResponse>(key);
      if (!running) void askAnew(queries, key);
      else if (before?.running) queries.setQueryData(key, { ...before, progress: progress ?? before.progress, step: step ?? before.step });
    }
    // their tries are asked for: those that are new
    const tries =
      category === 'hyperopt'
        ? [bot, 'hyperopt', id]
        : category === 'walk_forward'
          ? [bot, 'walk_forward', JSON.stringify({ job: id })]
          : null;
    // other news come while it runs: the first answer, which may be long on its way, is not given up for them
    if (tries !== null) void (running ? queries.invalidateQueries({ queryKey: tries }) : askAnew(queries, tries));
    if (category === 'reoptimize' && !running) void askAnew(queries, [bot, 'proposals']);
    if (category === 'download_data' && !running) void askAnew(queries, [bot, 'available_pairs']);
  }
}

/** What the news have already changed is asked for only where an answer is on its way. */
async function askedAnew(queries: QueryClient, queryKey: readonly unknown[]): Promise<void> {
  if (queries.isFetching({ queryKey, exact: true }) > 0) await askAnew(queries, queryKey);
}

/** A list of jobs with what is new of them. */
export function withJobs(list: readonly BackgroundTaskStatus[], news: readonly BackgroundTaskStatus[]): BackgroundTaskStatus[] {
  const byId = new Map(news.map((job) => [job.job_id, job]));
  const known = list.map((job) => byId.get(job.job_id) ?? job);
  const fresh = news.filter(({ job_id: id }) => !list.some((job) => job.job_id === id));
  return [...known, ...fresh];
}
