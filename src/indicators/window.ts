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

/** Mean distance from the mean of each window. Source: TA-Lib AVGDEV. */
export function averageDeviation(column: Column, period = 14): Column {
  const input = column.values;
  return overWindow(input, period, (end) => {
    let mean = 0;
    for (let back = 0; back < period; back++) mean += input[end - back]!;
    mean /= period;
    let distance = 0;
    for (let back = 0; back < period; back++) distance += Math.abs(input[end - back]! - mean);
    return distance / period;
  });
}

/** Rows of the lowest and the highest value of each window, 0 before the first window. Source: TA-Lib MINMAXINDEX. */
export function extremeRows(column: Column, period = 30): { lowest: Column; highest: Column } {
  // a value that equals the extreme takes its place when it comes; when the extreme has left, the earliest of equals does
  const rows = (sign: 1 | -1) => {
    const input = column.values;
    const output = new Float64Array(input.length);
    const first = firstNumber(input);
    let best = -1;
    for (let index = first + period - 1; index < input.length; index++) {
      const from = index - period + 1;
      if (best < from) {
        best = from;
        for (let at = from + 1; at <= index; at++) if (input[at]! * sign > input[best]! * sign) best = at;
      } else if (input[index]! * sign >= input[best]! * sign) best = index;
      output[index] = best;
    }
    return new Column(output);
  };
  return { lowest: rows(-1), highest: rows(1) };
}

/** Pearson's correlation of two columns in each window, 0 where one of them stands still. Source: TA-Lib CORREL. */
export function correlation(column: Column, other: Column, period = 30): Column {
  const [a, b] = [column.values, other.values];
  return overWindow(a, period, (end) => {
    let [meanA, meanB] = [0, 0];
    for (let back = 0; back < period; back++) {
      meanA += a[end - back]!;
      meanB += b[end - back]!;
    }
    meanA /= period;
    meanB /= period;
    let [both, squaresA, squaresB] = [0, 0, 0];
    for (let back = 0; back < period; back++) {
      const [x, y] = [a[end - back]! - meanA, b[end - back]! - meanB];
      both += x * y;
      squaresA += x * x;
      squaresB += y * y;
    }
    const size = squaresA * squaresB;
    return size < 1e-14 ? 0 : both / Math.sqrt(size);
  });
}

/** How the relative changes of the second column answer those of the first, in each window. Source: TA-Lib BETA. */
export function beta(column: Column, other: Column, period = 5): Column {
  const change = (values: Float64Array, index: number) => {
    const before = values[index - 1]!;
    return before === 0 ? 0 : (values[index]! - before) / before;
  };
  const [a, b] = [column.values, other.values];
  return overWindow(a, period + 1, (end) => {
    let [sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0];
    for (let back = 0; back < period; back++) {
      const [x, y] = [change(a, end - back), change(b, end - back)];
      sumX += x;
      sumY += y;
      sumXX += x * x;
      sumXY += x * y;
    }
    const divisor = period * sumXX - sumX * sumX;
    return divisor === 0 ? 0 : (period * sumXY - sumX * sumY) / divisor;
  });
}

/** The value below which a share of each window lies: nearest rank. @param percentile 0 to 100. Source: TA-Lib PERCENTILE. */
export function percentile(column: Column, period = 30, percentile = 50): Column {
  const input = column.values;
  const rank = Math.max(1, Math.ceil((percentile / 100) * period));
  const window = new Float64Array(period);
  return overWindow(input, period, (end) => {
    for (let back = 0; back < period; back++) window[back] = input[end - back]!;
    return window.sort()[rank - 1]!;
  });
}

/** Share of the `period` candles before whose value is below the last, 0 to 100. Source: TA-Lib PERCENTRANK. */
export function percentRank(column: Column, period = 100): Column {
  const input = column.values;
  return overWindow(input, period + 1, (end) => {
    let below = 0;
    for (let back = 1; back <= period; back++) if (input[end - back]! < input[end]!) below++;
    return (100 * below) / period;
  });
}
