import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Job } from 'bullmq';
import type { Redis } from 'ioredis';
import type { QueueAddress } from './address.ts';
import { type Batch, packFailure, packResult } from './batch.ts';
import { type ConnectionNews, connect } from './connection.ts';
import { KEPT_SECONDS, queueNames } from './names.ts';
import { showWorker } from './roster.ts';

/** A study on this machine: everything is there, threads wait. */
export interface OpenParcel {
  /** What it is, in words. */
  readonly title: string;
  /** Does an item in a thread. @returns its result @throws what the work threw */
  do(item: unknown): Promise<Buffer>;
  close(): Promise<void>;
}

export interface QueueServing extends ConnectionNews {
  readonly version: string;
  /** Batches done side by side, each in a thread. */
  readonly threads: number;
  /** Makes a study ready. @param file bytes of a file by its digest */
  readonly open: (key: string, description: Buffer, file: (digest: string) => Promise<Buffer>) => Promise<OpenParcel>;
  readonly onInfo: (text: string) => void;
}

/** A Redis has forgotten something; whoever waits for results brings it again. */
class NotInQueue extends Error {}

/** A worker that says nothing for so long has lost its batch, ms: others do what it had left. */
const LOCK_MS = 6000;
/** How often others look for such a batch, ms. */
const STALLED_MS = 3000;
/** Workers that are killed by what they do must not take all others with them. */
const MOST_TAKERS = 5;
const SHOW_MS = 3000;
/** Over which rates are, ms. */
const RATE_MS = 60_000;
/** Studies that stay ready. */
const MOST_OPEN = 2;

/** Does batches until it is to end; those that are begun are done first. @returns once it is ready: what ends it */
export async function serveQueue(address: QueueAddress, serving: QueueServing): Promise<{ readonly id: string; end(): Promise<void> }> {
  const { Worker } = await import('bullmq');
  const client = await connect(address, serving);
  const taker = await connect(address, { onLost: () => undefined, onBack: () => undefined });
  const names = queueNames(serving.version);
  const desk = new Desk(client, serving);
  const id = randomUUID();
  const since = Date.now();
  const worker = new Worker<Batch>(names.queue, (job) => desk.take(job), {
    connection: taker,
    prefix: names.prefix,
    concurrency: serving.threads,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_MS,
    maxStalledCount: MOST_TAKERS,
  });
  // what goes wrong with the connection is said by it, and what goes wrong with a batch by whoever waits for it
  worker.on('error', () => undefined);
  const show = (): Promise<void> =>
    showWorker(client, names, { id, host: hostname(), pid: process.pid, threads: serving.threads, since, ...desk.figures() });
  await show();
  const timer = setInterval(() => {
    show().catch(() => undefined);
  }, SHOW_MS);
  return {
    id,
    end: async () => {
      clearInterval(timer);
      await worker.close();
      await desk.close();
      if (client.status === 'ready') await client.del(names.worker(id));
      taker.disconnect();
      client.disconnect();
    },
  };
}

/** What a worker does with a batch. */
class Desk {
  readonly #client: Redis;
  readonly #serving: QueueServing;
  readonly #open = new Map<string, Promise<OpenParcel>>();
  readonly #titles = new Map<string, string>();
  readonly #busy = new Map<string, number>();
  #done = 0;
  #recent: number[] = [];

  constructor(client: Redis, serving: QueueServing) {
    this.#client = client;
    this.#serving = serving;
  }

  /** Each result is there as soon as its item is done: a batch that is done again begins with what is left. */
  async take({ data }: Job<Batch>): Promise<void> {
    const { study, items } = data;
    const names = queueNames(this.#serving.version);
    this.#busy.set(study, (this.#busy.get(study) ?? 0) + 1);
    try {
      const parcel = await this.#parcelOrFailure(study);
      const results = names.results(study);
      const there = await this.#client.hmgetBuffer(results, ...items.map(({ key }) => key));
      for (const [index, { key, item }] of items.entries()) {
        if (there[index] !== null) continue;
        const packed =
          parcel instanceof Error
            ? packFailure(parcel.message)
            : await parcel.do(item).then(packResult, (error: Error) => packFailure(error.message));
        // whoever was first
        await this.#client.hsetnx(results, key, packed);
        await this.#client.publish(names.news(study), key);
        this.#done++;
        this.#recent.push(performance.now());
      }
      await this.#client.expire(results, KEPT_SECONDS);
    } finally {
      this.#busy.set(study, (this.#busy.get(study) ?? 1) - 1);
    }
  }

  figures(): { doing: string[]; done: number; rate: number } {
    const now = performance.now();
    this.#recent = this.#recent.filter((at) => at > now - RATE_MS);
    const doing = [...this.#busy].filter(([, count]) => count > 0).map(([study]) => this.#titles.get(study) ?? 'getting ready');
    return { doing, done: this.#done, rate: this.#recent.length / (RATE_MS / 1000) };
  }

  async close(): Promise<void> {
    for (const [study] of this.#open) await this.#close(study);
  }

  /** @throws NotInQueue, so that the batch is handed over again */
  async #parcelOrFailure(study: string): Promise<OpenParcel | Error> {
    try {
      return await this.#parcel(study);
    } catch (error) {
      if (error instanceof NotInQueue || !(error instanceof Error)) throw error;
      return error;
    }
  }

  #parcel(study: string): Promise<OpenParcel> {
    let parcel = this.#open.get(study);
    if (parcel === undefined) {
      parcel = this.#prepare(study);
      this.#open.set(study, parcel);
      // another try may find what this one lacked
      parcel.catch(() => this.#open.delete(study));
    }
    return parcel;
  }

  async #prepare(study: string): Promise<OpenParcel> {
    for (const other of [...this.#open.keys()])
      if (this.#open.size >= MOST_OPEN && (this.#busy.get(other) ?? 0) === 0) await this.#close(other);
    const names = queueNames(this.#serving.version);
    const description = await this.#client.getBuffer(names.study(study));
    if (description === null) throw new NotInQueue(`The queue has nothing of the study ${study.slice(0, 16)}.`);
    const parcel = await this.#serving.open(study, description, async (digest) => {
      const bytes = await this.#client.getBuffer(names.file(digest));
      if (bytes === null) throw new NotInQueue(`The queue does not have the file ${digest.slice(0, 16)}.`);
      return bytes;
    });
    this.#titles.set(study, parcel.title);
    this.#serving.onInfo(`Ready for ${parcel.title}.`);
    return parcel;
  }

  async #close(study: string): Promise<void> {
    const parcel = this.#open.get(study);
    this.#open.delete(study);
    this.#titles.delete(study);
    await parcel?.then(
      (open) => open.close(),
      () => undefined,
    );
  }
}
