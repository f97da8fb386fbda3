import { Column } from '../column.ts';
import { dema, ema, sma, t3, tema, wma } from '../moving-average.ts';
import { averagePrice, medianPrice, type Prices } from '../prices.ts';
import { atr, trueRange } from '../volatility.ts';
import { vidya } from './adaptive.ts';

/** Stops that trail the trend. */

/** Where the stop lies, and the trend: 1 up, -1 down, 0 before the first. */
export type TrendStop = {
  readonly line: Column;
  readonly trend: Column;
};

/** The two stops follow the price in their direction only. @param price whose crossing moves them */
function trailing(upper: Float64Array, lower: Float64Array, price: Float64Array, first: number): [Float64Array, Float64Array] {
  const [top, bottom] = [new Float64Array(price.length), new Float64Array(price.length)];
  for (let row = first; row < price.length; row++) {
    const before = price[row - 1]!;
    const [high, low] = [top[row - 1]!, bottom[row - 1]!];
    top[row] = upper[row]! < high || before > high ? upper[row]! : high;
    bottom[row] = lower[row]! > low || before < low ? lower[row]! : low;
  }
  return [top, bottom];
}

/** The stop of the side that holds: it changes where the price crosses it. */
function stopOf(top: Float64Array, bottom: Float64Array, price: Float64Array, first: number): Float64Array {
  const stop = new Float64Array(price.length);
  for (let row = first; row < price.length; row++) {
    const before = stop[row - 1]!;
    const [high, low, at] = [top[row]!, bottom[row]!, price[row]!];
    if (before === top[row - 1]! && at <= high) stop[row] = high;
    else if (before === top[row - 1]! && at > high) stop[row] = low;
    else if (before === bottom[row - 1]! && at >= low) stop[row] = low;
    else if (before === bottom[row - 1]! && at < low) stop[row] = high;
  }
  return stop;
}

function trendOf(stop: Float64Array, price: Float64Array): Column {
  return new Column(
    Float64Array.from(stop, (value, row) => (value > 0 ? (price[row]! < value ? -1 : 1) : 0)),
    true,
  );
}

/** A stop a number of plain average true ranges away; `superTrend` has TA-Lib's, of smoothed ones. Source: technical supertrend. */
export function plainSuperTrend(prices: Pick<Prices, 'high' | 'low' | 'close'>, period = 10, multiplier = 3): TrendStop {
  const { high, low, close } = prices;
  const range = trueRange(prices).rolling(period).mean().times(multiplier);
  const middle = high.plus(low).over(2);
  const price = close.values;
  const [top, bottom] = trailing(middle.plus(range).values, middle.minus(range).values, price, period);
  const stop = stopOf(top, bottom, price, period);
  return { line: new Column(stop, true), trend: trendOf(stop, price) };
}

/** Averages that a trailing stop can follow. */
export type PmaxAverage = 'ema' | 'dema' | 't3' | 'sma' | 'vidya' | 'tema' | 'wma' | 'vwma';

/** What such an average is made of; `vidya`, `wma` and `vwma` are always of closes. */
export type PmaxSource = 'close' | 'median' | 'average';

/**
 * A stop a number of average true ranges away from an average, which changes its side where the average crosses it.
 * @param period of the range @param length of the average, candles Source: technical PMAX.
 */
export function pmax(
  prices: Prices,
  period = 10,
  multiplier = 3,
  length = 12,
  type: PmaxAverage = 'ema',
  source: PmaxSource = 'close',
): TrendStop & { readonly atr: Column } {
  const made = { close: () => prices.close, median: () => medianPrice(prices), average: () => averagePrice(prices) };
  const range = atr(prices, period);
  const average = pmaxAverage(prices, made[source](), length, type);
  const spread = range.times(multiplier);
  const price = average.values;
  const [top, bottom] = trailing(average.plus(spread).values, average.minus(spread).values, price, period);
  const stop = stopOf(top, bottom, price, period);
  return { line: new Column(stop, true), trend: trendOf(stop, price), atr: range.fill(0) };
}

function pmaxAverage(prices: Prices, source: Column, period: number, type: PmaxAverage): Column {
  const { close, volume } = prices;
  const averages: Readonly<Record<PmaxAverage, () => Column>> = {
    ema: () => ema(source, period),
    dema: () => dema(source, period),
    t3: () => t3(source, period),
    sma: () => sma(source, period),
    vidya: () => vidya(close, period),
    tema: () => tema(source, period),
    wma: () => wma(close, period),
    vwma: () => close.times(volume).rolling(period).sum().over(volume.rolling(period).sum()),
  };
  return averages[type]();
}

/** Average high and low as a channel whose lines change places where the close crosses them. Source: technical SSLChannels. */
export function sslChannels(
  { high, low, close }: Pick<Prices, 'high' | 'low' | 'close'>,
  period = 10,
  type: 'sma' | 'ema' = 'sma',
): { down: Column; up: Column } {
  const average = (column: Column): Float64Array => (type === 'ema' ? ema(column, period) : column.rolling(period).mean()).values;
  const [top, bottom, price] = [average(high), average(low), close.values];
  let side = Number.NaN;
  const [down, up] = [new Float64Array(price.length), new Float64Array(price.length)];
  for (let row = 0; row < price.length; row++) {
    if (price[row]! > top[row]!) side = 1;
    else if (price[row]! < bottom[row]!) side = -1;
    down[row] = side < 0 ? top[row]! : bottom[row]!;
    up[row] = side < 0 ? bottom[row]! : top[row]!;
  }
  return { down: new Column(down, true), up: new Column(up, true) };
}
