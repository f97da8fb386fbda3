import { parentPort, workerData } from 'node:worker_threads';
import { reasonWithStack } from '../core/reason.ts';
import { STOP, type ThreadMessage, type ThreadOrder } from './messages.ts';
import type { Doers, Doing, WorkTable } from './pool.ts';

/**
 * Does the one piece of work this thread was started for, and tells what came of it.
 * @param tellError the message of what was thrown, for whoever waits for the work
 */
export async function serveWork<Work extends WorkTable>(
  doers: Doers<Work>,
  tellError: (error: Error & { readonly code?: string }) => string = ({ message }) => message,
): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('This file is run in a thread, by a pool.');
  const { kind, order } = workerData as ThreadOrder;
  const send = (message: ThreadMessage, buffers: readonly ArrayBuffer[] = []): void => port.postMessage(message, [...new Set(buffers)]);
  const end = new AbortController();
  port.on('message', (message) => {
    if (message === STOP) end.abort();
  });
  // so that listening does not keep the thread
  port.unref();
  const handed: ArrayBuffer[] = [];
  const doing: Doing<unknown> = {
    tell: (news) => send({ news }),
    warn: (warning) => send({ warning }),
    signal: end.signal,
    handOver: (buffers) => handed.push(...buffers),
  };
  try {
    const work = await doers[kind]!();
    send({ result: await work(order, doing) }, handed);
  } catch (error) {
    if (error instanceof Error) send({ thrown: { ...error, message: tellError(error) } });
    else send({ thrown: { message: reasonWithStack(error) } });
  }
}
