import { parentPort, workerData } from 'node:worker_threads';
import { reasonWithStack } from '../core/reason.ts';
import { LEAVE, STOP, type ThreadMessage, type ThreadOrder } from './messages.ts';
import { Declined, type Doers, type Doing, type WorkTable } from './pool.ts';

/**
 * Does the piece of work this thread was started for, and tells what came of it; where it says so, the thread then waits for the next.
 * @param tellError the message of what was thrown, for whoever waits for the work
 */
export async function serveWork<Work extends WorkTable>(
  doers: Doers<Work>,
  tellError: (error: Error & { readonly code?: string }) => string = ({ message }) => message,
): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('This file is run in a thread, by a pool.');
  const send = (message: ThreadMessage, buffers: readonly ArrayBuffer[] = []): void => port.postMessage(message, [...new Set(buffers)]);
  let end = new AbortController();
  let isUsed = false;
  const carryOut = async ({ kind, order }: ThreadOrder): Promise<void> => {
    // so that listening does not keep the thread
    port.unref();
    const handed: ArrayBuffer[] = [];
    let stays = false;
    const doing: Doing<unknown> = {
      tell: (news) => send({ news }),
      warn: (warning) => send({ warning }),
      signal: end.signal,
      handOver: (buffers) => handed.push(...buffers),
      isUsed,
      stay: () => {
        stays = true;
      },
    };
    try {
      const work = await doers[kind]!();
      const result = await work(order, doing);
      isUsed = true;
      if (stays) port.ref();
      send({ result, stays }, handed);
    } catch (error) {
      if (error instanceof Declined && isUsed) send({ declined: true });
      else if (error instanceof Error) send({ thrown: { ...error, message: tellError(error) } });
      else send({ thrown: { message: reasonWithStack(error) } });
    }
  };
  port.on('message', (message: typeof STOP | typeof LEAVE | ThreadOrder) => {
    if (message === STOP) return end.abort();
    if (message === LEAVE) return port.close();
    end = new AbortController();
    return carryOut(message);
  });
  await carryOut(workerData as ThreadOrder);
}
