import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { ResearchRefused } from '../../research/port.ts';
import { figuresOfFiles, StoredResults } from '../../research/results/stored-results.ts';
import { castNetOfThread } from '../process/last-net.ts';

/** A part of a stored backtest, or the figures of many. */
export type StoredPart =
  | { readonly what: 'result' | 'market_change' | 'wallet'; readonly file: string; readonly strategy: string }
  | { readonly what: 'figures'; readonly files: readonly string[] };

interface Order {
  /** Tells this thread's work from that of another which imports this file. */
  readonly thread: 'stored';
  readonly folder: string;
  readonly part: StoredPart;
}

type Answer =
  | { readonly json: Uint8Array }
  | { readonly status: ResearchRefused['status'] | null; readonly isQuery: boolean; readonly message: string };

/**
 * Reads parts of stored backtests in a thread, one after another: a large result takes a second to unpack and to read, in which nothing
 * else could be answered.
 * @returns a part as JSON in UTF-8 @throws ResearchRefused
 */
export function storedReader(folder: string): (part: StoredPart) => Promise<Uint8Array> {
  let last: Promise<unknown> = Promise.resolve();
  return (part) => {
    const mine = last.then(() => read({ part, folder, thread: 'stored' }));
    last = mine.catch(() => undefined);
    return mine;
  };
}

async function read(order: Order): Promise<Uint8Array> {
  const worker = new Worker(new URL(import.meta.url), { workerData: order });
  const answer = await new Promise<Answer>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The thread that reads stored results has ended.')));
    worker.once('message', resolve);
  });
  if ('json' in answer) return answer.json;
  throw answer.status === null
    ? new Error(answer.message)
    : new ResearchRefused(answer.status, answer.message, answer.isQuery ? 'query' : 'detail');
}

async function carryOut({ folder, part }: Order): Promise<string> {
  const stored = new StoredResults(folder);
  switch (part.what) {
    case 'figures':
      return JSON.stringify(figuresOfFiles(folder, part.files));
    case 'result':
      return stored.result(part.file, part.strategy);
    case 'market_change': {
      const { columns, data } = await stored.marketChange(part.file);
      return JSON.stringify({ columns, length: data.length, data });
    }
    case 'wallet': {
      const { columns, data } = await stored.wallet(part.file, part.strategy);
      return JSON.stringify({ columns, length: data.length, data, capture_start_ts: null });
    }
  }
}

const order = workerData as Order | null;
if (!isMainThread && parentPort !== null && order?.thread === 'stored') {
  castNetOfThread();
  try {
    const json = new TextEncoder().encode(await carryOut(order));
    parentPort.postMessage({ json } satisfies Answer, [json.buffer]);
  } catch (error) {
    const refusal = error instanceof ResearchRefused ? error : null;
    const { message } = error as Error;
    parentPort.postMessage({ status: refusal?.status ?? null, isQuery: refusal?.isQuery ?? false, message } satisfies Answer);
  }
}
