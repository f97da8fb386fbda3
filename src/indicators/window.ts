import * as arena from './arena.ts';
import { type Column, makeColumn, oneAfterMissing, room } from './column.ts';

/** A window of `period` candles, by a kernel that asks for no more. */
function windowed(column: Column, kernel: (out: number, a: number, n: number) => void): Column {
  const n = column.length;
  return makeColumn(n, [column], (out, a) => kernel(out, a, n));
}

/** Highest value of each window. Source: TA-Lib MAX. */
export function highest(column: Column, period: number): Column {
  return windowed(column, (out, a, n) => arena.kernels.highest(out, a, n, period));
}

/** Lowest value of each window. Source: TA-Lib MIN. */
export function lowest(column: Column, period: number): Column {
  return windowed(column, (out, a, n) => arena.kernels.lowest(out, a, n, period));
}

/** Middle of the highest and the lowest value of each window. Source: TA-Lib MIDPOINT. */
export function midpoint(column: Column, period = 14): Column {
  return midprice({ high: column, low: column }, period);
}

/** Middle of the highest high and the lowest low of each window. Source: TA-Lib MIDPRICE. */
export function midprice({ high, low }: { readonly high: Column; readonly low: Column }, period = 14): Column {
  return oneAfterMissing([high, low], (n, out, h, l) => {
    const [top, bottom] = [room(n), room(n)];
    arena.kernels.highest(top, h, n, period);
    arena.kernels.lowest(bottom, l, n, period);
    arena.kernels.middle(out, top, bottom, n);
  });
}

/** Sum of each window. Source: TA-Lib SUM. */
export function sum(column: Column, period: number): Column {
  return windowed(column, (out, a, n) => arena.kernels.windowSum(out, a, n, period));
}

/** Population variance of each window. Source: TA-Lib VAR. */
export function variance(column: Column, period: number): Column {
  return windowed(column, (out, a, n) => arena.kernels.variance(out, a, n, period));
}

/** Population standard deviation of each window, times `deviations`. Source: TA-Lib STDDEV. */
export function stddev(column: Column, period: number, deviations = 1): Column {
  return windowed(column, (out, a, n) => arena.kernels.stddev(out, a, n, period, deviations));
}

type LineThrough = {
  readonly value: Column;
  readonly slope: Column;
  readonly intercept: Column;
  readonly angle: Column;
  readonly forecast: Column;
};

/** Least-squares line through each window: where it ends, how it rises, where it begins, its angle in degrees, one candle ahead. */
export function linearRegression(column: Column, period = 14): LineThrough {
  return {
    value: regressionValue(column, period),
    slope: regressionSlope(column, period),
    intercept: regressionIntercept(column, period),
    angle: regressionAngle(column, period),
    forecast: timeSeriesForecast(column, period),
  };
}

/** Where the least-squares line through each window ends. Source: TA-Lib LINEARREG. */
export function regressionValue(column: Column, period = 14): Column {
  return windowed(column, (out, a, n) => arena.kernels.regression(out, a, n, period, period - 1));
}

/** How the line rises, a candle. Source: TA-Lib LINEARREG_SLOPE. */
export function regressionSlope(column: Column, period = 14): Column {
  return windowed(column, (out, a, n) => arena.kernels.regressionSlope(out, a, n, period));
}

/** Where the line begins. Source: TA-Lib LINEARREG_INTERCEPT. */
export function regressionIntercept(column: Column, period = 14): Column {
  return windowed(column, (out, a, n) => arena.kernels.regression(out, a, n, period, 0));
}

/** Angle of the line, degrees. Source: TA-Lib LINEARREG_ANGLE. */
export function regressionAngle(column: Column, period = 14): Column {
  return windowed(column, (out, a, n) => arena.kernels.regressionAngle(out, a, n, period));
}

/** Where the line will be a candle later. Source: TA-Lib TSF. */
export function timeSeriesForecast(column: Column, period = 14): Column {
  return windowed(column, (out, a, n) => arena.kernels.regression(out, a, n, period, period));
}

/** Mean distance from the mean of each window. Source: TA-Lib AVGDEV. */
export function averageDeviation(column: Column, period = 14): Column {
  return windowed(column, (out, a, n) => arena.kernels.averageDeviation(out, a, n, period));
}

/** Row of the lowest value of each window, 0 before the first window. Source: TA-Lib MININDEX. */
export function lowestRow(column: Column, period = 30): Column {
  return windowed(column, (out, a, n) => arena.kernels.lowestRows(out, a, n, period));
}

/** Row of the highest value of each window, 0 before the first window. Source: TA-Lib MAXINDEX. */
export function highestRow(column: Column, period = 30): Column {
  return windowed(column, (out, a, n) => arena.kernels.highestRows(out, a, n, period));
}

/** Both. Source: TA-Lib MINMAXINDEX. */
export function extremeRows(column: Column, period = 30): { lowest: Column; highest: Column } {
  return { lowest: lowestRow(column, period), highest: highestRow(column, period) };
}

/** Pearson's correlation of two columns in each window, 0 where one of them stands still. Source: TA-Lib CORREL. */
export function correlation(column: Column, other: Column, period = 30): Column {
  const n = column.length;
  return makeColumn(n, [column, other], (out, a, b) => arena.kernels.correlation(out, a, b, n, period));
}

/** How the relative changes of the second column answer those of the first, in each window. Source: TA-Lib BETA. */
export function beta(column: Column, other: Column, period = 5): Column {
  const n = column.length;
  return makeColumn(n, [column, other], (out, a, b) => arena.kernels.beta(out, a, b, n, period, room(n), room(n)));
}

/** The value below which a share of each window lies: nearest rank. @param percentile 0 to 100. Source: TA-Lib PERCENTILE. */
export function percentile(column: Column, period = 30, percentile = 50): Column {
  const rank = Math.max(1, Math.ceil((percentile / 100) * period)) - 1;
  return windowed(column, (out, a, n) => arena.kernels.ranked(out, a, n, period, rank, room(period + 1)));
}

/** Share of the `period` candles before whose value is below the last, 0 to 100. Source: TA-Lib PERCENTRANK. */
export function percentRank(column: Column, period = 100): Column {
  return windowed(column, (out, a, n) => arena.kernels.percentRank(out, a, n, period));
}
