import * as arena from './arena.ts';
import { Column, makeColumn, only } from './column.ts';
import { medianPrice, type Prices } from './prices.ts';
import { nearest } from './technical/levels.ts';

/** qtpylib's functions, which differ from TA-Lib's of the same names in their weights and in how they begin. */

type Ranged = Pick<Prices, 'high' | 'low' | 'close'>;

function weightedAverage(column: Column, span: number, least: number): Column {
  return column.ewm({ span, least });
}

/** Hull moving average of exponential weights. Source: qtpylib hull_moving_average. */
export function hullMovingAverage(column: Column, period = 14): Column {
  const n = column.length;
  return only([column], () => {
    const averages = [weightedAverage(column, period / 2, period), weightedAverage(column, period, period)];
    const raw = makeColumn(n, averages, (out, short, long) => arena.kernels.blend(out, short, 2, long, -1, n));
    return weightedAverage(raw, Math.sqrt(period), period);
  });
}

/** Exponential average of a price that has its own lag added; its span is the lag. Source: qtpylib zlema. */
export function zeroLagEma(column: Column, period = 14): Column {
  const lag = Math.floor((period - 1) / 2);
  return only([column], () => weightedAverage(column.times(2).minus(column.shift(lag)), lag, period));
}

/** Hull's average of a price that has its own lag added. Source: qtpylib zlhma. */
export function zeroLagHull(column: Column, period = 14): Column {
  const lag = Math.floor((period - 1) / 2);
  return only([column], () => {
    const led = column.times(2).minus(column.shift(lag));
    const raw = weightedAverage(led, lag / 2, period)
      .times(2)
      .minus(weightedAverage(led, lag, period));
    return weightedAverage(raw, Math.sqrt(lag), period);
  });
}

/** True range whose first candle has its own range; TA-Lib's begins with the second. Source: qtpylib true_range. */
export function wholeTrueRange({ high, low, close }: Ranged): Column {
  const n = close.length;
  return makeColumn(n, [high, low, close], (out, h, l, c) => arena.kernels.strictRange(out, h, l, c, n));
}

/** Plain (or exponential) average of the true range; `atr` is TA-Lib's smoothed one. Source: qtpylib atr. */
export function rollingAtr(prices: Ranged, period = 14, isExponential = false): Column {
  const { high, low, close } = prices;
  return only([high, low, close], () => {
    const range = wholeTrueRange(prices);
    return isExponential ? weightedAverage(range, period, period) : range.rolling(period).mean();
  });
}

/** That in percent of the close. Source: technical atr_percent. */
export function atrPercent(prices: Ranged, period = 14): Column {
  return only([prices.high, prices.low, prices.close], () => rollingAtr(prices, period).over(prices.close).times(100));
}

/** Choppiness, 0 to 100: high without a trend. @param isWhole false begins a candle later, as technical has it. Source: qtpylib chopiness. */
export function chopiness(prices: Ranged, period = 14, isWhole = true): Column {
  const { high, low, close } = prices;
  return only([high, low, close], () => {
    const ranges = wholeTrueRange(prices).rolling(period).sum();
    const range = high.rolling(period).max().minus(low.rolling(period).min());
    const line = ranges
      .over(range)
      .log10()
      .times(100 / Math.log10(period));
    return isWhole ? line : line.where(close.shift(period).isKnown());
  });
}

/** Relative strength as qtpylib begins it: with plain sums, which stand for the first candles. Source: qtpylib rsi. */
export function seededRsi(column: Column, period = 14): Column {
  const price = column.values;
  let [ups, downs] = [0, 0];
  for (let row = 1; row <= period + 1 && row < price.length; row++) {
    const change = price[row]! - price[row - 1]!;
    if (change > 0) ups += change;
    else if (change < 0) downs -= change;
  }
  [ups, downs] = [ups / period, downs / period];
  const strengthOf = (): number => 100 - 100 / (1 + ups / downs);
  const strengths = new Float64Array(price.length).fill(strengthOf(), 0, period);
  for (let row = period; row < price.length; row++) {
    const change = price[row]! - price[row - 1]!;
    ups = (ups * (period - 1) + Math.max(change, 0)) / period;
    downs = (downs * (period - 1) + Math.max(-change, 0)) / period;
    strengths[row] = strengthOf();
  }
  return new Column(strengths, true);
}

