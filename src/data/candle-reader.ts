import { parentPort } from 'node:worker_threads';
import { reasonOf } from '../core/reason.ts';
import { CandleFileError, loadCandles } from './candle-files.ts';
import type { ReadCandles, ReadingOrder } from './candles-at-once.ts';

/** What the thread runs that reads candles for who can't wait. */

async function read({ folder, pair, timeframe, type, format, range, fillsGaps }: ReadingOrder['order']): Promise<ReadCandles> {
  const warnings: string[] = [];
  try {
    const candles = await loadCandles(folder, pair, timeframe, type, format, range, fillsGaps, (text) => warnings.push(text));
    return { candles, warnings };
  } catch (error) {
    return { thrown: reasonOf(error), isFileError: error instanceof CandleFileError };
  }
}

parentPort?.on('message', ({ order, port, bell }: ReadingOrder) => {
  read(order)
    .then((answer) => {
      port.postMessage(answer);
      Atomics.store(bell, 0, 1);
      Atomics.notify(bell, 0);
      port.close();
    })
    .catch((error: unknown) => {
      throw error;
    });
});
