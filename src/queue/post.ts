import { createHash } from 'node:crypto';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { QueueAddress } from './address.ts';
import { type Batch, ItemFailed, type QueueItem, type StudyParcel, unpackResult } from './batch.ts';
import { type ConnectionNews, connect } from './connection.ts';
import { KEPT_SECONDS, type QueueNames, queueNames } from './names.ts';
import { everyWorker } from './roster.ts';

/** Has items of one study done by workers, wherever they are. */
export interface Post {
  /** @returns its result, the same whoever has done it and however often @throws ItemFailed what the work threw */
  do(item: QueueItem): Promise<Buffer>;
  /** Nobody waits any more. What workers have begun is finished by them, and forgotten. */
  end(): Promise<void>;
}

export interface PostOptions extends ConnectionNews {
  readonly version: string;
  /** Most items under way at once: batches are small enough for two of each worker's threads to have some. */
  readonly ahead: number;
  /** Given how many threads of workers there are, and which other versions there are workers of, who take nothing; when that changes. */
  readonly onThreads: (threads: number, others: readonly string[]) => void;
}

/** A batch is to take so long, ms: short enough for little to be lost with a worker, long enough for the way to cost nothing. */
const BATCH_MS = 3000;
/** Items that come together go together, ms. */
const GATHER_MS = 5;
/** How often what may have been lost is looked for, ms. */
const LOOK_MS = 1000;
/** A batch that fails as a whole is handed over again until it has failed so often. */
const MOST_FAILURES = 3;
/** How long a failed batch can be asked for its reason, s. */
const FAILED_SECONDS = 600;
/** Threads there are at least for, until somebody has answered. */
const FEWEST_SLOTS = 2;

interface Waiting {
  readonly item: QueueItem;
  readonly result: PromiseWithResolvers<Buffer>;
  /** Of BullMQ; null while it is gathered. */
  job: string | null;
  /** When it was handed over, ms of a clock that only goes on. */
  since: number;
  /** How often a batch with it has failed as a whole. */
  failures: number;
}

export async function openPost(address: QueueAddress, parcel: StudyParcel, options: PostOptions): Promise<Post> {
  const { Queue: Jobs } = await import('bullmq');
  const client = await connect(address, options);
  const listener = await connect(address, { onLost: () => undefined, onBack: () => undefined });
  const names = queueNames(options.version);
  const queue = new Jobs<Batch>(names.queue, { connection: client, prefix: names.prefix });
  // what goes wrong with the connection is said by it
  queue.on('error', () => undefined);
  const post = new RedisPost(client, listener, queue, names, parcel, options);
  await post.begin();
  return post;
}

class RedisPost implements Post {
  readonly #client: Redis;
  readonly #listener: Redis;
  readonly #queue: Queue<Batch>;
  readonly #names: QueueNames;
  readonly #parcel: StudyParcel;
  readonly #options: PostOptions;
  readonly #waiting = new Map<string, Waiting>();
  #gather: NodeJS.Timeout | null = null;
  #look: NodeJS.Timeout | null = null;
  /** How long an item takes a worker, ms; null until one was done. */
  #itemMs: number | null = null;
  #slots = FEWEST_SLOTS;
  #threads: number | null = null;
  /** Versions of workers that take nothing from here. */
  #others = '';
  #batches = 0;
  #isEnded = false;

  constructor(client: Redis, listener: Redis, queue: Queue<Batch>, names: QueueNames, parcel: StudyParcel, options: PostOptions) {
    this.#client = client;
    this.#listener = listener;
    this.#queue = queue;
    this.#names = names;
    this.#parcel = parcel;
    this.#options = options;
  }

