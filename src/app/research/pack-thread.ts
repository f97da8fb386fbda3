import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { WalletColumns } from '../../backtest/wallet-history.ts';
import { walletFile } from '../../research/results/wallet-file.ts';

interface Order {
  /** Tells this thread's work from that of another which imports this file. */
  readonly thread: 'pack';
  readonly columns: WalletColumns;
}

/** Rows from which another thread is worth its start. */
const MANY_ROWS = 100_000;

/** Packs a wallet's history into its file, in a thread of its own where that is much work. */
export function packWallet(columns: WalletColumns): Promise<Uint8Array> {
  if (columns.rate.length < MANY_ROWS) return Promise.resolve(walletFile(columns));
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { thread: 'pack', columns } satisfies Order });
    worker.once('error', reject);
    worker.once('message', resolve);
  });
}

const order = workerData as Order | null;
if (!isMainThread && parentPort !== null && order?.thread === 'pack') {
  const file = walletFile(order.columns);
  parentPort.postMessage(file, [file.buffer as ArrayBuffer]);
}
