import { candleEnd } from '../core/market/candle-calendar.ts';
import type { CandleRow } from '../core/market/candles.ts';

/** Rows whose candle has ended. */
export function closedRows(rows: readonly CandleRow[], length: number, now: number): readonly CandleRow[] {
  let end = rows.length;
  while (end > 0 && candleEnd(rows[end - 1]![0], length) > now) end--;
  return end === rows.length ? rows : rows.slice(0, end);
}
