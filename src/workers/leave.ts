import type { Worker } from 'node:worker_threads';
import { LEAVE } from './messages.ts';

/** How long a thread that has nothing to do may take to end, ms. */
const LEAVING_MS = 5000;

/** Lets a thread end by itself, which waits for more: what is ended by force may stand in the middle of something. */
export async function ended(worker: Worker): Promise<void> {
  // it has none any more once it has ended
  if (worker.threadId === -1) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const force = setTimeout(() => {
    worker.terminate().then(() => resolve(), resolve);
  }, LEAVING_MS);
  worker.once('exit', () => resolve());
  worker.postMessage(LEAVE);
  await promise;
  clearTimeout(force);
}
