import { join } from 'node:path';
import { type Candles, emptyCandles } from '../core/market/candles.ts';
import { type DataFormat, ENDINGS, readTable, type TableShape, writeTable } from './table-files.ts';

/** Public trades of a pair as columns, oldest first. */
export interface PublicTrades {
  readonly length: number;
  /** ms since epoch, UTC */
  readonly time: Float64Array;
  readonly id: readonly (string | null)[];
  readonly type: readonly (string | null)[];
  readonly side: readonly (string | null)[];
  readonly price: Float64Array;
  /** Base currency. */
  readonly amount: Float64Array;
  /** Quote currency. */
  readonly cost: Float64Array;
}

const SHAPE: TableShape = new Map([
  ['timestamp', 'integer'],
  ['id', 'text'],
  ['type', 'text'],
  ['side', 'text'],
  ['price', 'number'],
  ['amount', 'number'],
  ['cost', 'number'],
]);

/** Where freqtrade keeps the public trades of a pair. */
export function tradeFile(folder: string, pair: string, format: DataFormat, isFutures = false): string {
  const name = `${pair.replace(/[/: ]/g, '_')}-trades.${ENDINGS[format]}`;
  return isFutures ? join(folder, 'futures', name) : join(folder, name);
}

/** @returns null when there is no file @throws CandleFileError */
export async function loadTrades(path: string, format: DataFormat): Promise<PublicTrades | null> {
  const table = await readTable(path, format, SHAPE);
  if (table === null) return null;
  const numbers = (name: string) => table.get(name)!.values as Float64Array;
  const texts = (name: string) => {
    const column = table.get(name)!;
    // a column without any value has no kind
    return column.kind === 'text' ? column.values : Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value)));
  };
  const time = numbers('timestamp');
  return {
    length: time.length,
    time,
    id: texts('id'),
    type: texts('type'),
    side: texts('side'),
    price: numbers('price'),
    amount: numbers('amount'),
    cost: numbers('cost'),
  };
}

export async function saveTrades(path: string, format: DataFormat, trades: PublicTrades): Promise<void> {
  await writeTable(
    path,
    format,
    new Map([
      ['timestamp', { kind: 'integer', values: trades.time }],
      ['id', { kind: 'text', values: [...trades.id] }],
      ['type', { kind: 'text', values: [...trades.type] }],
      ['side', { kind: 'text', values: [...trades.side] }],
      ['price', { kind: 'number', values: trades.price }],
      ['amount', { kind: 'number', values: trades.amount }],
      ['cost', { kind: 'number', values: trades.cost }],
    ]),
  );
}

/** Candles made from trades; none where nothing was traded. @param length ms of a candle */
export function candlesFromTrades(trades: PublicTrades, length: number): Candles {
  const starts: number[] = [];
  for (let row = 0; row < trades.length; row++) {
    const start = Math.floor(trades.time[row]! / length) * length;
    if (starts.at(-1) !== start) starts.push(start);
  }
  const candles = emptyCandles(starts.length);
  let at = -1;
  for (let row = 0; row < trades.length; row++) {
    const start = Math.floor(trades.time[row]! / length) * length;
    const price = trades.price[row]!;
    if (at < 0 || candles.time[at] !== start) {
      at++;
      candles.time[at] = start;
      candles.open[at] = price;
      candles.high[at] = price;
      candles.low[at] = price;
    }
    if (price > candles.high[at]!) candles.high[at] = price;
    if (price < candles.low[at]!) candles.low[at] = price;
    candles.close[at] = price;
    candles.volume[at]! += trades.amount[row]!;
  }
  return candles;
}
