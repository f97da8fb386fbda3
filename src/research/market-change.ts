import type { PairData } from '../backtest/pair-data.ts';
import { rangeOf } from '../backtest/prepare.ts';

/** How the pairs moved together, one row for each candle but the last. */
export interface MarketChange {
  readonly date: Float64Array;
  /** Mean close. */
  readonly mean: Float64Array;
  /** Mean changes of the closes, summed up; ratio. */
  readonly relativeMean: Float64Array;
  /** Pairs that have the candle. */
  readonly count: Float64Array;
}

/** @param step length of a candle, ms */
export function marketChangeOf(pairs: readonly PairData[], step: number): MarketChange {
  const { start, end } = rangeOf(pairs);
  const length = Math.max(0, Math.round((end - start) / step));
  const closes = new Float64Array(length);
  const count = new Float64Array(length);
  const changes = new Float64Array(length);
  const changed = new Float64Array(length);
  for (const { candles } of pairs) {
    const { close, time } = candles;
    const shift = Math.round((time[0]! - start) / step);
    const last = Math.min(candles.length, length - shift);
    for (let row = 0; row < last; row++) {
      closes[row + shift]! += close[row]!;
      count[row + shift]!++;
      if (row === 0) continue;
      changes[row + shift]! += close[row]! / close[row - 1]! - 1;
      changed[row + shift]!++;
    }
  }
  const kept: number[] = [];
  for (let index = 0; index < length; index++) if (count[index]! > 0) kept.push(index);
  let relative = 0;
  return {
    date: Float64Array.from(kept, (index) => start + index * step),
    mean: Float64Array.from(kept, (index) => closes[index]! / count[index]!),
    relativeMean: Float64Array.from(kept, (index) => {
      relative += changed[index] === 0 ? 0 : changes[index]! / changed[index]!;
      return relative;
    }),
    count: Float64Array.from(kept, (index) => count[index]!),
  };
}
