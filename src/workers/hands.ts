import { Worker } from 'node:worker_threads';
import { ended } from './leave.ts';
import type { HandMessage, HandOrder } from './messages.ts';

/** A thread that stays: it is prepared once, and then does one piece of work after the other, in the order they come. */
export interface Hand<Item, Result> {
  /** @param handedOver memory of the item that is the thread's from now on, instead of copied @throws what the work threw, with its message and fields; an error where the thread has ended */
  do(item: Item, handedOver?: readonly ArrayBuffer[]): Promise<Result>;
  /** Ends it, at once where it is at work; whoever still waits gets an error. */
  end(): Promise<void>;
}

export interface HandOptions {
  /** Most memory of its heap, MiB; what needs more ends the thread. As much as any thread may have where it is left out. */
  readonly heapMib?: number;
  /** Given what is to be known of the results, in words. */
  readonly onWarning: (text: string) => void;
}

interface Waiting<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/** @param file what the thread runs: it calls `serveHand` @param order what it is prepared with */
export function hire<Order, Item, Result>(file: URL, order: Order, { heapMib, onWarning }: HandOptions): Hand<Item, Result> {
  const resourceLimits = heapMib === undefined ? {} : { maxOldGenerationSizeMb: heapMib };
  const worker = new Worker(file, { workerData: { order } satisfies HandOrder, resourceLimits });
  const waiting: Waiting<Result>[] = [];
  let failure: Error | null = null;
  /** Whether it is up: it has done something. */
  let isUp = false;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('The thread has ended early.')));
  worker.on('message', (message: HandMessage) => {
    if ('warning' in message) onWarning(message.warning);
    else if ('result' in message) {
      isUp = true;
      waiting.shift()?.resolve(message.result as Result);
    } else {
      const error = Object.assign(new Error(message.thrown.message), message.thrown);
      if (message.isLast) fail(error);
      else waiting.shift()?.reject(error);
    }
  });
  return {
    do: (item, handedOver = []) =>
      new Promise<Result>((resolve, reject) => {
        if (failure !== null) return reject(failure);
        waiting.push({ resolve, reject });
        worker.postMessage(item, handedOver);
      }),
    end: async () => {
      const isIdle = isUp && waiting.length === 0 && failure === null;
      if (isIdle) await ended(worker);
      else await worker.terminate();
    },
  };
}
