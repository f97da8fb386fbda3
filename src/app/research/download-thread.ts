import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type DownloadProgress, download } from '../../cli/commands/download-data.ts';
import type { DataContext } from '../../cli/data-options.ts';
import type { Options } from '../../cli/options.ts';
import type { DownloadResult } from '../../data/download.ts';
import { castNetOfThread } from '../process/last-net.ts';

interface Order {
  /** Tells this thread's work from that of another which imports this file. */
  readonly thread: 'download';
  readonly options: Options;
  readonly context: DataContext;
  /** Which functions of the progress are to be called. */
  readonly calls: readonly (keyof DownloadProgress)[];
}

type Message =
  | { readonly tell: keyof DownloadProgress; readonly values: readonly unknown[] }
  | { readonly results: DownloadResult[] }
  | { readonly message: string; readonly code: string | undefined };

/** After it was asked to stop, the thread may take so long to keep what has come, ms. */
const LAST_WRITE_MS = 10_000;

/** Downloads as `download` does, in a thread of its own: what has come is sorted, converted and written there. */
export function downloadInThread(
  options: Options,
  context: DataContext,
  signal: AbortSignal,
  progress: DownloadProgress,
): Promise<DownloadResult[]> {
  const order: Order = { thread: 'download', options, context, calls: Object.keys(progress) as (keyof DownloadProgress)[] };
  const worker = new Worker(new URL(import.meta.url), { workerData: order });
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    worker.postMessage('stop');
    timer = setTimeout(() => worker.terminate(), LAST_WRITE_MS);
    timer.unref();
  };
  return new Promise<DownloadResult[]>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The download ended early.')));
    worker.on('message', (message: Message) => {
      if ('tell' in message) (progress[message.tell] as (...values: readonly unknown[]) => void)(...message.values);
      else if ('results' in message) resolve(message.results);
      else reject(Object.assign(new Error(message.message), { code: message.code }));
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  }).finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  });
}

async function carryOut({ options, context, calls: names }: Order): Promise<void> {
  const port = parentPort!;
  const end = new AbortController();
  port.once('message', () => end.abort());
  // so that listening does not keep the thread
  port.unref();
  const progress = Object.fromEntries(
    names.map((name) => [name, (...values: readonly unknown[]) => port.postMessage({ tell: name, values } satisfies Message)]),
  ) as unknown as DownloadProgress;
  try {
    port.postMessage({ results: await download(options, context, end.signal, progress) } satisfies Message);
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    port.postMessage({ message, code } satisfies Message);
  }
}

const order = workerData as Order | null;
if (!isMainThread && parentPort !== null && order?.thread === 'download') {
  castNetOfThread();
  await carryOut(order);
}
