import type { Redis } from 'ioredis';
import { EVERY_WORKER, type QueueNames, versionIn } from './names.ts';

/** A worker as others see it. */
export interface QueueWorker {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly threads: number;
  /** ms since epoch, UTC. */
  readonly since: number;
  /** What its threads are busy with, in words; empty for nothing. */
  readonly doing: readonly string[];
  /** Items done since it began. */
  readonly done: number;
  /** Items a second, over the last minute. */
  readonly rate: number;
}

/** A worker of any version: it takes work only from programs of its own. */
export interface VersionedWorker extends QueueWorker {
  readonly version: string;
}

/** A worker that does not show itself for so long is gone, s. */
export const SHOWN_SECONDS = 15;

export async function showWorker(client: Redis, names: QueueNames, worker: QueueWorker): Promise<void> {
  await client.set(names.worker(worker.id), JSON.stringify(worker), 'EX', SHOWN_SECONDS);
}

/** Workers of every version that are there, the longest first. */
export async function everyWorker(client: Redis): Promise<VersionedWorker[]> {
  const keys: string[] = [];
  let cursor = '0';
  do {
    const [next, found] = await client.scan(cursor, 'MATCH', EVERY_WORKER, 'COUNT', 500);
    keys.push(...found);
    cursor = next;
  } while (cursor !== '0');
  if (keys.length === 0) return [];
  const texts = await client.mget(keys);
  const workers = texts.flatMap((text, index) => {
    const version = versionIn(keys[index] ?? '');
    return text === null ? [] : [{ ...(JSON.parse(text) as QueueWorker), version }];
  });
  return workers.sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
}
