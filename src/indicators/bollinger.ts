import * as arena from './arena.ts';
import { type Column, isWhole, makeColumns, only } from './column.ts';

/**
 * Bollinger bands: the average and `deviations` sample standard deviations around it. The first windows are as long as
 * there are candles, so the bands begin with the second candle. Source: qtpylib bollinger_bands.
 */
export function bollinger(column: Column, period = 20, deviations = 2): { lower: Column; middle: Column; upper: Column } {
  const n = column.length;
  if (!isWhole(column)) return aroundGaps(column, period, deviations);
  const [lower, middle, upper] = makeColumns(3, n, [column], (low, centre, high, a) =>
    arena.kernels.bands(low, centre, high, a, n, period, deviations),
  );
  return { lower: lower, middle: middle, upper: upper };
}

/** The same over what is known of each window. */
function aroundGaps(column: Column, period: number, deviations: number): { lower: Column; middle: Column; upper: Column } {
  return only([column], () => {
    const middle = column.rolling(period, 1).mean();
    const width = column.rolling(period, 1).std().times(deviations);
    return { lower: middle.minus(width), middle, upper: middle.plus(width) };
  });
}
