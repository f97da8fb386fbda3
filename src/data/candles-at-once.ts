import { existsSync } from 'node:fs';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { CANDLE_COLUMNS, type Candles } from '../core/market/candles.ts';
import { DAY, timeframeMs } from '../core/market/timeframe.ts';
import type { Timerange } from '../core/market/timerange.ts';
import { CandleFileError, type CandleType, type DataFormat, existingCandleFile, isOfCandles, plainWithin } from './candle-files.ts';
import { PlainCandles } from './feather/plain-candles.ts';

/** Candles that are asked for. */
export interface CandleOrder {
  readonly folder: string;
  readonly pair: string;
  readonly timeframe: string;
  readonly type: CandleType;
  readonly format: DataFormat;
  readonly range: Timerange;
  readonly fillsGaps: boolean;
}

/** What the thread that reads answers. */
export type ReadCandles =
  | { readonly candles: Candles | null; readonly warnings: readonly string[] }
  | { readonly thrown: string; readonly isFileError: boolean };

/** What it is given: where to answer, and what to wake when that is done. */
export interface ReadingOrder {
  readonly order: CandleOrder;
  readonly port: MessagePort;
  readonly bell: Int32Array<SharedArrayBuffer>;
}

/** How long a file may take to be read, ms. */
const LONGEST_MS = 60_000;

let reader: Worker | null = null;

/**
 * The same as `loadCandles`, for who can't wait: a file as freqtrade writes it is read here, every other one in a thread that is waited for.
 * @throws CandleFileError
 */
export function loadCandlesAtOnce(order: CandleOrder, onWarning: (text: string) => void): Candles | null {
  const { folder, pair, timeframe, type, format, range } = order;
  const path = existingCandleFile(folder, pair, timeframe, type, format);
  if (!existsSync(path)) return null;
  const step = timeframeMs(timeframe);
  const plain = format === 'feather' && isOfCandles(type) && DAY % step === 0 ? PlainCandles.open(path, CANDLE_COLUMNS, step) : null;
  const found = plain === null ? null : plainWithin(path, plain, range);
  return found ?? readElsewhere(order, onWarning);
}

function readElsewhere(order: CandleOrder, onWarning: (text: string) => void): Candles | null {
  if (reader === null) {
    reader = new Worker(new URL('./candle-reader.ts', import.meta.url));
    reader.unref();
    reader.once('exit', () => {
      reader = null;
    });
  }
  const { port1, port2 } = new MessageChannel();
  const bell = new Int32Array(new SharedArrayBuffer(4));
  try {
    reader.postMessage({ order, port: port2, bell } satisfies ReadingOrder, [port2]);
    if (Atomics.wait(bell, 0, 0, LONGEST_MS) === 'timed-out')
      throw new Error(`The candles of ${order.pair}, ${order.timeframe} could not be read within ${LONGEST_MS / 1000} s.`);
    const { message } = receiveMessageOnPort(port1) as { readonly message: ReadCandles };
    if ('thrown' in message) throw message.isFileError ? new CandleFileError(message.thrown) : new Error(message.thrown);
    for (const warning of message.warnings) onWarning(warning);
    return message.candles;
  } finally {
    port1.close();
  }
}
