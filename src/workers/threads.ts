import { Worker } from 'node:worker_threads';
import { ended } from './leave.ts';
import { STOP, type ThreadMessage, type ThreadOrder } from './messages.ts';
import type { Pool, WorkOptions, WorkTable } from './pool.ts';

export interface ThreadOptions<Work extends WorkTable> {
  /** How long a kind may go on after it was asked to end, to keep what has come, ms; nothing for those that end at once. */
  readonly graceMs: Readonly<Partial<Record<keyof Work, number>>>;
  /** How long a thread waits for more work where it keeps something for it, ms; 0 ends it with its work. */
  readonly idleMs: number;
}

/**
 * A thread of its own for each piece of work, which ends with it, save the last one that keeps something for more of its kind: that is given
 * the next piece, or ends after a while.
 * @param file what threads run: it calls `serveWork`
 */
export function threadPool<Work extends WorkTable>(file: URL, { graceMs, idleMs }: ThreadOptions<Work>): Pool<Work> & ThreadRoom {
  let waiting: { readonly kind: string; readonly worker: Worker; readonly timer: NodeJS.Timeout } | null = null;
  const leave = (): Worker | null => {
    if (waiting === null) return null;
    const { worker, timer } = waiting;
    clearTimeout(timer);
    waiting = null;
    worker.off('exit', leave);
    worker.ref();
    return worker;
  };
  const dismiss = async (): Promise<void> => {
    const worker = leave();
    if (worker !== null) await ended(worker);
  };
  const keep = (kind: string, worker: Worker): void => {
    const before = leave();
    const end = (one: Worker): void => {
      // whether it ends a little later is nobody's concern
      ended(one).catch(() => undefined);
    };
    if (before !== null) end(before);
    if (idleMs === 0) return end(worker);
    const timer = setTimeout(() => {
      const left = leave();
      if (left !== null) end(left);
    }, idleMs);
    timer.unref();
    worker.unref();
    waiting = { kind, worker, timer };
    // it has ended by itself
    worker.once('exit', leave);
  };
  const begin = (kind: string, order: unknown): Worker => new Worker(file, { workerData: { kind, order } satisfies ThreadOrder });
  return {
    run: async (kind, order, options = {}) => {
      const done = (worker: Worker) => keep(kind, worker);
      const grace = graceMs[kind] ?? 0;
      const known = waiting?.kind === kind ? leave() : null;
      if (known !== null) {
        known.postMessage({ kind, order } satisfies ThreadOrder);
        const ending = await runThread<unknown, Work[typeof kind]['result']>(known, grace, options, done);
        if (!ending.isDeclined) return ending.result;
        await ended(known);
      }
      const ending = await runThread<unknown, Work[typeof kind]['result']>(begin(kind, order), grace, options, done);
      if (ending.isDeclined) throw new Error('A thread of its own has declined the work.');
      return ending.result;
    },
    dismiss,
  };
}

/** Threads that wait. */
export interface ThreadRoom {
  /** Ends the one that waits for more work, with what it keeps. */
  dismiss(): Promise<void>;
}

type Ending<Result> = { readonly isDeclined: false; readonly result: Result } | { readonly isDeclined: true };

/** @param onStays given the thread where it waits for more */
function runThread<News, Result>(
  worker: Worker,
  graceMs: number,
  { onNews, onWarning, signal }: WorkOptions<News>,
  onStays: (worker: Worker) => void,
): Promise<Ending<Result>> {
  let timer: NodeJS.Timeout | undefined;
  const { promise, resolve, reject } = Promise.withResolvers<Ending<Result>>();
  const onExit = (): void => reject(new Error(signal?.aborted === true ? 'Aborted.' : 'The thread has ended early.'));
  const onMessage = (message: ThreadMessage): void => {
    if ('news' in message) onNews?.(message.news as News);
    else if ('warning' in message) onWarning?.(message.warning);
    else if ('result' in message) {
      if (message.stays) onStays(worker);
      resolve({ isDeclined: false, result: message.result as Result });
    } else if ('declined' in message) resolve({ isDeclined: true });
    else reject(Object.assign(new Error(message.thrown.message), message.thrown));
  };
  const terminate = (): void => {
    worker.terminate().catch(reject);
  };
  const stop = (): void => {
    if (graceMs === 0) return terminate();
    worker.postMessage(STOP);
    timer = setTimeout(terminate, graceMs);
    timer.unref();
  };
  // an error may still come when nobody waits any more
  worker.on('error', reject);
  worker.once('exit', onExit);
  worker.on('message', onMessage);
  if (signal?.aborted === true) stop();
  else signal?.addEventListener('abort', stop, { once: true });
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    worker.off('exit', onExit);
    worker.off('message', onMessage);
  });
}
