import { Column } from './column.ts';
import { afterMissing } from './missing.ts';
import { ema, sma } from './moving-average.ts';
import type { Prices } from './prices.ts';
import { stddev, sum } from './window.ts';

/** True range: how far a candle reached, the close before it included; NaN for the first. Source: TA-Lib TRANGE. */
export function trueRange({ high, low, close }: Pick<Prices, 'high' | 'low' | 'close'>): Column {
  return afterMissing({ high, low, close }, ranges);
}

function ranges({ high, low, close }: Pick<Prices, 'high' | 'low' | 'close'>): Column {
  const output = new Float64Array(close.length).fill(Number.NaN);
  for (let index = 1; index < output.length; index++) {
    const before = close.values[index - 1]!;
    const top = high.values[index]!;
    const bottom = low.values[index]!;
    // by comparison, so that a missing close before leaves the candle's own range
    let range = top - bottom;
    const up = Math.abs(top - before);
    const down = Math.abs(bottom - before);
    if (up > range) range = up;
    if (down > range) range = down;
    output[index] = range;
  }
  return new Column(output);
}

/** Average true range with Wilder's smoothing. Source: TA-Lib ATR. */
export function atr({ high, low, close }: Pick<Prices, 'high' | 'low' | 'close'>, period = 14): Column {
  return afterMissing({ high, low, close }, (prices) => smoothedRange(prices, period));
}

function smoothedRange(prices: Pick<Prices, 'high' | 'low' | 'close'>, period: number): Column {
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
export function sar({ high, low }: Pick<Prices, 'high' | 'low'>, acceleration = 0.02, maximum = 0.2): Column {
  return afterMissing({ high, low }, (prices) => stops(prices, acceleration, maximum));
}

function stops({ high, low }: Pick<Prices, 'high' | 'low'>, acceleration: number, maximum: number): Column {
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
    const lastLow = newLow;
    const lastHigh = newHigh;
    newLow = lows[index]!;
    newHigh = highs[index]!;
    const isHit = isLong ? newLow <= stop : newHigh >= stop;
    if (isHit) {
      isLong = !isLong;
      stop = isLong ? least(extreme, lastLow, newLow) : most(extreme, lastHigh, newHigh);
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
    stop = isLong ? least(stop, lastLow, newLow) : most(stop, lastHigh, newHigh);
  }
  return new Column(output);
}

/** Average range of a candle. Source: TA-Lib ADR. */
export function averageDayRange({ high, low }: Prices, period = 14): Column {
  return sma(high.minus(low), period);
}

/** Change of the smoothed range, in percent. Source: TA-Lib CVI. */
export function chaikinVolatility({ high, low }: Prices, period = 10, change = 10): Column {
  const range = ema(high.minus(low), period);
  return range.over(range.shift(change)).minus(1).times(100);
}

/** Sum of the smoothed range beside itself smoothed once more: high before turns. Source: TA-Lib MASSI. */
export function massIndex({ high, low }: Prices, fast = 9, slow = 25): Column {
  const once = ema(high.minus(low), fast);
  return sum(once.over(ema(once, fast)), slow);
}

export interface SarOptions {
  /** Where to begin: above 0 long, below 0 short, 0 to find out. */
  readonly start?: number;
  /** Share by which a new stop is set off when it turns. */
  readonly offset?: number;
  readonly long?: { readonly initial: number; readonly step: number; readonly maximum: number };
  readonly short?: { readonly initial: number; readonly step: number; readonly maximum: number };
}

const USUAL_STEPS = { initial: 0.02, step: 0.02, maximum: 0.2 };

/** Wilder's stop and reverse with steps of its own for each side; negative while short. Source: TA-Lib SAREXT. */
export function sarExtended({ high, low }: Pick<Prices, 'high' | 'low'>, options: SarOptions = {}): Column {
  return afterMissing({ high, low }, (prices) => extendedStops(prices, options));
}

function extendedStops({ high, low }: Pick<Prices, 'high' | 'low'>, options: SarOptions): Column {
  const { start = 0, offset = 0, long = USUAL_STEPS, short = USUAL_STEPS } = options;
  const [highs, lows] = [high.values, low.values];
  const output = new Float64Array(highs.length).fill(Number.NaN);
  if (highs.length < 2) return new Column(output);
  const fall = lows[0]! - lows[1]!;
  const rise = highs[1]! - highs[0]!;
  let isLong = start === 0 ? !(fall > 0 && rise < fall) : start > 0;
  let factor = { long: Math.min(long.initial, long.maximum), short: Math.min(short.initial, short.maximum) };
  let extreme = isLong ? highs[1]! : lows[1]!;
  let stop = start === 0 ? (isLong ? lows[0]! : highs[0]!) : Math.abs(start);
  let [newLow, newHigh] = [lows[1]!, highs[1]!];
  for (let index = 1; index < highs.length; index++) {
    const lastLow = newLow;
    const lastHigh = newHigh;
    newLow = lows[index]!;
    newHigh = highs[index]!;
    if (isLong ? newLow <= stop : newHigh >= stop) {
      isLong = !isLong;
      stop = isLong ? least(extreme, lastLow, newLow) : most(extreme, lastHigh, newHigh);
      stop += isLong ? -stop * offset : stop * offset;
      output[index] = isLong ? stop : -stop;
      factor = { long: Math.min(long.initial, long.maximum), short: Math.min(short.initial, short.maximum) };
      extreme = isLong ? newHigh : newLow;
    } else {
      output[index] = isLong ? stop : -stop;
      if (isLong && newHigh > extreme) {
        extreme = newHigh;
        factor.long = Math.min(factor.long + long.step, long.maximum);
      } else if (!isLong && newLow < extreme) {
        extreme = newLow;
        factor.short = Math.min(factor.short + short.step, short.maximum);
      }
    }
    stop += (isLong ? factor.long : factor.short) * (extreme - stop);
    stop = isLong ? least(stop, lastLow, newLow) : most(stop, lastHigh, newHigh);
  }
  return new Column(output);
}

/** The smallest of three by comparison: what is missing is passed over. */
function least(value: number, first: number, second: number): number {
  let found = value;
  if (found > first) found = first;
  if (found > second) found = second;
  return found;
}

function most(value: number, first: number, second: number): number {
  let found = value;
  if (found < first) found = first;
  if (found < second) found = second;
  return found;
}
