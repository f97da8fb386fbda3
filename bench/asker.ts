import { parentPort, workerData } from 'node:worker_threads';

/** Asks an API over and over, in a thread of its own so that nothing else delays it; tells how long each answer took when it is stopped. */
export interface AskerOrder {
  readonly thread: 'asker';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
  readonly pauseMs: number;
}

const order = workerData as AskerOrder;
if (parentPort !== null && order?.thread === 'asker') {
  const port = parentPort;
  const times: number[] = [];
  let isAsking = true;
  port.once('message', () => (isAsking = false));
  // the first answer waits for the client to be made ready
  await (await fetch(`${order.url}/ping`)).arrayBuffer();
  port.postMessage('ready');
  while (isAsking) {
    for (const path of order.paths) {
      const asked = performance.now();
      await (await fetch(`${order.url}/${path}`, { headers: order.headers })).arrayBuffer();
      times.push(performance.now() - asked);
    }
    await new Promise((resolve) => setTimeout(resolve, order.pauseMs));
  }
  port.postMessage(times);
}
