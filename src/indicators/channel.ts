import { Column } from './column.ts';
import { afterMissing } from './missing.ts';
import { ema, emaFrom, sma } from './moving-average.ts';
import { medianPrice, type Prices, typicalPrice } from './prices.ts';
import { atr, trueRange } from './volatility.ts';
import { highest, lowest } from './window.ts';

export type Band = {
  readonly upper: Column;
  readonly middle: Column;
  readonly lower: Column;
};

/** Acceleration bands: averages of high and low, widened by the range beside the price. Source: TA-Lib ACCBANDS. */
export function accelerationBands({ high, low, close }: Prices, period = 20): Band {
  const all = high.plus(low);
  const wide = high.minus(low).over(all).times(4).where(all.differs(0), 0);
  return {
    upper: sma(high.times(wide.plus(1)), period),
    middle: sma(close, period),
    lower: sma(low.times(wide.times(-1).plus(1)), period),
  };
}

/** Highest high and lowest low of a window. Source: TA-Lib DONCHIAN. */
export function donchian({ high, low }: Prices, period = 20): Band {
  const [upper, lower] = [highest(high, period), lowest(low, period)];
  return { upper, middle: upper.plus(lower).over(2), lower };
}

/** Average true range around an exponential average of the typical price. Source: TA-Lib KC. */
export function keltner({ high, low, close }: Omit<Prices, 'open' | 'volume'>, period = 20, range = 10, deviations = 2): Band {
  return afterMissing({ high, low, close }, (prices) => {
    const middle = ema(typicalPrice(prices), period);
    // both begin at the same candle, as if the range had not been there before
    const start = Math.max(period - 1, range);
    const width = emaFrom(trueRange(prices), range, start, 1 / range).times(deviations);
    return { upper: middle.plus(width), middle, lower: middle.minus(width) };
  });
}

/** Average true range around a plain average of the typical price. Source: qtpylib keltner_channel. */
export function keltnerTypical(prices: Prices, period = 14, deviations = 2): Band {
  const middle = typicalPrice(prices).rolling(period).mean();
  const { high, low, close } = prices;
  // the first candle has no close before it
  const before = close.shift(1).fill(close);
  const range = high.minus(low).larger(high.minus(before).abs()).larger(low.minus(before).abs());
  const width = range.rolling(period).mean().times(deviations);
  return { upper: middle.plus(width), middle, lower: middle.minus(width) };
}

/** A stop that trails the trend by a number of average true ranges, and the trend: 1 up, -1 down. Source: TA-Lib SUPERTREND. */
export function superTrend(
  { high, low, close }: Omit<Prices, 'open' | 'volume'>,
  period = 10,
  multiplier = 3,
): { line: Column; trend: Column } {
  const { line, trend } = afterMissing({ high, low, close }, (prices) => trailingStop(prices, period, multiplier));
  return { line, trend: trend.fill(0) };
}

function trailingStop(prices: Omit<Prices, 'open' | 'volume'>, period: number, multiplier: number): { line: Column; trend: Column } {
  const middle = medianPrice(prices).values;
  const range = atr(prices, period).values;
  const close = prices.close.values;
  const line = new Float64Array(close.length).fill(Number.NaN);
  const trend = new Float64Array(close.length);
  let [upper, lower, direction] = [Number.NaN, Number.NaN, 1];
  for (let index = period; index < close.length; index++) {
    const basicUpper = middle[index]! + multiplier * range[index]!;
    const basicLower = middle[index]! - multiplier * range[index]!;
    const before = close[index - 1]!;
    const lastUpper = upper;
    upper = Number.isNaN(upper) || basicUpper < upper || before > upper ? basicUpper : upper;
    lower = Number.isNaN(lower) || basicLower > lower || before < lower ? basicLower : lower;
    if (!Number.isNaN(lastUpper)) {
      if (direction === 1 && close[index]! < lower) direction = -1;
      else if (direction === -1 && close[index]! > upper) direction = 1;
    }
    line[index] = direction === 1 ? lower : upper;
    trend[index] = direction;
  }
  return { line: new Column(line), trend: new Column(trend) };
}

/**
 * Ichimoku's cloud. The leading spans are shown where they were made: shifted into the future they would look ahead.
 * Source: technical ichimoku.
 */
export function ichimoku(prices: Prices, conversion = 20, base = 60, span = 120, displacement = 30) {
  const middleOf = (period: number) => donchian(prices, period).middle;
  const [tenkan, kijun] = [middleOf(conversion), middleOf(base)];
  const leadingA = tenkan.plus(kijun).over(2);
  const leadingB = middleOf(span);
  const [cloudA, cloudB] = [leadingA.shift(displacement - 1), leadingB.shift(displacement - 1)];
  return {
    conversion: tenkan,
    base: kijun,
    leadingA,
    leadingB,
    /** The spans as they lie over today's candle. */
    cloudA,
    cloudB,
    isCloudGreen: cloudA.above(cloudB),
    isCloudRed: cloudB.above(cloudA),
  };
}
