import { Column } from './column.ts';
import { firstNumber, isAfresh, overWindow, sma } from './moving-average.ts';

/** Windows after which sums are begun anew, so that neither rounding nor a missing value stays for ever. Source: TA-Lib. */
const AFRESH = 32;
/** Below this a sum of squares is rounding. */
const SMALLEST = 1e-14;

/** Highest value of each window. Source: TA-Lib MAX. */
export function highest(column: Column, period: number): Column {
  return extreme(column.values, period, 1);
}

/** Lowest value of each window. Source: TA-Lib MIN. */
export function lowest(column: Column, period: number): Column {
  return extreme(column.values, period, -1);
}

/** Sum of each window. Source: TA-Lib SUM. */
export function sum(column: Column, period: number): Column {
  return sma(column, period).times(period);
}

/** Population variance of each window. Source: TA-Lib VAR. */
export function variance(column: Column, period: number): Column {
  const input = column.values;
  const output = new Float64Array(input.length).fill(Number.NaN);
  const start = firstNumber(input) + period - 1;
  // sums of distances to a value near by, so that squares keep their digits
  let [base, sum, squares, equal] = [0, 0, 0, 0];
  for (let index = Math.max(1, start - period + 1); index < start; index++) equal = input[index] === input[index - 1] ? equal + 1 : 1;
  for (let index = start; index < input.length; index++) {
    if (isAfresh(index - start, AFRESH * period)) {
      base = input[index]!;
      [sum, squares] = [0, 0];
      for (let at = index - period + 1; at <= index; at++) {
        const away = input[at]! - base;
        sum += away;
        squares += away * away;
      }
    } else {
      const come = input[index]! - base;
      const gone = input[index - period]! - base;
      sum += come - gone;
      squares += come * come - gone * gone;
    }
    equal = input[index] === input[index - 1] ? equal + 1 : 1;
    const value = (squares - (sum * sum) / period) / period;
    // a window of one value alone has no variance, whatever rounding says
    output[index] = value < 0 || equal >= period ? 0 : value;
  }
  return new Column(output);
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
  const start = firstNumber(input) + period - 1;
  const slope = new Float64Array(input.length).fill(Number.NaN);
  const intercept = new Float64Array(input.length).fill(Number.NaN);
  // sums of distances to a value near by; x counts back from the last candle
  let [base, sumY, sumXY] = [0, 0, 0];
  for (let index = start; index < input.length; index++) {
    if ((index - start) % (AFRESH * period) === 0) {
      base = input[index]!;
      [sumY, sumXY] = [0, 0];
      for (let back = 0; back < period; back++) {
        sumY += input[index - back]! - base;
        sumXY += back * (input[index - back]! - base);
      }
    } else {
      const gone = input[index - period]! - base;
      sumXY += sumY - period * gone;
      sumY += input[index]! - base - gone;
    }
    const rise = (period * sumXY - sumX * sumY) / divisor;
    slope[index] = rise;
    intercept[index] = base + (sumY - rise * sumX) / period;
  }
  const along = (steps: number) => {
    const values = new Float64Array(input.length);
    for (let index = 0; index < values.length; index++) values[index] = intercept[index]! + slope[index]! * steps;
    return new Column(values);
  };
  return {
    value: along(period - 1),
    slope: new Column(slope),
    intercept: new Column(intercept),
    angle: new Column(slope).map((value) => (Math.atan(value) * 180) / Math.PI),
    forecast: along(period),
  };
}

function extreme(input: Float64Array, period: number, sign: 1 | -1): Column {
  const start = firstNumber(input) + period - 1;
  const rows = extremeRowsOf(input, period, sign, start, { isPassing: true });
  const output = new Float64Array(input.length).fill(Number.NaN);
  for (let index = start; index < input.length; index++) output[index] = input[rows[index]!]!;
  return new Column(output);
}

/**
 * Row of the highest (1) or lowest (-1) value of each window, from row `start` on; 0 before. A value that equals the extreme takes
 * its place when it comes; when the extreme has left, the first of equals does, or the last where `isLatest`; where
 * `isPassing`, a missing value at the window's beginning is passed over.
 */
