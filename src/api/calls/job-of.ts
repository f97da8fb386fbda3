import { type Job, ResearchRefused, type ResearchService } from '../../research/port.ts';

/** A job by its number, of a kind where one is named. @throws ResearchRefused where there is none */
export function jobOf({ jobs }: Pick<ResearchService, 'jobs'>, id: string, category?: Job['category']): Job {
  const job = jobs.find(id);
  if (job === null || (category !== undefined && job.category !== category)) throw new ResearchRefused('missing', 'Job not found.');
  return job;
}
