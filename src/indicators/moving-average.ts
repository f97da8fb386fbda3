import { Column } from './column.ts';

/** Simple moving average over `period` candles; NaN until the first full window. Source: TA-Lib SMA. */
export function sma(column: Column, period: number): Column {
  const input = column.values;
  const output = new Float64Array(input.length).fill(Number.NaN);
  const first = firstNumber(input);
  let sum = 0;
  for (let index = first; index < input.length; index++) {
    sum += input[index]!;
    if (index >= first + period) sum -= input[index - period]!;
    if (index >= first + period - 1) output[index] = sum / period;
  }
  return new Column(output);
}

/** Exponential moving average, seeded with the simple average of the first window. Source: TA-Lib EMA. */
export function ema(column: Column, period: number): Column {
  return emaFrom(column, period, firstNumber(column.values) + period - 1);
}

export function firstNumber(input: Float64Array): number {
  let index = 0;
  while (index < input.length && Number.isNaN(input[index]!)) index++;
  return index;
}

/** Windows after which sums are begun anew, so that neither rounding nor a missing value stays for ever. Source: TA-Lib. */
const WMA_AFRESH = 8;

/** Weighted moving average: the latest candle counts `period` times, the oldest once. Source: TA-Lib WMA. */
export function wma(column: Column, period: number): Column {
  const input = column.values;
  const output = new Float64Array(input.length).fill(Number.NaN);
  const weights = (period * (period + 1)) / 2;
  const start = firstNumber(input) + period - 1;
  let [sum, weighted] = [0, 0];
  for (let index = start; index < input.length; index++) {
    if (isAfresh(index - start, WMA_AFRESH * period)) {
      [sum, weighted] = [0, 0];
      for (let back = 0; back < period; back++) {
        sum += input[index - back]!;
        weighted += input[index - back]! * (period - back);
      }
    } else {
      weighted += input[index]! * period - sum;
      sum += input[index]! - input[index - period]!;
    }
    output[index] = weighted / weights;
  }
  return new Column(output);
}

/** Whether running sums begin anew at a result. @param result counted from 0 @param every results */
export function isAfresh(result: number, every: number): boolean {
  return result === 0 || (result + 1) % every === 0;
}

/** Double exponential moving average. Source: TA-Lib DEMA. */
export function dema(column: Column, period: number): Column {
  const once = ema(column, period);
  return once.times(2).minus(ema(once, period));
}

/** Triple exponential moving average. Source: TA-Lib TEMA. */
export function tema(column: Column, period: number): Column {
  const once = ema(column, period);
  const twice = ema(once, period);
  return once.minus(twice).times(3).plus(ema(twice, period));
}

/** Triangular moving average: the middle of the window counts most. Source: TA-Lib TRIMA. */
export function trima(column: Column, period: number): Column {
  const half = Math.floor(period / 2);
  return period % 2 === 1 ? sma(sma(column, half + 1), half + 1) : sma(sma(column, half), half + 1);
}

const KAMA_SLOW = 2 / 31;
const KAMA_FAST = 2 / 3;

/** Kaufman's adaptive moving average: quick in a trend, slow in noise. Source: TA-Lib KAMA. */
export function kama(column: Column, period: number): Column {
  const input = column.values;
  const output = new Float64Array(input.length).fill(Number.NaN);
  const first = firstNumber(input);
  if (first + period >= input.length) return new Column(output);
  let value = input[first + period - 1]!;
  let travelled = 0;
  for (let index = first + 1; index <= first + period; index++) travelled += Math.abs(input[index]! - input[index - 1]!);
  for (let index = first + period; index < input.length; index++) {
    if (index > first + period) {
      travelled += Math.abs(input[index]! - input[index - 1]!);
      travelled -= Math.abs(input[index - period]! - input[index - period - 1]!);
    }
    const moved = input[index]! - input[index - period]!;
    const efficiency = travelled <= moved || travelled === 0 ? 1 : Math.abs(moved / travelled);
    const weight = (efficiency * (KAMA_FAST - KAMA_SLOW) + KAMA_SLOW) ** 2;
    value += (input[index]! - value) * weight;
    output[index] = value;
  }
  return new Column(output);
}

/** Tillson's T3: six exponential averages, combined. Source: TA-Lib T3. */
export function t3(column: Column, period: number, factor = 0.7): Column {
  const averages: Column[] = [];
  for (let count = 0; count < 6; count++) averages.push(ema(averages[count - 1] ?? column, period));
  const [square, cube] = [factor ** 2, factor ** 3];
  return averages[5]!
    .times(-cube)
    .plus(averages[4]!.times(3 * (square + cube)))
    .plus(averages[3]!.times(-6 * square - 3 * (factor + cube)))
    .plus(averages[2]!.times(1 + 3 * factor + cube + 3 * square));
}

/** Hull moving average of whole-number windows. */
export function hma(column: Column, period: number): Column {
  const raw = wma(column, Math.floor(period / 2))
    .times(2)
    .minus(wma(column, period));
  return wma(raw, Math.floor(Math.sqrt(period)));
}

/** Wilder's smoothed average: an exponential one of weight 1 / period. Source: TA-Lib RMA. */
export function rma(column: Column, period: number): Column {
  return emaFrom(column, period, firstNumber(column.values) + period - 1, 1 / period);
}

/** Exponential average of a price that has its own lag added. Source: TA-Lib ZLEMA. */
export function zlema(column: Column, period: number): Column {
  const lag = Math.floor((period - 1) / 2);
  return ema(column.times(2).minus(column.shift(lag)), period);
}

/** An exponential average whose first window ends at `start`, as TA-Lib's oscillators begin theirs. */
export function emaFrom(column: Column, period: number, start: number, weight: number = 2 / (period + 1)): Column {
  const input = column.values;
  const output = new Float64Array(input.length).fill(Number.NaN);
  if (start < period - 1 || start >= input.length) return new Column(output);
  let value = 0;
  for (let index = start - period + 1; index <= start; index++) value += input[index]!;
  value /= period;
  output[start] = value;
  for (let index = start + 1; index < input.length; index++) {
    value += (input[index]! - value) * weight;
    output[index] = value;
  }
  return new Column(output);
}

/** A value for each full window, NaN before. @param at given the last row of the window */
export function overWindow(input: Float64Array, period: number, at: (end: number) => number): Column {
  const output = new Float64Array(input.length).fill(Number.NaN);
  for (let index = firstNumber(input) + period - 1; index < input.length; index++) output[index] = at(index);
  return new Column(output);
}
