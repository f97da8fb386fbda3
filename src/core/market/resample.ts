import { candleStart } from './candle-calendar.ts';
import { type Candles, emptyCandles } from './candles.ts';

/** Candles of a larger timeframe, made of smaller ones; the last may be unfinished. None where there is nothing. @param length ms */
export function resampleCandles(candles: Candles, length: number): Candles {
  let count = 0;
  let last = Number.NaN;
  for (let row = 0; row < candles.length; row++) {
    const start = candleStart(candles.time[row]!, length);
    if (start !== last) count++;
    last = start;
  }
  const larger = emptyCandles(count);
  let at = -1;
  for (let row = 0; row < candles.length; row++) {
    const start = candleStart(candles.time[row]!, length);
    if (at < 0 || larger.time[at] !== start) {
      at++;
      larger.time[at] = start;
      larger.open[at] = candles.open[row]!;
      larger.high[at] = candles.high[row]!;
      larger.low[at] = candles.low[row]!;
    }
    if (candles.high[row]! > larger.high[at]!) larger.high[at] = candles.high[row]!;
    if (candles.low[row]! < larger.low[at]!) larger.low[at] = candles.low[row]!;
    larger.close[at] = candles.close[row]!;
    larger.volume[at]! += candles.volume[row]!;
  }
  return larger;
}
