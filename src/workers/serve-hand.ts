import { parentPort, workerData } from 'node:worker_threads';
import { reasonWithStack } from '../core/reason.ts';
import { type HandMessage, type HandOrder, LEAVE, type ThrownFields } from './messages.ts';

/** What a thread that stays may do. */
export interface HandDoing {
  readonly warn: (text: string) => void;
  /** Memory of the next result that is handed over instead of copied. */
  readonly handOver: (buffers: readonly ArrayBuffer[]) => void;
}

/** Prepares this thread, then does what it is given, one piece after the other. */
export async function serveHand<Order, Item, Result>(
  prepare: (order: Order, doing: HandDoing) => Promise<(item: Item) => Promise<Result>>,
  tellError: (error: Error & { readonly code?: string }) => string = ({ message }) => message,
): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('This file is run in a thread, by whoever hires it.');
  const send = (message: HandMessage, buffers: readonly ArrayBuffer[] = []): void => port.postMessage(message, [...new Set(buffers)]);
  const handed: ArrayBuffer[] = [];
  const thrown = (error: unknown): ThrownFields =>
    error instanceof Error ? { ...error, message: tellError(error) } : { message: reasonWithStack(error) };
  const doing: HandDoing = { warn: (warning) => send({ warning }), handOver: (buffers) => handed.push(...buffers) };
  const prepared = prepare((workerData as HandOrder).order as Order, doing);
  let last: Promise<unknown> = prepared.catch((error: unknown) => send({ thrown: thrown(error), isLast: true }));
  port.on('message', (item: Item | typeof LEAVE) => {
    // of this thread, whatever it still has open
    if (item === LEAVE) process.exit();
    last = last.then(async () => {
      try {
        const work = await prepared;
        const result = await work(item);
        send({ result }, handed.splice(0));
      } catch (error) {
        send({ thrown: thrown(error), isLast: false });
      }
    });
  });
}
