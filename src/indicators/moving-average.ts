import * as arena from './arena.ts';
import { type Column, makeColumn, only } from './column.ts';

/** Simple moving average over `period` candles; NaN until the first full window. Source: TA-Lib SMA. */
export function sma(column: Column, period: number): Column {
  return makeColumn(column.length, [column], (out, a) => arena.kernels.sma(out, a, column.length, period));
}

/** Exponential moving average, seeded with the simple average of the first window. Source: TA-Lib EMA. */
export function ema(column: Column, period: number): Column {
  return makeColumn(column.length, [column], (out, a) => arena.kernels.ema(out, a, column.length, period, 2 / (period + 1)));
}

/** Wilder's smoothed average: an exponential one of weight 1 / period. Source: TA-Lib RMA. */
export function rma(column: Column, period: number): Column {
  return makeColumn(column.length, [column], (out, a) => arena.kernels.ema(out, a, column.length, period, 1 / period));
}

/** An exponential average whose first window ends at `start`, as TA-Lib's oscillators begin theirs. @internal */
export function emaFrom(column: Column, period: number, start: number, weight: number = 2 / (period + 1)): Column {
  return makeColumn(column.length, [column], (out, a) => arena.kernels.emaFrom(out, a, column.length, period, start, weight));
}

/** Row of the first number. @internal */
export function firstNumber(column: Column): number {
  const values = column.peek();
  let index = 0;
  while (index < values.length && Number.isNaN(values[index]!)) index++;
  return index;
}

/** Weighted moving average: the latest candle counts `period` times, the oldest once. Source: TA-Lib WMA. */
export function wma(column: Column, period: number): Column {
  return makeColumn(column.length, [column], (out, a) => arena.kernels.wma(out, a, column.length, period));
}

/** Double exponential moving average. Source: TA-Lib DEMA. */
export function dema(column: Column, period: number): Column {
  return makeColumn(column.length, [column], (out, a) => arena.kernels.dema(out, a, column.length, period));
}

/** Triple exponential moving average. Source: TA-Lib TEMA. */
export function tema(column: Column, period: number): Column {
  return makeColumn(column.length, [column], (out, a) => arena.kernels.tema(out, a, column.length, period));
}

/** Triangular moving average: the middle of the window counts most. Source: TA-Lib TRIMA. */
export function trima(column: Column, period: number): Column {
  const half = Math.floor(period / 2);
  return only([column], () => sma(sma(column, period % 2 === 1 ? half + 1 : half), half + 1));
}

/** Kaufman's adaptive moving average: quick in a trend, slow in noise. Source: TA-Lib KAMA. */
export function kama(column: Column, period: number): Column {
  return makeColumn(column.length, [column], (out, a) => arena.kernels.kama(out, a, column.length, period));
}

/** Tillson's T3: six exponential averages, combined. Source: TA-Lib T3. */
export function t3(column: Column, period: number, factor = 0.7): Column {
  return makeColumn(column.length, [column], (out, a) => arena.kernels.t3(out, a, column.length, period, factor));
}

/** Hull moving average of whole-number windows. */
export function hma(column: Column, period: number): Column {
  const n = column.length;
  return only([column], () => {
    const [short, long] = [wma(column, Math.floor(period / 2)), wma(column, period)];
    const raw = makeColumn(n, [short, long], (out, a, b) => arena.kernels.blend(out, a, 2, b, -1, n));
    return wma(raw, Math.floor(Math.sqrt(period)));
  });
}

/** Exponential average of a price that has its own lag added. Source: TA-Lib ZLEMA. */
export function zlema(column: Column, period: number): Column {
  const lag = Math.floor((period - 1) / 2);
  return makeColumn(column.length, [column], (out, a) => arena.kernels.zlema(out, a, column.length, period, lag));
}
