import type { BackgroundTaskStatus } from 'freqtrade-client';
import { expect, test } from 'vitest';
import { withJobs } from './job-news.ts';

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
