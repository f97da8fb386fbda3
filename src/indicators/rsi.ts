import { Column } from './column.ts';

/** Relative strength index, 0 to 100, with Wilder's smoothing; NaN for the first `period` candles. Source: TA-Lib RSI. */
export function rsi(column: Column, period = 14): Column {
  const input = column.values;
  const output = new Float64Array(input.length).fill(Number.NaN);
  if (input.length <= period) return new Column(output);
  let gain = 0;
  let loss = 0;
  for (let index = 1; index <= period; index++) {
    const change = input[index]! - input[index - 1]!;
    if (change > 0) gain += change;
    else loss -= change;
  }
  gain /= period;
  loss /= period;
  output[period] = strength(gain, loss);
  for (let index = period + 1; index < input.length; index++) {
    const change = input[index]! - input[index - 1]!;
    gain = (gain * (period - 1) + Math.max(change, 0)) / period;
    loss = (loss * (period - 1) + Math.max(-change, 0)) / period;
    output[index] = strength(gain, loss);
  }
  return new Column(output);
}

function strength(gain: number, loss: number): number {
  const total = gain + loss;
  return Math.abs(total) < 1e-14 ? 0 : (100 * gain) / total;
}
