import type { Job, JobCategory, Jobs } from '../../research/jobs.ts';
import type { TaskNews } from '../../research/tasks/task.ts';
import { type JobLog, logWarning } from './job-log.ts';
import type { ResearchPool, ResearchWork } from './work.ts';

/** Kinds of work that tell how far they are. */
type TaskKind = {
  [Kind in keyof ResearchWork]: ResearchWork[Kind]['news'] extends TaskNews
    ? [ResearchWork[Kind]['news']] extends [never]
      ? never
      : Kind
    : never;
}[keyof ResearchWork];

/** Where tasks are done, and what they warn of is written. */
export interface TaskPlace {
  readonly jobs: Jobs;
  readonly threads: ResearchPool;
  readonly log: JobLog;
}

/** Starts a task in a thread as a job; what it needs is asked for there. */
export function startTask<Kind extends TaskKind>(
  { jobs, threads, log }: TaskPlace,
  category: JobCategory,
  kind: Kind,
  order: () => Promise<ResearchWork[Kind]['order']>,
  onNews: (news: TaskNews) => void = () => undefined,
): Job {
  const job: Job = jobs.start(category, true, async (tell, signal) =>
    threads.run(kind, await order(), {
      signal,
      onNews: (news) => {
        tell(news.tasks);
        onNews(news);
      },
      onWarning: (text) => logWarning(job, text, log),
    }),
  );
  return job;
}
