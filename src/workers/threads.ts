import { Worker } from 'node:worker_threads';
import { STOP, type ThreadMessage, type ThreadOrder } from './messages.ts';
import type { Pool, WorkOptions, WorkTable } from './pool.ts';

/**
 * A thread of its own for each piece of work, which ends with it.
 * @param file what threads run: it calls `serveWork`
 * @param graceMs how long a kind may go on after it was asked to end, to keep what has come; nothing for those that end at once
 */
export function threadPool<Work extends WorkTable>(file: URL, graceMs: Readonly<Partial<Record<keyof Work, number>>>): Pool<Work> {
  return {
    run: (kind, order, options = {}) =>
      runThread(new Worker(file, { workerData: { kind, order } satisfies ThreadOrder }), graceMs[kind] ?? 0, options),
  };
}

function runThread<News, Result>(worker: Worker, graceMs: number, { onNews, onWarning, signal }: WorkOptions<News>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  let stop: () => void = () => undefined;
  return new Promise<Result>((resolve, reject) => {
    const terminate = (): void => {
      worker.terminate().catch(reject);
    };
    stop = () => {
      if (graceMs === 0) return terminate();
      worker.postMessage(STOP);
      timer = setTimeout(terminate, graceMs);
      timer.unref();
    };
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error(signal?.aborted === true ? 'Aborted.' : 'The thread has ended early.')));
    worker.on('message', (message: ThreadMessage) => {
      if ('news' in message) onNews?.(message.news as News);
      else if ('warning' in message) onWarning?.(message.warning);
      else if ('result' in message) resolve(message.result as Result);
      else reject(Object.assign(new Error(message.thrown.message), message.thrown));
    });
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  }).finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  });
}
