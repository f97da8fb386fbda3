import { type AverageType, averageFrom, averageLookback, movingAverage } from './average-type.ts';
import type { Column } from './column.ts';
import { fromFirstOf } from './missing.ts';
import { momentum, roc } from './momentum.ts';
import { ema, emaFrom, firstNumber, rma, sma, wma } from './moving-average.ts';
import { medianPrice, type Prices } from './prices.ts';
import { highest, linearRegression, lowest, stddev } from './window.ts';

/** Short less long average of the median price. Source: TA-Lib AO. */
export function awesome(prices: Prices, fast = 5, slow = 34): Column {
  const median = medianPrice(prices);
  return sma(median, fast).minus(sma(median, slow));
}

/** How far the awesome oscillator is from its own average. Source: TA-Lib AC. */
export function accelerator(prices: Prices, fast = 5, slow = 34, signal = 5): Column {
  const line = awesome(prices, fast, slow);
  return line.minus(sma(line, signal));
}

/** Close of half a period ago less the average: the price without its trend. Source: TA-Lib DPO. */
export function detrended(column: Column, period = 20): Column {
  return column.shift(Math.floor(period / 2) + 1).minus(sma(column, period));
}

/** Distance of the price from its forecast of a candle before, in percent. Source: TA-Lib FOSC. */
export function forecastOscillator(column: Column, period = 5): Column {
  return column.minus(linearRegression(column, period).forecast.shift(1)).over(column).times(100);
}

/** Weighted average of two rates of change. Source: TA-Lib COPPOCK. */
export function coppock(column: Column, average = 10, short = 11, long = 14): Column {
  return wma(roc(column, short).plus(roc(column, long)), average);
}

/** True strength: the change, smoothed twice, beside its size, -100 to 100. Source: TA-Lib TSI. */
export function tsi(column: Column, first = 25, second = 13): Column {
  const change = momentum(column, 1);
  const smoothed = (values: Column) => ema(ema(values, first), second);
  const share = smoothed(change).over(smoothed(change.abs())).times(100);
  return fromFirstOf(share.fill(0), share);
}

/** Distance of the close from the middle of its range, smoothed twice, beside the range, -100 to 100; and its average. Source: TA-Lib SMI. */
export function smi({ high, low, close }: Prices, period = 13, fast = 2, slow = 25, signal = 9): { smi: Column; signal: Column } {
  const [top, bottom] = [highest(high, period), lowest(low, period)];
  const smoothed = (values: Column) => ema(ema(values, slow), fast);
  const line = smoothed(close.minus(top.plus(bottom).over(2)))
    .over(smoothed(top.minus(bottom)).over(2))
    .times(100);
  const average = ema(line, signal);
  return { smi: fromFirstOf(line.fill(0), average), signal: average };
}

/** Stochastic with smoothing of any type, and where the faster line runs ahead to. Source: TA-Lib KDJ. */
export function kdj(
  { high, low, close }: Prices,
  period = 9,
  slow = 3,
  slowType: AverageType = 'rma',
  average = 3,
  averageType: AverageType = 'rma',
): { k: Column; d: Column; j: Column } {
  const [top, bottom] = [highest(high, period), lowest(low, period)];
  const range = top.minus(bottom);
  const raw = close.minus(bottom).over(range).times(100).where(range.differs(0), 0).where(range.isKnown());
  const k = movingAverage(raw, slow, slowType);
  const d = movingAverage(k, average, averageType);
  const shown = fromFirstOf(k, d);
  return { k: shown, d, j: shown.times(3).minus(d.times(2)) };
}

/** Average distance of close and open. Source: TA-Lib QSTICK. */
export function qstick({ open, close }: Prices, period = 10): Column {
  return sma(close.minus(open), period);
}

/** Share of rising bodies in all bodies of a window, 0 to 100. Source: TA-Lib IMI. */
export function intradayMomentum({ open, close }: Prices, period = 14): Column {
  const body = close.minus(open);
  const [up, down] = [body.clip(0).rolling(period).sum(), body.times(-1).clip(0).rolling(period).sum()];
  return up.over(up.plus(down)).times(100);
}

/** Chande's momentum oscillator of plain sums, -100 to 100. Source: TA-Lib CMOU. */
export function cmoUnsmoothed(column: Column, period = 14): Column {
  const first = firstNumber(column.values);
  // a change that is not known counts as none
  const change = momentum(column, 1).map((value, index) => (Number.isNaN(value) && index > first ? 0 : value));
  const all = change.abs().rolling(period).sum();
  return change.rolling(period).sum().over(all).times(100).where(all.differs(0), 0).where(all.isKnown());
}

/** High and low beside an exponential average: the power of bulls and bears. Source: TA-Lib ERI. */
export function elderRay({ high, low, close }: Prices, period = 13): { bull: Column; bear: Column } {
  const average = ema(close, period);
  return { bull: high.minus(average), bear: low.minus(average) };
}

/** Deviation on rising candles beside that on all, 0 to 100. Source: TA-Lib RVI. */
export function relativeVolatility(column: Column, period = 14, deviation = 10): Column {
  const spread = stddev(column, deviation);
  const change = momentum(column, 1);
  const known = spread.isKnown();
  const up = rma(spread.where(change.above(0), 0).where(known), period);
  const down = rma(spread.where(change.below(0), 0).where(known), period);
  const all = up.plus(down);
  return up.over(all).times(100).where(all.differs(0), 0).where(all.isKnown());
}

/** MACD of any types of average. Source: TA-Lib MACDEXT. */
export function macdOf(
  column: Column,
  fast: { period: number; type: AverageType } = { period: 12, type: 'sma' },
  slow: { period: number; type: AverageType } = { period: 26, type: 'sma' },
  signal: { period: number; type: AverageType } = { period: 9, type: 'sma' },
): { macd: Column; signal: Column; histogram: Column } {
  const lookbacks = [fast, slow].map(({ period, type }) => averageLookback(period, type));
  const start = firstNumber(column.values) + Math.max(...lookbacks);
  const [quick, calm] = [fast, slow].map(({ period, type }) => averageFrom(column, period, type, start)) as [Column, Column];
  const line = quick.minus(calm);
  const average = movingAverage(line, signal.period, signal.type);
  const shown = fromFirstOf(line, average);
  return { macd: shown, signal: average, histogram: shown.minus(average) };
}

/** MACD with the weights 0.15 and 0.075 that stood for 12 and 26 candles when it was found. Source: TA-Lib MACDFIX. */
export function macdFix(column: Column, signal = 9): { macd: Column; signal: Column; histogram: Column } {
  const start = firstNumber(column.values) + 25;
  const line = emaFrom(column, 12, start, 0.15).minus(emaFrom(column, 26, start, 0.075));
  const average = ema(line, signal);
  const shown = fromFirstOf(line, average);
  return { macd: shown, signal: average, histogram: shown.minus(average) };
}
