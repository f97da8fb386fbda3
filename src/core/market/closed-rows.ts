import { candleEnd } from './candle-calendar.ts';
import type { CandleRow } from './candles.ts';

/** Rows whose candle has ended. */
export function closedRows(rows: readonly CandleRow[], length: number, now: number): readonly CandleRow[] {
  let end = rows.length;
  while (end > 0 && candleEnd(rows[end - 1]![0], length) > now) end--;
  return end === rows.length ? rows : rows.slice(0, end);
}

/**
 * Rows of an answer that are known to their end: the exchange has sent the next one, too, or the candle had ended when it was asked. What was
 * asked for while a candle ran lacks its rest, however much later it is looked at.
 * @param asked ms since epoch
 */
export function finishedRows(rows: readonly CandleRow[], length: number, asked: number): readonly CandleRow[] {
  const last = rows.at(-1);
  return last === undefined || candleEnd(last[0], length) <= asked ? rows : rows.slice(0, -1);
}

/** An answer of the exchange, and when it was asked for, ms since epoch. */
export interface AskedRows {
  readonly rows: readonly CandleRow[];
  readonly asked: number;
}

/** Rows of an answer whose candle has ended, as far as they are known to their end. */
export function closedOf({ rows, asked }: AskedRows, length: number, now: number): readonly CandleRow[] {
  return closedRows(finishedRows(rows, length, asked), length, now);
}
