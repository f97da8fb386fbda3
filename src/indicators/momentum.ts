import { Column } from './column.ts';
import { afterMissing, fromFirstOf } from './missing.ts';
import { ema, emaFrom, firstNumber, overWindow, sma } from './moving-average.ts';
import { type Prices, typicalPrice } from './prices.ts';
import { rsi } from './rsi.ts';
import { extremeRowsOf, highest, lowest } from './window.ts';

/** Difference to `period` candles before. Source: TA-Lib MOM. */
export function momentum(column: Column, period = 10): Column {
  return column.diff(period);
}

/** Change over `period` candles, in percent. Source: TA-Lib ROC. */
export function roc(column: Column, period = 10): Column {
  return column.pctChange(period).times(100);
}

/** Fast less slow average, its own average, and the difference. Source: TA-Lib MACD. */
export function macd(column: Column, fast = 12, slow = 26, signal = 9): { macd: Column; signal: Column; histogram: Column } {
  const start = firstNumber(column.values) + slow - 1;
  const line = emaFrom(column, fast, start).minus(emaFrom(column, slow, start));
  const average = ema(line, signal);
  const shown = fromFirstOf(line, average);
  return { macd: shown, signal: average, histogram: shown.minus(average) };
}

/** Fast less slow exponential average. Source: TA-Lib APO with matype 1. */
export function apo(column: Column, fast = 12, slow = 26): Column {
  return ema(column, fast).minus(ema(column, slow));
}

/** The same in percent of the slow one. Source: TA-Lib PPO with matype 1. */
export function ppo(column: Column, fast = 12, slow = 26): Column {
  const base = ema(column, slow);
  return ema(column, fast).minus(base).over(base).times(100);
}

/** Change of a triple exponential average, in percent. Source: TA-Lib TRIX. */
export function trix(column: Column, period = 30): Column {
  return roc(ema(ema(ema(column, period), period), period), 1);
}

/** Where the close lies in the range of `period` candles, 0 to 100, and its average; both begin with the average. Source: TA-Lib STOCHF. */
export function stochFast(prices: Pick<Prices, 'high' | 'low' | 'close'>, period = 5, average = 3): { k: Column; d: Column } {
  const k = rangePosition(prices, period);
  const d = sma(k, average);
  return { k: fromFirstOf(k, d), d };
}

/** The same, smoothed once more. Source: TA-Lib STOCH. */
export function stoch(prices: Pick<Prices, 'high' | 'low' | 'close'>, period = 5, slow = 3, average = 3): { k: Column; d: Column } {
  const k = sma(rangePosition(prices, period), slow);
  const d = sma(k, average);
  return { k: fromFirstOf(k, d), d };
}

/** Fast stochastic of the relative strength index. Source: TA-Lib STOCHRSI. */
export function stochRsi(column: Column, period = 14, range = 5, average = 3): { k: Column; d: Column } {
  const strength = rsi(column, period);
  return stochFast({ high: strength, low: strength, close: strength }, range, average);
}

/** Where the close lies in the range of `period` candles, -100 to 0. Source: TA-Lib WILLR. */
export function willr({ high, low, close }: Pick<Prices, 'high' | 'low' | 'close'>, period = 14): Column {
  const top = highest(high, period).values;
  const bottom = lowest(low, period).values;
  const last = close.values;
  const output = new Float64Array(last.length);
  for (let index = 0; index < output.length; index++) {
    const range = top[index]! - bottom[index]!;
    output[index] = range === 0 ? 0 : ((top[index]! - last[index]!) / range) * -100;
  }
  return new Column(output);
}

/** Commodity channel index. Source: TA-Lib CCI. */
export function cci(prices: Omit<Prices, 'open' | 'volume'>, period = 14): Column {
  const typical = typicalPrice(prices).values;
  return overWindow(typical, period, (end) => {
    let mean = 0;
    for (let back = 0; back < period; back++) mean += typical[end - back]!;
    mean /= period;
    let distance = 0;
    for (let back = 0; back < period; back++) distance += Math.abs(typical[end - back]! - mean);
    const away = typical[end]! - mean;
    // rounding of the mean is no distance
    return distance <= 1e-14 * period * Math.abs(mean) ? 0 : away / ((0.015 * distance) / period);
  });
}

