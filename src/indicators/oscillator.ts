import * as arena from './arena.ts';
import { type AverageType, averageFrom, averageLookback, movingAverage } from './average-type.ts';
import { afterMissing, blankBefore, type Column, makeColumn, oneAfterMissing, only, room } from './column.ts';
import { linesOf, type MacdLines, rangePosition } from './momentum.ts';
import { ema, firstNumber, sma, wma } from './moving-average.ts';
import { medianPrice, type Prices } from './prices.ts';
import { stddev, timeSeriesForecast } from './window.ts';

/** Short less long average of the median price. Source: TA-Lib AO. */
export function awesome(prices: Prices, fast = 5, slow = 34): Column {
  return only([prices.high, prices.low], () => {
    const median = medianPrice(prices);
    return sma(median, fast).minus(sma(median, slow));
  });
}

/** How far the awesome oscillator is from its own average. Source: TA-Lib AC. */
export function accelerator(prices: Prices, fast = 5, slow = 34, signal = 5): Column {
  return only([prices.high, prices.low], () => {
    const line = awesome(prices, fast, slow);
    return line.minus(sma(line, signal));
  });
}

/** Close of half a period ago less the average: the price without its trend. Source: TA-Lib DPO. */
export function detrended(column: Column, period = 20): Column {
  return only([column], () => column.shift(Math.floor(period / 2) + 1).minus(sma(column, period)));
}

/** Distance of the price from its forecast of a candle before, in percent. Source: TA-Lib FOSC. */
export function forecastOscillator(column: Column, period = 5): Column {
  const n = column.length;
  return only([column], () =>
    makeColumn(n, [column, timeSeriesForecast(column, period)], (out, a, forecast) => arena.kernels.offForecast(out, a, forecast, n)),
  );
}

/** Weighted average of two rates of change. Source: TA-Lib COPPOCK. */
export function coppock(column: Column, average = 10, short = 11, long = 14): Column {
  const n = column.length;
  return only([column], () =>
    wma(
      makeColumn(n, [column], (out, a) => arena.kernels.twoChanges(out, a, n, short, long)),
      average,
    ),
  );
}

/** True strength: the change, smoothed twice, beside its size, -100 to 100. Source: TA-Lib TSI. */
export function tsi(column: Column, first = 25, second = 13): Column {
  return makeColumn(column.length, [column], (out, a) => arena.kernels.trueStrength(out, a, column.length, first, second));
}

/** Distance of the close from the middle of its range, smoothed twice, beside the range, -100 to 100; and its average. Source: TA-Lib SMI. */
export function smi({ high, low, close }: Prices, period = 13, fast = 2, slow = 25, signal = 9): { smi: Column; signal: Column } {
  return only([high, low, close], () => {
    const line = oneAfterMissing([high, low, close], (n, out, h, l, c) => {
      const [top, bottom] = [room(n), room(n)];
      arena.kernels.highestByRow(top, h, n, period);
      arena.kernels.lowestByRow(bottom, l, n, period);
      arena.kernels.stochasticMomentum(out, top, bottom, c, n, slow, fast);
    });
    const average = ema(line, signal);
    return { smi: blankBefore(line, average), signal: average };
  });
}

/** Stochastic with smoothing of any type, and where the faster line runs ahead to. Source: TA-Lib KDJ. */
export function kdj(
  prices: Prices,
  period = 9,
  slow = 3,
  slowType: AverageType = 'rma',
  average = 3,
  averageType: AverageType = 'rma',
): { k: Column; d: Column; j: Column } {
  const n = prices.close.length;
  return only([prices.high, prices.low, prices.close], () => {
    const k = movingAverage(rangePosition(prices, period), slow, slowType);
    const d = movingAverage(k, average, averageType);
    const shown = blankBefore(k, d);
    return { k: shown, d, j: makeColumn(n, [shown, d], (out, a, b) => arena.kernels.blend(out, a, 3, b, -2, n)) };
  });
}

/** Average distance of close and open. Source: TA-Lib QSTICK. */
export function qstick({ open, close }: Prices, period = 10): Column {
  return only([open, close], () => sma(close.minus(open), period));
}

/** Share of rising bodies in all bodies of a window, 0 to 100. Source: TA-Lib IMI. */
export function intradayMomentum({ open, close }: Prices, period = 14): Column {
  return only([open, close], () => {
    const body = close.minus(open);
    const [up, down] = [body.clip(0).rolling(period).sum(), body.times(-1).clip(0).rolling(period).sum()];
    const all = up.plus(down);
    // no bodies are neither
    return up.over(all).times(100).where(all.equals(0).not(), 50);
  });
}

/** Chande's momentum oscillator of plain sums, -100 to 100. Source: TA-Lib CMOU. */
export function cmoUnsmoothed(column: Column, period = 14): Column {
  return makeColumn(column.length, [column], (out, a) => arena.kernels.plainMomentum(out, a, column.length, period));
}

/** High and low beside an exponential average: the power of bulls and bears. Source: TA-Lib ERI. */
export function elderRay({ high, low, close }: Prices, period = 13): { bull: Column; bear: Column } {
  const [bull, bear] = afterMissing(2, [high, low, close], (n, rise, fall, h, l, c) => {
    const average = room(n);
    arena.kernels.ema(average, c, n, period, 2 / (period + 1));
    arena.kernels.subtract(rise, h, average, n);
    arena.kernels.subtract(fall, l, average, n);
  });
  return { bull: bull, bear: bear };
}

/** Deviation on rising candles beside that on all, 0 to 100. Source: TA-Lib RVI. */
export function relativeVolatility(column: Column, period = 14, deviation = 10): Column {
  const n = column.length;
  return only([column], () =>
    makeColumn(n, [stddev(column, deviation), column], (out, spread, a) => arena.kernels.relativeVolatility(out, spread, a, n, period)),
  );
}

/** MACD of any types of average. Source: TA-Lib MACDEXT. */
export function macdOf(
  column: Column,
  fast: { period: number; type: AverageType } = { period: 12, type: 'sma' },
  slow: { period: number; type: AverageType } = { period: 26, type: 'sma' },
  signal: { period: number; type: AverageType } = { period: 9, type: 'sma' },
): MacdLines {
  if (slow.period < fast.period) return macdOf(column, slow, fast, signal);
  const lookbacks = [fast, slow].map(({ period, type }) => averageLookback(period, type));
  const start = firstNumber(column) + Math.max(...lookbacks);
  return only([column], () => {
    const [quick, calm] = [fast, slow].map(({ period, type }) => averageFrom(column, period, type, start)) as [Column, Column];
    const line = quick.minus(calm);
    return linesOf(line, movingAverage(line, signal.period, signal.type));
  });
}