export function extremeRowsOf(
  input: Float64Array,
  period: number,
  sign: 1 | -1,
  start: number,
  { isLatest = false, isPassing = false } = {},
): Float64Array {
  const output = new Float64Array(input.length);
  let best = -1;
  for (let index = start; index < input.length; index++) {
    const from = index - period + 1;
    if (best < from) {
      best = from;
      for (let at = from + 1; at <= index; at++) {
        const value = input[at]! * sign;
        const known = input[best]! * sign;
        if ((isLatest ? value >= known : value > known) || (isPassing && Number.isNaN(known))) best = at;
      }
    } else if (input[index]! * sign >= input[best]! * sign) best = index;
    output[index] = best;
  }
  return output;
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
  const input = column.values;
  const start = firstNumber(input) + period - 1;
  const rows = (sign: 1 | -1) => new Column(extremeRowsOf(input, period, sign, start));
  return { lowest: rows(-1), highest: rows(1) };
}

/** Pearson's correlation of two columns in each window, 0 where one of them stands still. Source: TA-Lib CORREL. */
export function correlation(column: Column, other: Column, period = 30): Column {
  const [a, b] = [column.values, other.values];
  const output = new Float64Array(a.length).fill(Number.NaN);
  const start = Math.max(firstNumber(a), firstNumber(b)) + period - 1;
  let [baseA, baseB, sumA, sumB, both, squaresA, squaresB] = [0, 0, 0, 0, 0, 0, 0];
  for (let index = start; index < a.length; index++) {
    if (isAfresh(index - start, AFRESH * period)) {
      [baseA, baseB] = [a[index]!, b[index]!];
      [sumA, sumB, both, squaresA, squaresB] = [0, 0, 0, 0, 0];
      for (let at = index - period + 1; at <= index; at++) {
        const x = a[at]! - baseA;
        const y = b[at]! - baseB;
        sumA += x;
        sumB += y;
        both += x * y;
        squaresA += x * x;
        squaresB += y * y;
      }
    } else {
      const x = a[index]! - baseA;
      const y = b[index]! - baseB;
      const goneX = a[index - period]! - baseA;
      const goneY = b[index - period]! - baseB;
      sumA += x - goneX;
      sumB += y - goneY;
      both += x * y - goneX * goneY;
      squaresA += x * x - goneX * goneX;
      squaresB += y * y - goneY * goneY;
    }
    const size = (squaresA - (sumA * sumA) / period) * (squaresB - (sumB * sumB) / period);
    output[index] = size > SMALLEST * (squaresA * squaresB) ? (both - (sumA * sumB) / period) / Math.sqrt(size) : 0;
  }
  return new Column(output);
}

/** How the relative changes of the second column answer those of the first, in each window. Source: TA-Lib BETA. */
export function beta(column: Column, other: Column, period = 5): Column {
  const change = (values: Float64Array, index: number) => {
    const before = values[index - 1]!;
    return before === 0 ? 0 : (values[index]! - before) / before;
  };
  const [a, b] = [column.values, other.values];
  const output = new Float64Array(a.length).fill(Number.NaN);
  const start = Math.max(firstNumber(a), firstNumber(b)) + period;
  let [sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0];
  for (let index = start; index < a.length; index++) {
    const isNew = isAfresh(index - start, AFRESH * period);
    if (isNew) [sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0];
    for (let at = isNew ? index - period + 1 : index; at <= index; at++) {
      const x = change(a, at);
      const y = change(b, at);
      sumX += x;
      sumY += y;
      sumXX += x * x;
      sumXY += x * y;
    }
    if (!isNew) {
      const x = change(a, index - period);
      const y = change(b, index - period);
      sumX -= x;
      sumY -= y;
      sumXX -= x * x;
      sumXY -= x * y;
    }
    const divisor = period * sumXX - sumX * sumX;
    output[index] = divisor > SMALLEST ? (period * sumXY - sumX * sumY) / divisor : 0;
  }
  return new Column(output);
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
