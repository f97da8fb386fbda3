/** Names in Redis. Programs of different versions do not see each other: their results may differ. */
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

export function queueNames(version: string): QueueNames {
  const own = `freqtrade-ts:${version}`;
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
