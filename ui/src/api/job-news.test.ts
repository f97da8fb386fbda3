import { QueryClient, QueryObserver } from '@tanstack/vue-query';
import type { BackgroundTaskStatus } from 'freqtrade-client';
import { expect, test } from 'vitest';
import { applyJobs, withJobs } from './job-news.ts';

const job = (id: string, running: boolean): BackgroundTaskStatus => ({
  job_id: id,
  job_category: 'backtest',
  status: running ? 'running' : 'success',
  running,
});

test('a job takes the place of what was known of it; a new one comes last', () => {
  const list = [job('a', true), job('b', true)];
  expect(withJobs(list, [job('c', true), job('a', false)])).toEqual([job('a', false), job('b', true), job('c', true)]);
  expect(withJobs(list, [])).toEqual(list);
});

const KEYS = {
  job: ['bot', 'job', 'a'],
  jobs: ['bot', 'jobs'],
  backtest: ['bot', 'backtest job', 'a'],
} as const;

test.each(['job', 'jobs', 'backtest'] as const)(
  '%s: news that a job has ended are not undone by an answer that was on its way before',
  async (kind) => {
    const queries = new QueryClient();
    const told: ((running: boolean) => void)[] = [];
    const queryKey = KEYS[kind];
    const answer = (running: boolean) => (kind === 'jobs' ? [job('a', running)] : job('a', running));
    const observer = new QueryObserver(queries, {
      queryKey,
      queryFn: () => new Promise((resolve) => told.push((running) => resolve(answer(running)))),
    });
    const stop = observer.subscribe(() => undefined);
    expect(told).toHaveLength(1);
    applyJobs(queries, 'bot', [job('a', false)] as unknown as Parameters<typeof applyJobs>[2]);
    // the old answer says that it runs, and comes late
    told[0]!(true);
    await expect.poll(() => told.length).toBe(2);
    told[1]!(false);
    await expect.poll(() => queries.getQueryData(queryKey)).toEqual(answer(false));
    stop();
    queries.clear();
  },
);
