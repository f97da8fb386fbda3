import { Column } from './column.ts';
import { firstNumber, overWindow, sma } from './moving-average.ts';

/** Highest value of each window. Source: TA-Lib MAX. */
export function highest(column: Column, period: number): Column {
  return extreme(column.values, period, (a, b) => a >= b);
}

/** Lowest value of each window. Source: TA-Lib MIN. */
export function lowest(column: Column, period: number): Column {
  return extreme(column.values, period, (a, b) => a <= b);
}

/** Sum of each window. Source: TA-Lib SUM. */
export function sum(column: Column, period: number): Column {
  return sma(column, period).times(period);
}

/** Population variance of each window. Source: TA-Lib VAR. */
export function variance(column: Column, period: number): Column {
  const input = column.values;
  return overWindow(input, period, (end) => {
    let mean = 0;
    for (let back = 0; back < period; back++) mean += input[end - back]! / period;
    let squares = 0;
    for (let back = 0; back < period; back++) squares += (input[end - back]! - mean) ** 2;
    return squares / period;
  });
}

/** Population standard deviation of each window, times `deviations`. Source: TA-Lib STDDEV. */
export function stddev(column: Column, period: number, deviations = 1): Column {
  return new Column(variance(column, period).values.map((value) => Math.sqrt(value) * deviations));
}

/** Least-squares line through each window: where it ends, how it rises, where it begins, its angle in degrees, one candle ahead. */
export function linearRegression(column: Column, period: number) {
  const input = column.values;
  const sumX = (period * (period - 1)) / 2;
  const sumXX = (period * (period - 1) * (2 * period - 1)) / 6;
  const divisor = sumX * sumX - period * sumXX;
  const slope = overWindow(input, period, (end) => {
    let sumY = 0;
    let sumXY = 0;
    for (let back = 0; back < period; back++) {
      sumY += input[end - back]!;
      sumXY += back * input[end - back]!;
    }
    return (period * sumXY - sumX * sumY) / divisor;
  });
  const intercept = sma(column, period).minus(slope.times(sumX / period));
  return {
    value: intercept.plus(slope.times(period - 1)),
    slope,
    intercept,
    angle: new Column(slope.values.map((value) => (Math.atan(value) * 180) / Math.PI)),
    forecast: intercept.plus(slope.times(period)),
  };
}

/** A queue of candidates keeps the cost of a candle constant, however long the window. */
function extreme(input: Float64Array, period: number, beats: (a: number, b: number) => boolean): Column {
  const output = new Float64Array(input.length).fill(Number.NaN);
  const queue = new Int32Array(input.length);
  let head = 0;
  let tail = 0;
  const first = firstNumber(input);
  for (let index = first; index < input.length; index++) {
    while (tail > head && beats(input[index]!, input[queue[tail - 1]!]!)) tail--;
    queue[tail++] = index;
    if (queue[head]! <= index - period) head++;
    if (index >= first + period - 1) output[index] = input[queue[head]!]!;
  }
  return new Column(output);
}
