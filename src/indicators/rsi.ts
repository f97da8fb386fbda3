import * as arena from './arena.ts';
import { type Column, oneAfterMissing } from './column.ts';

/** Relative strength index, 0 to 100, with Wilder's smoothing; NaN for the first `period` candles. Source: TA-Lib RSI. */
export function rsi(column: Column, period = 14): Column {
  return oneAfterMissing([column], (n, out, a) => arena.kernels.gainsAndLosses(out, a, n, period, 0));
}

/** Chande's momentum oscillator, -100 to 100, of the same smoothed gains and losses. Source: TA-Lib CMO. */
export function cmo(column: Column, period = 14): Column {
  return oneAfterMissing([column], (n, out, a) => arena.kernels.gainsAndLosses(out, a, n, period, 1));
}
