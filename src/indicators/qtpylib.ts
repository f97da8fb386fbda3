import * as arena from './arena.ts';
import { type Column, makeColumn, only } from './column.ts';

/** qtpylib's averages, which differ from TA-Lib's in their weights and in how they begin. */

function weightedAverage(column: Column, span: number, least: number): Column {
  return column.ewm({ span, least });
}

/** Hull moving average of exponential weights. Source: qtpylib hull_moving_average. */
export function hullMovingAverage(column: Column, period = 14): Column {
  const n = column.length;
  return only([column], () => {
    const averages = [weightedAverage(column, period / 2, period), weightedAverage(column, period, period)];
    const raw = makeColumn(n, averages, (out, short, long) => arena.kernels.blend(out, short, 2, long, -1, n));
    return weightedAverage(raw, Math.sqrt(period), period);
  });
}

/** Exponential average of a price that has its own lag added; its span is the lag. Source: qtpylib zlema. */
export function zeroLagEma(column: Column, period = 14): Column {
  const lag = Math.floor((period - 1) / 2);
  return only([column], () => weightedAverage(column.times(2).minus(column.shift(lag)), lag, period));
}
