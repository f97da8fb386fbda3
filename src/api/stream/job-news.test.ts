import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Job, ResearchService } from '../../research/port.ts';
import type { Encoded } from './encoded.ts';
import { JobStream } from './job-news.ts';

const JOB = {
  id: '1',
  category: 'download_data',
  status: 'running',
  progress: 0,
  error: null,
  result: null,
  progressTasks: {},
} as unknown as Job;

describe('news of jobs', () => {
  let change: (job: Job) => void;
  let handed: Encoded[];
  let stream: JobStream;

  beforeEach(() => {
    vi.useFakeTimers();
    handed = [];
    const jobs = {
      watch: (listener: (job: Job) => void) => {
        change = listener;
        return () => undefined;
      },
      find: () => JOB,
    };
    const options = {
      isWanted: () => true,
      hand: (message: Encoded) => handed.push(message),
      onTrouble: (error: unknown) => expect.fail(String(error)),
    };
    stream = new JobStream({ jobs } as unknown as ResearchService, options);
  });
  afterEach(() => {
    stream.close();
    vi.useRealTimers();
  });

  it('come at once after silence, then 200 ms apart at most, and end with what changed last', () => {
    change(JOB);
    expect(handed).toHaveLength(1);
    for (let at = 0; at < 500; at += 10) {
      change(JOB);
      vi.advanceTimersByTime(10);
    }
    expect(handed).toHaveLength(3);
    vi.advanceTimersByTime(1000);
    expect(handed).toHaveLength(4);
    change(JOB);
    expect(handed).toHaveLength(5);
  });

  it('tell of an end at once, also of a job that was begun a moment ago', () => {
    change(JOB);
    change({ ...JOB, status: 'success' } as Job);
    expect(handed).toHaveLength(2);
    vi.advanceTimersByTime(1000);
    expect(handed).toHaveLength(2);
  });
});
