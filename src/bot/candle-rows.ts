import type { CandleRow } from '../core/market/candles.ts';
import type { BotSettings } from './settings.ts';

/** Candles kept per pair beyond what the strategy needs to start. */
const EXTRA_CANDLES = 500;
const KEEP_FACTOR = 1.5;

/** How many candles are kept per pair. */
export function candlesKept({ startupCandles }: Pick<BotSettings, 'startupCandles'>): number {
  return startupCandles + EXTRA_CANDLES;
}

/** Takes in a candle from the stream or a request. @returns whether a new candle began with it */
export function mergeCandle(rows: CandleRow[], row: CandleRow, keep: number): boolean {
  const last = rows.at(-1);
  if (last === undefined || row[0] > last[0]) {
    rows.push(row);
    if (rows.length > keep * KEEP_FACTOR) rows.splice(0, rows.length - keep);
    return true;
  }
  const index = rows.findLastIndex(([start]) => start <= row[0]);
  if (rows[index]?.[0] === row[0]) rows[index] = row;
  // one that an exchange had left out at first
  else if (index >= 0) rows.splice(index + 1, 0, row);
  return false;
}
