import { Column, only } from '../column.ts';
import { dema, ema, sma } from '../moving-average.ts';
import type { Prices } from '../prices.ts';
import { highest, lowest, stddev } from '../window.ts';

/** Averages that adapt, and those that TradingView has under these names. */

/** The same as `dema`, under its older name. Source: technical zema. */
export function zema(column: Column, period: number): Column {
  return dema(column, period);
}

/** Relative strength after Laguerre's filter, 0 to 1. @param gamma 0 to 1: how slow it is Source: technical laguerre. */
export function laguerre(column: Column, gamma = 0.75): Column {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const strengths = Float64Array.from(column.values, (price) => {
    const before = [first, second, third] as const;
    first = (1 - gamma) * price + gamma * before[0];
    second = -gamma * first + before[0] + gamma * before[1];
    third = -gamma * second + before[1] + gamma * before[2];
    fourth = -gamma * third + before[2] + gamma * fourth;
    let [up, down] = [0, 0];
    for (const [a, b] of [
      [first, second],
      [second, third],
      [third, fourth],
    ] as const) {
      if (a >= b) up = up + a - b;
      else down = down + b - a;
    }
    return up + down === 0 ? 0 : up / (up + down);
  });
  return new Column(strengths, true);
}

/**
 * Chande's average whose weight grows with momentum. 0 before its first window.
 * @param usesDeviation its weight grows with the standard deviation instead Source: technical VIDYA.
 */
export function vidya(column: Column, period = 9, usesDeviation = false): Column {
  const price = column.values;
  const weight = 2 / (period + 1);
  const volatility = only([column], () => {
    if (usesDeviation) return column.rolling(period).std();
    const change = column.diff();
    const [up, down] = [change.clip(0).rolling(period).sum(), change.times(-1).clip(0).rolling(period).sum()];
    return up.minus(down).over(up.plus(down)).abs();
  }).fill(0).values;
  const average = new Float64Array(price.length);
  for (let row = period; row < price.length; row++) {
    const share = weight * volatility[row]!;
    average[row] = share * price[row]! + (1 - share) * average[row - 1]!;
  }
  return new Column(average, true);
}

/** Weighted average of the candles before the last, without the oldest two. 0 for fewer than three. Source: technical tv_wma. */
export function tvWma(column: Column, period = 9): Column {
  if (period <= 2) return new Column(new Float64Array(column.length), true);
  return only([column], () => {
    let [sum, weights] = [column.shift(1).times(0), 0];
    for (let back = 1; back < period - 1; back++) {
      const weight = (period - back) * period;
      weights += weight;
      sum = sum.plus(column.shift(back).times(weight));
    }
    return sum.over(weights);
  });
}

/** Hull's average of those. Source: technical tv_hma. */
export function tvHma(column: Column, period = 9): Column {
  return only([column], () =>
    tvWma(
      tvWma(column, Math.floor(period / 2))
        .times(2)
        .minus(tvWma(column, period)),
      Math.floor(Math.sqrt(period)),
    ),
  );
}

/**
 * Arnaud Legoux's average, whose weights are a bell.
 * @param offset where it is highest, 0 for the oldest candle to 1 for the newest @param sigma how narrow it is; 0 for all the same
 * Source: technical tv_alma.
 */
export function tvAlma(column: Column, period = 8, offset = 0, sigma = 0): Column {
  const middle = offset * (period - 1);
  const width = period / (sigma === 0 ? 1e-10 : sigma);
  const bell = Float64Array.from({ length: period }, (_nothing, at) => Math.exp(-((at - middle) ** 2) / (2 * width ** 2)));
  const whole = bell.reduce((sum, weight) => sum + weight, 0);
  return column.rolling(period).apply((window) => window.reduce((sum, value, at) => sum + value * (bell[at]! / whole), 0));
}

/** An average that moves as often as new extremes are made. Source: technical tv_trama. */
export function tvTrama({ high, low, close }: Pick<Prices, 'high' | 'low' | 'close'>, period = 99): Column {
  const [top, bottom, price] = [highest(high, period).values, lowest(low, period).values, close.values];
  // of the change from each candle to the next
  const isNew = Float64Array.from(
    price.subarray(1),
    (_nothing, row) => Number(top[row + 1]! > top[row]!) + Number(bottom[row + 1]! < bottom[row]!),
  );
  const often = sma(new Column(isNew, true), period).values;
  const average = new Float64Array(price.length);
  for (let row = 0; row < price.length; row++) {
    if (row === 0) {
      average[row] = price[row]!;
      continue;
    }
    const share = often[row - 1]! ** 2;
    const weight = Number.isNaN(share) ? 0 : share;
    average[row] = average[row - 1]! + weight * (price[row]! - average[row - 1]!);
  }
  return new Column(average, true);
}

/** Ehlers' smoother; the first two values stay. Source: technical ehlers_super_smoother. */
export function superSmoother(column: Column, smoothing = 6): Column {
  const angle = (Math.PI * Math.sqrt(2)) / smoothing;
  const decay = Math.exp(-angle);
  const second = 2 * decay * Math.cos(angle);
  const third = -decay * decay;
  const first = (1 - second - third) / 2;
  const raw = column.values;
  const smooth = Float64Array.from(raw);
  for (let row = 2; row < raw.length; row++)
    smooth[row] = first * (raw[row]! + raw[row - 1]!) + second * smooth[row - 1]! + third * smooth[row - 2]!;
  return new Column(smooth, true);
}

/** Distance of the price from its average in percent, the average of that, and bands of deviations around it. Source: technical MADR. */
export function madr(
  column: Column,
  period = 21,
  deviations = 2,
  type: 'sma' | 'ema' = 'sma',
): { rate: Column; upper: Column; middle: Column; lower: Column } {
  const average = type === 'ema' ? ema : sma;
  return only([column], () => {
    const rate = column.over(average(column, period)).times(100).minus(100);
    const middle = average(rate, period * deviations);
    const spread = stddev(rate, period * deviations).times(deviations);
    return { rate, upper: middle.plus(spread), middle, lower: middle.minus(spread) };
  });
}
