import { Column } from './column.ts';
import { ema, sma } from './moving-average.ts';
import type { Prices } from './prices.ts';
import { stddev } from './window.ts';

/** True range: how far a candle reached, the close before it included; NaN for the first. Source: TA-Lib TRANGE. */
export function trueRange({ high, low, close }: Prices): Column {
  const output = new Float64Array(close.length).fill(Number.NaN);
  for (let index = 1; index < output.length; index++) {
    const before = close.values[index - 1]!;
    const [top, bottom] = [high.values[index]!, low.values[index]!];
    output[index] = Math.max(top - bottom, Math.abs(top - before), Math.abs(bottom - before));
  }
  return new Column(output);
}

/** Average true range with Wilder's smoothing. Source: TA-Lib ATR. */
export function atr(prices: Prices, period = 14): Column {
  const range = trueRange(prices).values;
  const output = new Float64Array(range.length).fill(Number.NaN);
  if (range.length <= period) return new Column(output);
  let value = 0;
  for (let index = 1; index <= period; index++) value += range[index]!;
  value /= period;
  output[period] = value;
  for (let index = period + 1; index < range.length; index++) {
    value = (value * (period - 1) + range[index]!) / period;
    output[index] = value;
  }
  return new Column(output);
}

/** Average true range in percent of the close. Source: TA-Lib NATR. */
export function natr(prices: Prices, period = 14): Column {
  return atr(prices, period).over(prices.close).times(100);
}

/** TA-Lib's Bollinger bands: population deviation, around a simple or an exponential average. Source: TA-Lib BBANDS. */
export function bbands(
  column: Column,
  period = 20,
  deviationsUp = 2,
  deviationsDown = 2,
  average: 'sma' | 'ema' = 'sma',
): { upper: Column; middle: Column; lower: Column } {
  const middle = average === 'sma' ? sma(column, period) : ema(column, period);
  const width = stddev(column, period);
  return { upper: middle.plus(width.times(deviationsUp)), middle, lower: middle.minus(width.times(deviationsDown)) };
}

/** Wilder's stop and reverse. Source: TA-Lib SAR. */
export function sar({ high, low }: Prices, acceleration = 0.02, maximum = 0.2): Column {
  const [highs, lows] = [high.values, low.values];
  const output = new Float64Array(highs.length).fill(Number.NaN);
  if (highs.length < 2) return new Column(output);
  const step = Math.min(acceleration, maximum);
  const fall = lows[0]! - lows[1]!;
  const rise = highs[1]! - highs[0]!;
  let isLong = !(fall > 0 && rise < fall);
  let factor = step;
  let extreme = isLong ? highs[1]! : lows[1]!;
  let stop = isLong ? lows[0]! : highs[0]!;
  let [newLow, newHigh] = [lows[1]!, highs[1]!];
  for (let index = 1; index < highs.length; index++) {
    const [lastLow, lastHigh] = [newLow, newHigh];
    newLow = lows[index]!;
    newHigh = highs[index]!;
    const isHit = isLong ? newLow <= stop : newHigh >= stop;
    if (isHit) {
      isLong = !isLong;
      stop = isLong ? Math.min(extreme, lastLow, newLow) : Math.max(extreme, lastHigh, newHigh);
      output[index] = stop;
      factor = step;
      extreme = isLong ? newHigh : newLow;
    } else {
      output[index] = stop;
      const reached = isLong ? newHigh : newLow;
      if (isLong ? reached > extreme : reached < extreme) {
        extreme = reached;
        factor = Math.min(factor + step, maximum);
      }
    }
    stop += factor * (extreme - stop);
    stop = isLong ? Math.min(stop, lastLow, newLow) : Math.max(stop, lastHigh, newHigh);
  }
  return new Column(output);
}
