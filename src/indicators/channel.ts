import * as arena from './arena.ts';
import { afterMissing, type Column, type Mask, makeColumn, only, room } from './column.ts';
import { type Prices, typicalPrice } from './prices.ts';

type Ranged = Pick<Prices, 'high' | 'low' | 'close'>;

export type Band = {
  readonly upper: Column;
  readonly middle: Column;
  readonly lower: Column;
};

/** Acceleration bands: averages of high and low, widened by the range beside the price. Source: TA-Lib ACCBANDS. */
export function accelerationBands({ high, low, close }: Ranged, period = 20): Band {
  const [upper, middle, lower] = afterMissing(3, [high, low, close], (n, top, centre, bottom, h, l, c) => {
    const [wide, narrow] = [room(n), room(n)];
    arena.kernels.accelerated(wide, narrow, h, l, n);
    arena.kernels.sma(top, wide, n, period);
    arena.kernels.sma(centre, c, n, period);
    arena.kernels.sma(bottom, narrow, n, period);
  });
  return { upper: upper, middle: middle, lower: lower };
}

/** Highest high and lowest low of a window. Source: TA-Lib DONCHIAN. */
export function donchian({ high, low }: Pick<Prices, 'high' | 'low'>, period = 20): Band {
  const [upper, middle, lower] = afterMissing(3, [high, low], (n, top, centre, bottom, h, l) => {
    arena.kernels.highestByRow(top, h, n, period);
    arena.kernels.lowestByRow(bottom, l, n, period);
    arena.kernels.middle(centre, top, bottom, n);
  });
  return { upper: upper, middle: middle, lower: lower };
}

/** Average true range around an exponential average of the typical price. Source: TA-Lib KC. */
export function keltner({ high, low, close }: Ranged, period = 20, range = 10, deviations = 2): Band {
  // both begin at the same candle, as if the range had not been there before
  const start = Math.max(period - 1, range);
  const [upper, middle, lower] = afterMissing(3, [high, low, close], (n, top, centre, bottom, h, l, c) => {
    const [input, width] = [room(n), room(n)];
    arena.kernels.typicalPrice(input, h, l, c, n);
    arena.kernels.ema(centre, input, n, period, 2 / (period + 1));
    arena.kernels.trueRange(input, h, l, c, n);
    arena.kernels.emaFrom(width, input, n, range, start, 1 / range);
    arena.kernels.blend(top, centre, 1, width, deviations, n);
    arena.kernels.blend(bottom, centre, 1, width, -deviations, n);
  });
  return { upper: upper, middle: middle, lower: lower };
}

/** Average true range around a plain average of the typical price. Source: qtpylib keltner_channel. */
export function keltnerTypical(prices: Prices, period = 14, deviations = 2): Band {
  const { high, low, close } = prices;
  const n = close.length;
  return only([high, low, close], () => {
    const middle = typicalPrice(prices).rolling(period).mean();
    const range = makeColumn(n, [high, low, close], (out, h, l, c) => arena.kernels.strictRange(out, h, l, c, n));
    const width = range.rolling(period).mean();
    const at = (share: number) => makeColumn(n, [middle, width], (out, a, b) => arena.kernels.blend(out, a, 1, b, share, n));
    return { upper: at(deviations), middle, lower: at(-deviations) };
  });
}

/** A stop that trails the trend by a number of average true ranges, and the trend: 1 up, -1 down. Source: TA-Lib SUPERTREND. */
export function superTrend({ high, low, close }: Ranged, period = 10, multiplier = 3): { line: Column; trend: Column } {
  const [line, trend] = afterMissing(2, [high, low, close], (n, stop, side, h, l, c) => {
    // no trend yet is 0, before the first candle too
    const missing = close.length - n;
    arena.kernels.fillWith(side - 8 * missing, missing, 0);
    arena.kernels.superTrend(stop, side, h, l, c, n, period, multiplier);
  });
  return { line: line, trend: trend };
}

type Cloud = {
  readonly conversion: Column;
  readonly base: Column;
  readonly leadingA: Column;
  readonly leadingB: Column;
  /** The spans as they lie over today's candle. */
  readonly cloudA: Column;
  readonly cloudB: Column;
  /** Closes moved back to the candle they are compared with: it looks ahead, and is for charts alone. */
  readonly lagging: Column;
  readonly isCloudGreen: Mask;
  readonly isCloudRed: Mask;
};

/**
 * Ichimoku's cloud. The leading spans are shown where they were made: shifted into the future they would look ahead.
 * Source: technical ichimoku.
 */
export function ichimoku(prices: Prices, conversion = 9, base = 26, span = 52, displacement = 26): Cloud {
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
    cloudA,
    cloudB,
    lagging: prices.close.shift(1 - displacement),
    isCloudGreen: cloudA.above(cloudB),
    isCloudRed: cloudB.above(cloudA),
  };
}
