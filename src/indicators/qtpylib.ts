import type { Column } from './column.ts';

/** qtpylib's averages, which differ from TA-Lib's in their weights and in how they begin. */

function weightedAverage(column: Column, span: number, least: number): Column {
  return column.ewm({ span, least });
}

/** Hull moving average of exponential weights. Source: qtpylib hull_moving_average. */
export function hullMovingAverage(column: Column, period = 14): Column {
  const raw = weightedAverage(column, period / 2, period)
    .times(2)
    .minus(weightedAverage(column, period, period));
  return weightedAverage(raw, Math.sqrt(period), period);
}

/** Exponential average of a price that has its own lag added; its span is the lag. Source: qtpylib zlema. */
export function zeroLagEma(column: Column, period = 14): Column {
  const lag = Math.floor((period - 1) / 2);
  return weightedAverage(column.times(2).minus(column.shift(lag)), lag, period);
}
