import type { Redis } from 'ioredis';
import type { QueueAddress } from '../../../queue/address.ts';
import { connect } from '../../../queue/connection.ts';
import { everyWorker } from '../../../queue/roster.ts';
import type { QueueLook, WorkQueue } from '../../../research/port.ts';
import { programVersion } from './program-version.ts';

/** A Redis that has not answered for so long is said to be out of reach, ms. */
const ANSWER_MS = 2000;

/** Looks at the workers of a queue for whoever asks. The connection is made with the first question, and comes back by itself. */
export class QueueWatch implements WorkQueue {
  readonly #address: QueueAddress | null;
  readonly #onWarning: (text: string) => void;
  #client: Promise<Redis> | null = null;
  #isClosed = false;

  constructor(address: QueueAddress | null, onWarning: (text: string) => void) {
    this.#address = address;
    this.#onWarning = onWarning;
  }

  async look(): Promise<QueueLook> {
    if (this.#address === null) return { queue: null, problem: null, workers: [] };
    const queue = this.#address.shown;
    try {
      return { queue, problem: null, workers: await within(ANSWER_MS, this.#workers(this.#address)) };
    } catch (error) {
      return { queue, problem: (error as Error).message, workers: [] };
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#client?.then((open) => open.disconnect()).catch(() => undefined);
  }

  async #workers(address: QueueAddress): Promise<QueueLook['workers']> {
    if (this.#client === null) {
      this.#client = connect(address, { onLost: this.#onWarning, onBack: () => undefined });
      this.#client.catch(() => {
        // a password that is corrected by then is believed
        if (!this.#isClosed) this.#client = null;
      });
    }
    const own = programVersion();
    return (await everyWorker(await this.#client)).map((worker) => ({ ...worker, isOther: worker.version !== own }));
  }
}

/** @throws Error where it takes longer */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('It does not answer.')), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
    // whoever was too late is heard by nobody
    work.catch(() => undefined);
  }
}
