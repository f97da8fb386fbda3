import type { Redis } from 'ioredis';
import type { QueueAddress } from './address.ts';
import { connect } from './connection.ts';
import { type QueueNames, queueNames } from './names.ts';

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

/** A worker that does not show itself for so long is gone, s. */
export const SHOWN_SECONDS = 15;

export async function showWorker(client: Redis, names: QueueNames, worker: QueueWorker): Promise<void> {
  await client.set(names.worker(worker.id), JSON.stringify(worker), 'EX', SHOWN_SECONDS);
}

/** Workers that are there, the longest first. */
export async function workersOf(client: Redis, names: QueueNames): Promise<QueueWorker[]> {
  const keys: string[] = [];
  let cursor = '0';
  do {
    const [next, found] = await client.scan(cursor, 'MATCH', names.worker('*'), 'COUNT', 500);
    keys.push(...found);
    cursor = next;
  } while (cursor !== '0');
  if (keys.length === 0) return [];
  const texts = await client.mget(keys);
  const workers = texts.flatMap((text) => (text === null ? [] : [JSON.parse(text) as QueueWorker]));
  return workers.sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
}

/** The same over a connection of its own. @throws Error in words where the queue can't be reached in time */
export async function listWorkers(address: QueueAddress, version: string, limitMs: number): Promise<QueueWorker[]> {
  let reason = `The queue ${address.shown} does not answer.`;
  const client = await connect(address, {
    onLost: (text) => {
      reason = text;
    },
    onBack: () => undefined,
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(reason)), limitMs);
  });
  try {
    const workers = workersOf(client, queueNames(version));
    // it is the other one that is thrown
    workers.catch(() => undefined);
    return await Promise.race([workers, late]);
  } finally {
    clearTimeout(timer);
    client.disconnect();
  }
}