  async begin(): Promise<void> {
    await this.#bringParcel();
    this.#listener.on('message', (_channel, key) => {
      this.#collect([key]).catch(() => undefined);
    });
    await this.#listener.subscribe(this.#names.news(this.#parcel.key));
    // who waits is not left to guess whether anybody is at work, and a quick search is over before the first look
    await this.#countThreads().catch(() => undefined);
    this.#lookLater();
  }

  do(item: QueueItem): Promise<Buffer> {
    if (this.#isEnded) return Promise.reject(new Error('Nobody takes work any more.'));
    const before = this.#waiting.get(item.key);
    if (before !== undefined) return before.result.promise;
    const result = Promise.withResolvers<Buffer>();
    this.#waiting.set(item.key, { item, result, job: null, since: performance.now(), failures: 0 });
    this.#gather ??= setTimeout(() => {
      this.#gather = null;
      // what can't be handed over now is found by the next look
      this.#handOver().catch(() => undefined);
    }, GATHER_MS);
    return result.promise;
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    if (this.#gather !== null) clearTimeout(this.#gather);
    if (this.#look !== null) clearTimeout(this.#look);
    for (const { result, job } of this.#waiting.values()) {
      result.promise.catch(() => undefined);
      result.reject(new Error('Nobody waits for it any more.'));
      // one that a worker has begun stays
      if (job !== null && this.#client.status === 'ready') await this.#queue.remove(job).catch(() => undefined);
    }
    this.#waiting.clear();
    await this.#queue.close().catch(() => undefined);
    this.#listener.disconnect();
    this.#client.disconnect();
  }

  /** Everything a worker needs to begin, as far as it is not there. */
  async #bringParcel(): Promise<void> {
    const { key, description, files } = this.#parcel;
    for (const [digest, read] of files) {
      const name = this.#names.file(digest);
      if ((await this.#client.expire(name, KEPT_SECONDS)) === 0) await this.#client.set(name, await read(), 'EX', KEPT_SECONDS);
    }
    await this.#client.set(this.#names.study(key), description, 'EX', KEPT_SECONDS);
  }

  /** What is gathered goes to the workers, unless somebody has its result already. */
  async #handOver(): Promise<void> {
    await this.#collect([...this.#waiting.values()].filter(({ job }) => job === null).map(({ item }) => item.key));
    const gathered = [...this.#waiting.values()].filter(({ job }) => job === null);
    const size = this.#batchSize();
    for (let from = 0; from < gathered.length; from += size) await this.#add(gathered.slice(from, from + size));
  }

  #batchSize(): number {
    const most = Math.max(1, Math.ceil(this.#options.ahead / (2 * this.#slots)));
    return this.#itemMs === null ? 1 : Math.min(most, Math.max(1, Math.round(BATCH_MS / this.#itemMs)));
  }

  async #add(batch: readonly Waiting[]): Promise<void> {
    const items = batch.map(({ item }) => item);
    const digest = createHash('sha256')
      .update(JSON.stringify(items.map(({ key }) => key)))
      .digest('hex');
    this.#batches++;
    const job = `${this.#parcel.key.slice(0, 16)}-${digest.slice(0, 16)}-${process.pid}-${this.#batches}`;
    for (const waiting of batch) Object.assign(waiting, { job, since: performance.now() });
    await this.#queue.add(
      'batch',
      { study: this.#parcel.key, items },
      { jobId: job, removeOnComplete: true, removeOnFail: { age: FAILED_SECONDS } },
    );
  }

  /** Takes results that are there. */
  async #collect(keys: readonly string[]): Promise<void> {
    const wanted = keys.filter((key) => this.#waiting.has(key));
    if (wanted.length === 0) return;
    const name = this.#names.results(this.#parcel.key);
    const found = await this.#client.hmgetBuffer(name, ...wanted);
    for (const [index, key] of wanted.entries()) {
      const packed = found[index];
      const waiting = this.#waiting.get(key);
      if (packed === null || packed === undefined || waiting === undefined) continue;
      this.#waiting.delete(key);
      const ms = performance.now() - waiting.since;
      if (waiting.job !== null) this.#itemMs = this.#itemMs === null ? ms : Math.min(this.#itemMs * 1.1, ms);
      try {
        waiting.result.resolve(unpackResult(packed));
      } catch (error) {
        waiting.result.reject(error);
      }
      // it has arrived, and takes no more room
      await this.#client.hdel(name, key);
    }
  }

  #lookLater(): void {
    this.#look = setTimeout(() => {
      this.#lookFor()
        .catch(() => undefined)
        .finally(() => {
          if (!this.#isEnded) this.#lookLater();
        });
    }, LOOK_MS);
  }

  /** Finds what was published while nobody could hear it, and hands over again what is lost: a Redis may have forgotten everything. */
  async #lookFor(): Promise<void> {
    await this.#collect([...this.#waiting.keys()]);
    await this.#countThreads();
    const jobs = new Set([...this.#waiting.values()].flatMap(({ job }) => job ?? []));
    if (jobs.size > 0 && (await this.#client.exists(this.#names.study(this.#parcel.key))) === 0) await this.#bringParcel();
    for (const job of jobs) {
      const state = await this.#queue.getJobState(job);
      if (state !== 'unknown' && state !== 'completed' && state !== 'failed') continue;
      // its results may have come between the two questions
      const lost = [...this.#waiting.values()].filter((waiting) => waiting.job === job);
      await this.#collect(lost.map(({ item }) => item.key));
      const left = lost.filter(({ item }) => this.#waiting.has(item.key));
      const reason = state === 'failed' ? ((await this.#queue.getJob(job))?.failedReason ?? 'without a reason') : null;
      for (const waiting of left) this.#again(waiting, reason);
    }
    if ([...this.#waiting.values()].some(({ job }) => job === null) && this.#gather === null) await this.#handOver();
  }

  /** @param reason of a batch that has failed as a whole; null for one that is lost */
  #again(waiting: Waiting, reason: string | null): void {
    waiting.job = null;
    if (reason === null) return;
    waiting.failures++;
    if (waiting.failures < MOST_FAILURES) return;
    this.#waiting.delete(waiting.item.key);
    waiting.result.reject(new ItemFailed(`No worker could do it: ${reason}`));
  }

  async #countThreads(): Promise<void> {
    const workers = await everyWorker(this.#client);
    const { version } = this.#options;
    const threads = workers.reduce((sum, worker) => sum + (worker.version === version ? worker.threads : 0), 0);
    const others = [...new Set(workers.map((worker) => worker.version))].filter((other) => other !== version).sort();
    if (threads !== this.#threads || others.join() !== this.#others) this.#options.onThreads(threads, others);
    this.#threads = threads;
    this.#others = others.join();
    this.#slots = Math.max(FEWEST_SLOTS, threads);
  }
}
