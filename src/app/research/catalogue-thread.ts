import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { CatalogueEntry } from '../../exchange/ccxt/catalogue.ts';
import { castNetOfThread } from '../process/last-net.ts';

interface Order {
  /** Tells this thread's work from that of another which imports this file. */
  readonly thread: 'catalogue';
}

/** Every exchange of ccxt, by name, read in a thread: loading all of ccxt takes seconds, in which nothing else could be answered. */
export function catalogueInThread(): Promise<readonly CatalogueEntry[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { thread: 'catalogue' } satisfies Order });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The thread that reads the exchanges has ended.')));
    worker.once('message', (entries: readonly CatalogueEntry[]) => resolve(entries));
  });
}

const order = workerData as Order | null;
if (!isMainThread && parentPort !== null && order?.thread === 'catalogue') {
  castNetOfThread();
  const { exchangeCatalogue } = await import('../../exchange/ccxt/catalogue.ts');
  parentPort.postMessage(await exchangeCatalogue());
}