/** Traders' dynamic index: relative strength, two averages of it, and bands around it. Source: qtpylib tdi. */
export function tdi(
  column: Column,
  period = 13,
  short = 2,
  signal = 7,
  range = 34,
  deviations = 1.6185,
): { rsi: Column; signal: Column; smooth: Column; upper: Column; middle: Column; lower: Column } {
  return only([column], () => {
    const strength = seededRsi(column, period);
    const middle = strength.rolling(range, 1).mean();
    const spread = strength.rolling(range, 1).std().times(deviations);
    return {
      rsi: strength,
      signal: strength.rolling(signal).mean(),
      smooth: strength.rolling(short).mean(),
      upper: middle.plus(spread),
      middle,
      lower: middle.minus(spread),
    };
  });
}

/** Short less long average of the median price; exponential ones of these centres of mass. Source: qtpylib awesome_oscillator. */
export function awesomeOscillator({ high, low }: Pick<Prices, 'high' | 'low'>, isWeighted = false, fast = 5, slow = 34): Column {
  return only([high, low], () => {
    const median = medianPrice({ high, low });
    const average = (period: number) => (isWeighted ? median.ewm({ com: period }) : median.rolling(period).mean());
    return average(fast).minus(average(slow));
  });
}

/** Internal bar strength: where the close lies in its range, 0 to 1, to two decimals. Source: qtpylib ibs. */
export function ibs({ high, low, close }: Ranged): Column {
  return only([high, low, close], () =>
    close
      .minus(low)
      .over(high.minus(low))
      .map((value) => (Number.isFinite(value) ? nearest(value, 2) : value)),
  );
}

/** MACD of qtpylib's exponential averages. Source: qtpylib macd. */
export function weightedMacd(column: Column, fast = 3, slow = 10, signal = 16): { macd: Column; signal: Column; histogram: Column } {
  return only([column], () => {
    const line = weightedAverage(column, fast, fast).minus(weightedAverage(column, slow, slow));
    const average = weightedAverage(line, signal, signal);
    return { macd: line, signal: average, histogram: line.minus(average) };
  });
}

/** Bands of sample deviations around an exponential average. Source: qtpylib weighted_bollinger_bands. */
export function weightedBollinger(column: Column, period = 20, deviations = 2): { upper: Column; middle: Column; lower: Column } {
  return only([column], () => {
    const middle = weightedAverage(column, period, period);
    const spread = column.rolling(period).std().times(deviations);
    return { upper: middle.plus(spread), middle, lower: middle.minus(spread) };
  });
}

function finite(column: Column): Column {
  return column.map((value) => (Number.isFinite(value) ? value : Number.NaN));
}

/** Change since the candle before, 0.01 = 1 %. Source: qtpylib returns. */
export function returns(column: Column): Column {
  return only([column], () => finite(column.over(column.shift(1)).minus(1)));
}

/** Logarithm of that change. Source: qtpylib log_returns. */
export function logReturns(column: Column): Column {
  return only([column], () => finite(column.over(column.shift(1)).log()));
}

/** Deviation of those, scaled to their window. Source: qtpylib implied_volatility. */
export function impliedVolatility(column: Column, period = 252): Column {
  return only([column], () => logReturns(column).rolling(period).std().times(Math.sqrt(period)));
}

/** Stochastic of plain means; TA-Lib's is `stoch`. Source: qtpylib stoch. */
export function plainStoch(
  { high, low, close }: Ranged,
  period = 14,
  signal = 3,
  average = 3,
): { fastK: Column; fastD: Column; slowK: Column; slowD: Column } {
  return only([high, low, close], () => {
    const least = low.rolling(period).min();
    const fastK = close.minus(least).times(100).over(high.rolling(period).max().minus(least));
    const slowK = fastK.rolling(average).mean();
    return { fastK, fastD: fastK.rolling(signal).mean(), slowK, slowD: slowK.rolling(signal).mean() };
  });
}

/** Distance from the mean in standard deviations of a sample. @param scale deviations that make 1 Source: qtpylib zscore. */
export function zscore(column: Column, period = 20, scale = 1): Column {
  return only([column], () => column.minus(column.rolling(period).mean()).over(column.rolling(period).std().times(scale)));
}

/** Relative change times volume, summed up; the first candle has none. Source: qtpylib pvt. */
export function pvt({ close, volume }: Pick<Prices, 'close' | 'volume'>): Column {
  return only([close, volume], () => close.pctChange().times(volume).cumSum());
}
