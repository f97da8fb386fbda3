import { describe, expect, it } from 'vitest';
import { type Job, Jobs } from '../../research/jobs.ts';
import { JobStates } from './job-states.ts';

describe('what is known of jobs', () => {
  it('stays while they run, however many have ended since, and of the last that have ended', async () => {
    let id = 0;
    const jobs = new Jobs(() => `${++id}`);
    const states = new JobStates<string>();
    const { promise: long, resolve: end } = Promise.withResolvers<void>();
    const start = (work: Promise<void>): Job => {
      const job = jobs.start('hyperopt', true, () => work);
      states.add(job, job.id);
      return job;
    };
    const first = start(long);
    for (let short = 0; short < 8; short++) await start(Promise.resolve()).settled;
    const last = start(Promise.resolve());
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter((number) => states.of(`${number}`) !== undefined)).toEqual([1, 6, 7, 8, 9, 10]);
    end();
    await Promise.all([first.settled, last.settled]);
    start(Promise.resolve());
    expect(states.of('1')).toBeUndefined();
  });
});
