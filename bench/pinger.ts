import { parentPort, workerData } from 'node:worker_threads';

/** Pings over and over, in a thread of its own so that nothing else delays it; tells when each ping was sent and how long it took. */
export interface PingerOrder {
  readonly thread: 'pinger';
  readonly url: string;
}

export interface Ping {
  /** ms since epoch */
  readonly at: number;
  /** ms */
  readonly took: number;
}

const PAUSE_MS = 2;
const order = workerData as PingerOrder;
if (parentPort !== null && order?.thread === 'pinger') {
  const port = parentPort;
  const pings: Ping[] = [];
  let isPinging = true;
  port.once('message', () => (isPinging = false));
  // the first answer waits for the client to be made ready
  await (await fetch(order.url)).arrayBuffer();
  port.postMessage('ready');
  while (isPinging) {
    const at = Date.now();
    const began = performance.now();
    await (await fetch(order.url)).arrayBuffer();
    pings.push({ at, took: performance.now() - began });
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  port.postMessage(pings);
}