/** Money flow index, 0 to 100. Source: TA-Lib MFI. */
export function mfi({ high, low, close, volume }: Omit<Prices, 'open'>, period = 14): Column {
  return afterMissing({ high, low, close, volume }, (prices) => {
    const typical = typicalPrice(prices).values;
    const output = new Float64Array(typical.length).fill(Number.NaN);
    const rises = new Float64Array(typical.length);
    const falls = new Float64Array(typical.length);
    let up = 0;
    let down = 0;
    for (let index = 1; index < output.length; index++) {
      const flow = typical[index]! * prices.volume.values[index]!;
      if (typical[index]! < typical[index - 1]!) falls[index] = flow;
      else if (typical[index] !== typical[index - 1]) rises[index] = flow;
      up += rises[index]!;
      down += falls[index]!;
      if (index > period) {
        up -= rises[index - period]!;
        down -= falls[index - period]!;
      }
      if (index >= period) output[index] = up + down < 1 ? 0 : (100 * up) / (up + down);
    }
    return new Column(output);
  });
}

/** How long ago the high and the low of the window were, 0 (long) to 100 (now). Source: TA-Lib AROON. */
export function aroon({ high, low }: Pick<Prices, 'high' | 'low'>, period = 14): { up: Column; down: Column } {
  const start = Math.max(firstNumber(high.values), firstNumber(low.values)) + period;
  const age = ({ values }: Column, sign: 1 | -1) => {
    const rows = extremeRowsOf(values, period + 1, sign, start, { isLatest: true });
    const output = new Float64Array(values.length).fill(Number.NaN);
    for (let index = start; index < values.length; index++) output[index] = (100 / period) * (period - (index - rows[index]!));
    return new Column(output);
  };
  return { up: age(high, 1), down: age(low, -1) };
}

/** Where the close lies between open and range, -1 to 1. Source: TA-Lib BOP. */
export function bop(prices: Omit<Prices, 'volume'>): Column {
  const open = prices.open.values;
  const high = prices.high.values;
  const low = prices.low.values;
  const close = prices.close.values;
  const output = new Float64Array(close.length);
  for (let index = 0; index < output.length; index++) {
    const range = high[index]! - low[index]!;
    output[index] = range < 1e-14 ? 0 : (close[index]! - open[index]!) / range;
  }
  return new Column(output);
}

/** Buying pressure over three periods, 0 to 100. Source: TA-Lib ULTOSC. */
export function ultosc({ high, low, close }: Omit<Prices, 'open' | 'volume'>, short = 7, medium = 14, long = 28): Column {
  return afterMissing({ high, low, close }, (prices) => pressure(prices, short, medium, long));
}

function pressure({ high, low, close }: Omit<Prices, 'open' | 'volume'>, short: number, medium: number, long: number): Column {
  const length = close.length;
  const [bought, range] = [new Float64Array(length), new Float64Array(length)];
  for (let index = 1; index < length; index++) {
    const before = close.values[index - 1]!;
    const bottom = Math.min(low.values[index]!, before);
    bought[index] = close.values[index]! - bottom;
    range[index] = Math.max(high.values[index]!, before) - bottom;
  }
  const share = (period: number): Float64Array => {
    const output = new Float64Array(length);
    let up = 0;
    let all = 0;
    for (let index = 1; index < length; index++) {
      up += bought[index]! - (index > period ? bought[index - period]! : 0);
      all += range[index]! - (index > period ? range[index - period]! : 0);
      output[index] = all > 0 ? up / all : 0;
    }
    return output;
  };
  const [quick, usual, calm] = [share(short), share(medium), share(long)];
  const output = new Float64Array(length).fill(Number.NaN);
  for (let index = Math.max(short, medium, long); index < length; index++)
    output[index] = (100 * (4 * quick[index]! + 2 * usual[index]! + calm[index]!)) / 7;
  return new Column(output);
}

function rangePosition({ high, low, close }: Pick<Prices, 'high' | 'low' | 'close'>, period: number): Column {
  const top = highest(high, period).values;
  const bottom = lowest(low, period).values;
  const last = close.values;
  const output = new Float64Array(last.length);
  for (let index = 0; index < output.length; index++) {
    const range = top[index]! - bottom[index]!;
    output[index] = range === 0 ? 0 : (100 * (last[index]! - bottom[index]!)) / range;
  }
  return new Column(output);
}
