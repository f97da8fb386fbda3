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
  const input = column.values;
  const output = new Float64Array(input.length).fill(Number.NaN);
  const first = firstNumber(input);
  const seedAt = first + period - 1;
  if (seedAt >= input.length) return new Column(output);
  let value = 0;
  for (let index = first; index <= seedAt; index++) value += input[index]!;
  value /= period;
  output[seedAt] = value;
  const weight = 2 / (period + 1);
  for (let index = seedAt + 1; index < input.length; index++) {
    value += (input[index]! - value) * weight;
    output[index] = value;
  }
  return new Column(output);
}

function firstNumber(input: Float64Array): number {
  let index = 0;
  while (index < input.length && Number.isNaN(input[index]!)) index++;
  return index;
}
