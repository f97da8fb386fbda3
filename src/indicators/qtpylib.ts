import type { Column } from './column.ts';

/** qtpylib's averages, which differ from TA-Lib's in how they begin. */

/** Weighted average as qtpylib reckons it. */
function weightedAverage(column: Column, period: number): Column {
  return column.ewm({ alpha: 1 / period, adjust: true, least: period });
}

/** Hull moving average. Source: qtpylib hull_moving_average. */
export function hullMovingAverage(column: Column, period = 14): Column {
  const raw = weightedAverage(column, Math.floor(period / 2))
    .times(2)
    .minus(weightedAverage(column, period));
  return weightedAverage(raw, Math.floor(Math.sqrt(period)));
}

/** Exponential average of a price that has its own lag added. Source: qtpylib zlema. */
export function zeroLagEma(column: Column, period = 14): Column {
  const lag = Math.floor((period - 1) / 2);
  return column.times(2).minus(column.shift(lag)).ewm({ span: period });
}
