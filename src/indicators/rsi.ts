import { Column } from './column.ts';
import { afterMissing } from './missing.ts';

/** Relative strength index, 0 to 100, with Wilder's smoothing; NaN for the first `period` candles. Source: TA-Lib RSI. */
export function rsi(column: Column, period = 14): Column {
  return afterMissing({ column }, ({ column: known }) => smoothed(known, period, 0));
}

/** Chande's momentum oscillator, -100 to 100, of the same smoothed gains and losses. Source: TA-Lib CMO. */
export function cmo(column: Column, period = 14): Column {
  return afterMissing({ column }, ({ column: known }) => smoothed(known, period, 1));
}

/** Smoothed gains, less `share` of the losses, in percent of both; 0 where there was no movement. */
function smoothed(column: Column, period: number, share: number): Column {
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
  output[period] = gain + loss > 0 ? (100 * (gain - share * loss)) / (gain + loss) : 0;
  for (let index = period + 1; index < input.length; index++) {
    const change = input[index]! - input[index - 1]!;
    gain = (gain * (period - 1) + Math.max(change, 0)) / period;
    loss = (loss * (period - 1) + (change < 0 ? -change : 0)) / period;
    output[index] = gain + loss > 0 ? (100 * (gain - share * loss)) / (gain + loss) : 0;
  }
  return new Column(output);
}
