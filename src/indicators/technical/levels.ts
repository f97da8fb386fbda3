import { movingAverage } from '../average-type.ts';
import { Column, type Mask, type Operand, only } from '../column.ts';
import { heikinAshi, type Prices, typicalPrice } from '../prices.ts';

/** Levels, and what candles do at them. */

type Bars = Omit<Prices, 'volume'>;

const FIBONACCI = [0, 0.236, 0.382, 0.5, 0.618, 0.786, 1] as const;

/** Highest of Fibonacci's retracements that the price exceeds in the range of a window, 0 to 1. Source: technical fibonacci_retracements. */
export function fibonacciRetracements(column: Column, period = 120): Column {
  const least = column.rolling(period).min();
  const place = column.minus(least).over(column.rolling(period).max().minus(least)).values;
  return new Column(
    Float64Array.from(place, (value) => (Number.isNaN(value) ? Number.NaN : Math.max(0, ...FIBONACCI.filter((level) => level <= value)))),
    true,
  );
}

/** Pivot, resistances (`r1` …) and supports (`s1` …) of average highs, lows and typical prices. Source: technical pivots_points. */
export function pivotsPoints(prices: Pick<Prices, 'high' | 'low' | 'close'>, period = 30, levels = 3): Readonly<Record<string, Column>> {
  const { high, low, close } = prices;
  return only([high, low, close], () => {
    const pivot = typicalPrice(prices).rolling(period).mean();
    let resistance = pivot.times(2).minus(low.rolling(period).mean());
    let support = pivot.times(2).minus(high.rolling(period).mean());
    const found: Record<string, Column> = { pivot, r1: resistance, s1: support };
    for (let level = 2; level <= levels; level++) {
      const [above, below] = [pivot.minus(support).plus(resistance), pivot.minus(resistance.minus(support))];
      [resistance, support] = [above, below];
      found[`r${level}`] = resistance;
      found[`s${level}`] = support;
    }
    return found;
  });
}

/** Where a candle reaches over a level on both sides: 1 closing below its open, -1 else; 0 elsewhere. Source: technical touches. */
export function touches({ open, high, low, close }: Bars, level: Operand): Column {
  const reaches = high.above(level).and(low.below(level)).values;
  const [first, last] = [open.values, close.values];
  return new Column(
    Float64Array.from(first, (value, row) => (reaches[row] !== 1 ? 0 : value >= last[row]! ? -1 : 1)),
    true,
  );
}

/** Where a candle after one that touched a level from above stays above it (1) or falls below (-1). Source: technical bounce. */
export function bounces(prices: Bars, level: Operand): Column {
  const { open, close } = prices;
  const touched = touches(prices, level).values;
  const isAbove = open.above(level).and(close.above(level)).values;
  const isBelow = open.below(level).and(close.below(level)).values;
  return new Column(
    Float64Array.from(isAbove, (above, row) => (touched[row - 1] !== 1 ? 0 : above === 1 ? 1 : isBelow[row] === 1 ? -1 : 0)),
    true,
  );
}

/** Profit of a position since the last buy, in percent; 0 before the first. @param decimals it is rounded to Source: technical return_on_investment. */
export function returnOnInvestment(column: Column, buys: Mask, decimals = 2): Column {
  const [price, bought] = [column.values, buys.values];
  let since = -1;
  return new Column(
    Float64Array.from(price, (value, row) => {
      if (bought[row] === 1) since = row;
      return since < 0 ? 0 : nearest(100 * (value / price[since]! - 1), decimals);
    }),
    true,
  );
}

/** Bodies of next to nothing: a tenth of what is above them, or exactly nothing. Source: technical doji. */
export function doji({ open, high, close }: Pick<Prices, 'open' | 'high' | 'close'>, isExact = false): Mask {
  return isExact ? open.equals(close) : open.minus(close).abs().atMost(high.minus(close).times(0.1));
}

/**
 * Heikin Ashi candles and their shape: `candle` (1 rising, -1 not), `reversal` (1 from falling to rising, -1 the other way), `flatTop` and
 * `flatBottom` (1 on a rising candle, -1 on a falling one, 0 for none), `smallBody` (1 where the wicks are longer), `upperWick`,
 * `lowerWick`. Source: technical heikinashi.
 */
export function heikinAshiShape(prices: Bars): Readonly<Record<string, Column>> {
  const bars = heikinAshi(prices);
  const [open, high, low, close] = [bars.open.values, bars.high.values, bars.low.values, bars.close.values];
  const made = (of: (row: number) => number) =>
    new Column(
      Float64Array.from(open, (_nothing, row) => of(row)),
      true,
    );
  const candle = (row: number) => (open[row]! < close[row]! ? 1 : -1);
  const top = (row: number) => high[row]! - Math.max(open[row]!, close[row]!);
  const bottom = (row: number) => Math.min(open[row]!, close[row]!) - low[row]!;
  return {
    ...bars,
    candle: made(candle),
    reversal: made((row) => (row === 0 || candle(row) === candle(row - 1) ? 0 : candle(row))),
    flatTop: made((row) => (high[row] === close[row] ? 1 : high[row] === open[row] ? -1 : 0)),
    flatBottom: made((row) => (open[row] === low[row] ? 1 : close[row] === low[row] ? -1 : 0)),
    smallBody: made((row) => Number(top(row) + bottom(row) > Math.abs(close[row]! - open[row]!))),
    upperWick: made(top),
    lowerWick: made(bottom),
  };
}

/** Whether a column is above what it was a candle ago. Source: technical went_up. */
export function wentUp(column: Column): Mask {
  return column.above(column.shift(1));
}

/** Whether a column is below what it was a candle ago. Source: technical went_down. */
export function wentDown(column: Column): Mask {
  return column.below(column.shift(1));
}

/** Bands of sample deviations around an average of any of four types. Source: technical bollinger_bands. */
export function bollingerAround(
  column: Column,
  period = 21,
  deviations = 2,
  type: 'sma' | 'ema' | 'dema' | 'tema' = 'sma',
): { upper: Column; middle: Column; lower: Column } {
  return only([column], () => {
    const middle = movingAverage(column, period, type);
    const spread = column.rolling(period).std().times(deviations);
    return { upper: middle.plus(spread), middle, lower: middle.minus(spread) };
  });
}

/** As numpy rounds: halves to the even one of what the decimals make whole. @internal */
export function nearest(value: number, decimals: number): number {
  const steps = value * 10 ** decimals;
  const low = Math.floor(steps);
  const rest = steps - low;
  const whole = rest === 0.5 ? low + (low % 2 === 0 ? 0 : 1) : Math.round(steps);
  return whole / 10 ** decimals;
}
