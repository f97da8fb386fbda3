/** Names in Redis. Programs of different versions take nothing from each other: their results may differ. */
export interface QueueNames {
  /** BullMQ's own keys begin with it. */
  readonly prefix: string;
  readonly queue: string;
  readonly study: (key: string) => string;
  readonly file: (digest: string) => string;
  readonly results: (study: string) => string;
  /** Channel on which keys of new results are published. */
  readonly news: (study: string) => string;
  readonly worker: (id: string) => string;
}

const PROGRAM = 'freqtrade-ts';
/** Pattern of the names of workers of any version. */
export const EVERY_WORKER = `${PROGRAM}:*:worker:*`;

/** The version in the name of a worker. */
export function versionIn(worker: string): string {
  return worker.split(':')[1] ?? '';
}

/** @param version has no colon */
export function queueNames(version: string): QueueNames {
  const own = `${PROGRAM}:${version}`;
  return {
    prefix: own,
    queue: 'batches',
    study: (key) => `${own}:study:${key}`,
    file: (digest) => `${own}:file:${digest}`,
    results: (study) => `${own}:results:${study}`,
    news: (study) => `${own}:news:${study}`,
    worker: (id) => `${own}:worker:${id}`,
  };
}

/** What nobody asks for any more is forgotten after so long, s. */
export const KEPT_SECONDS = 2 * 24 * 60 * 60;
