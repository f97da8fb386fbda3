import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gridFrom } from '../core/market/candle-calendar.ts';
import { type Candles, emptyCandles } from '../core/market/candles.ts';
import type { PublicTrades } from '../core/market/public-trade.ts';
import { fileNameOf } from './pair-name.ts';
import { type DataFormat, ENDINGS, numbersIn, readTable, refusing, type TableShape, textsIn, writeTable } from './table-files.ts';
import { checkMoments } from './time-unit.ts';

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
  const name = `${fileNameOf(pair)}-trades.${ENDINGS[format]}`;
  return isFutures ? join(folder, 'futures', name) : join(folder, name);
}

/** Trades as a file has them, beside what had to be left out. */
export interface FoundTrades {
  readonly trades: PublicTrades;
  /** Rows without a time. */
  readonly undated: number;
  /** Rows that were there already. */
  readonly repeated: number;
}

/** By time, each trade once. @returns null when there is no file @throws CandleFileError */
export async function loadTrades(path: string, format: DataFormat): Promise<PublicTrades | null> {
  return (await readTrades(path, format))?.trades ?? null;
}

/** The same, and what was left out. @throws CandleFileError */
export async function readTrades(path: string, format: DataFormat): Promise<FoundTrades | null> {
  // freqtrade takes the packed file where both are there
  const packed = format === 'json' && existsSync(`${path}.gz`);
  const file = packed ? `${path}.gz` : path;
  const found = await readTable(file, packed ? 'jsongz' : format, SHAPE);
  if (found === null) return null;
  return refusing(file, () => {
    const numbers = (name: string) => numbersIn(found.table, name);
    const texts = (name: string) => textsIn(found.table, name);
    const time = numbers('timestamp');
    checkMoments(time);
    return joinedTrades({
      length: time.length,
      time,
      id: texts('id'),
      type: texts('type'),
      side: texts('side'),
      price: numbers('price'),
      amount: numbers('amount'),
      cost: numbers('cost'),
    });
  });
}

/** By time; of trades with one time and id the first stays. */
export function joinedTrades(trades: PublicTrades): FoundTrades {
  const { time, id } = trades;
  const order = Uint32Array.from({ length: time.length }, (_value, row) => row).filter((row) => !Number.isNaN(time[row]!));
  const isSorted = order.every((row, at) => at === 0 || time[order[at - 1]!]! <= time[row]!);
  if (!isSorted) order.sort((a, b) => time[a]! - time[b]! || a - b);
  const seen = new Set<string | null>();
  const kept = order.filter((row, at) => {
    if (at === 0 || time[order[at - 1]!] !== time[row]) seen.clear();
    if (seen.has(id[row]!)) return false;
    seen.add(id[row]!);
    return true;
  });
  const [undated, repeated] = [time.length - order.length, order.length - kept.length];
  if (isSorted && undated + repeated === 0) return { trades, undated, repeated };
  const numbers = (column: Float64Array) => Float64Array.from(kept, (row) => column[row]!);
  const texts = (column: readonly (string | null)[]) => Array.from(kept, (row) => column[row]!);
  return {
    trades: {
      length: kept.length,
      time: numbers(time),
      id: texts(id),
      type: texts(trades.type),
      side: texts(trades.side),
      price: numbers(trades.price),
      amount: numbers(trades.amount),
      cost: numbers(trades.cost),
    },
    undated,
    repeated,
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

/** Candles made from trades, which are sorted; none where nothing was traded. @param length ms of a candle */
export function candlesFromTrades(trades: PublicTrades, length: number): Candles {
  if (trades.length === 0) return emptyCandles(0);
  const grid = gridFrom(trades.time[0]!, length);
  const start = Float64Array.from(trades.time, (at) => grid.of(at));
  // a trade without a price makes no candle
  const priced = (row: number) => !Number.isNaN(trades.price[row]!);
  let count = 0;
  let last = Number.NaN;
  for (let row = 0; row < trades.length; row++) {
    if (!priced(row) || start[row] === last) continue;
    count++;
    last = start[row]!;
  }
  const candles = emptyCandles(count);
  let at = -1;
  for (let row = 0; row < trades.length; row++) {
    const price = trades.price[row]!;
    if (at >= 0 && start[row] === candles.time[at] && !Number.isNaN(trades.amount[row]!)) candles.volume[at]! += trades.amount[row]!;
    if (!priced(row)) continue;
    if (at < 0 || candles.time[at] !== start[row]) {
      at++;
      candles.time[at] = start[row]!;
      candles.open[at] = price;
      candles.high[at] = price;
      candles.low[at] = price;
      candles.volume[at] = Number.isNaN(trades.amount[row]!) ? 0 : trades.amount[row]!;
    }
    if (price > candles.high[at]!) candles.high[at] = price;
    if (price < candles.low[at]!) candles.low[at] = price;
    candles.close[at] = price;
  }
  return candles;
}
