import { Column } from './column.ts';
import { ema, emaFrom, firstNumber, sma } from './moving-average.ts';
import { type Prices, typicalPrice } from './prices.ts';
import { rsi } from './rsi.ts';
import { highest, lowest } from './window.ts';

/** Difference to `period` candles before. Source: TA-Lib MOM. */
export function momentum(column: Column, period = 10): Column {
  return column.minus(column.shift(period));
}

/** Change over `period` candles, in percent. Source: TA-Lib ROC. */
export function roc(column: Column, period = 10): Column {
  return column.over(column.shift(period)).minus(1).times(100);
}

/** Fast less slow average, its own average, and the difference. Source: TA-Lib MACD. */
export function macd(column: Column, fast = 12, slow = 26, signal = 9): { macd: Column; signal: Column; histogram: Column } {
  const start = firstNumber(column.values) + slow - 1;
  const line = emaFrom(column, fast, start).minus(emaFrom(column, slow, start));
  const average = ema(line, signal);
  const shown = new Column(line.values.map((value, index) => (Number.isNaN(average.values[index]!) ? Number.NaN : value)));
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

/** Chande's momentum oscillator, -100 to 100. Source: TA-Lib CMO. */
export function cmo(column: Column, period = 14): Column {
  // the same smoothed gains and losses as the relative strength index
  return rsi(column, period).times(2).minus(100);
}

/** Where the close lies in the range of `period` candles, 0 to 100, and its average; both begin with the average. Source: TA-Lib STOCHF. */
export function stochFast(prices: Pick<Prices, 'high' | 'low' | 'close'>, period = 5, average = 3): { k: Column; d: Column } {
  const k = rangePosition(prices, period);
  const d = sma(k, average);
  return { k: whereKnown(k, d), d };
}

/** The same, smoothed once more. Source: TA-Lib STOCH. */
export function stoch(prices: Pick<Prices, 'high' | 'low' | 'close'>, period = 5, slow = 3, average = 3): { k: Column; d: Column } {
  const k = sma(rangePosition(prices, period), slow);
  const d = sma(k, average);
  return { k: whereKnown(k, d), d };
}

/** Fast stochastic of the relative strength index. Source: TA-Lib STOCHRSI. */
export function stochRsi(column: Column, period = 14, range = 5, average = 3): { k: Column; d: Column } {
  const strength = rsi(column, period);
  return stochFast({ high: strength, low: strength, close: strength }, range, average);
}

/** Where the close lies in the range of `period` candles, -100 to 0. Source: TA-Lib WILLR. */
export function willr({ high, low, close }: Prices, period = 14): Column {
  const [top, bottom] = [highest(high, period).values, lowest(low, period).values];
  return new Column(
    close.values.map((value, index) => {
      const range = top[index]! - bottom[index]!;
      return range === 0 ? 0 : ((top[index]! - value) / range) * -100;
    }),
  );
}

/** Commodity channel index. Source: TA-Lib CCI. */
export function cci(prices: Prices, period = 14): Column {
  const typical = typicalPrice(prices).values;
  const mean = sma(new Column(typical), period).values;
  return new Column(
    typical.map((value, index) => {
      if (Number.isNaN(mean[index]!)) return Number.NaN;
      let distance = 0;
      for (let back = 0; back < period; back++) distance += Math.abs(typical[index - back]! - mean[index]!);
      const away = value - mean[index]!;
      return away === 0 || distance === 0 ? 0 : away / ((0.015 * distance) / period);
    }),
  );
}

/** Money flow index, 0 to 100. Source: TA-Lib MFI. */
export function mfi(prices: Prices, period = 14): Column {
  const typical = typicalPrice(prices).values;
  const volume = prices.volume.values;
  const output = new Float64Array(typical.length).fill(Number.NaN);
  const flow = (index: number): number => Math.sign(typical[index]! - typical[index - 1]!) * typical[index]! * volume[index]!;
  for (let index = period; index < output.length; index++) {
    let up = 0;
    let down = 0;
    for (let back = 0; back < period; back++) {
      const moved = flow(index - back);
      if (moved > 0) up += moved;
      else down -= moved;
    }
    output[index] = up + down < 1 ? 0 : (100 * up) / (up + down);
  }
  return new Column(output);
}

/** How long ago the high and the low of the window were, 0 (long) to 100 (now). Source: TA-Lib AROON. */
export function aroon({ high, low }: Prices, period = 14): { up: Column; down: Column } {
  const age = (values: Float64Array, beats: (a: number, b: number) => boolean) => {
    const output = new Float64Array(values.length).fill(Number.NaN);
    for (let index = period; index < values.length; index++) {
      let best = index - period;
      for (let at = best + 1; at <= index; at++) if (beats(values[at]!, values[best]!)) best = at;
      output[index] = (100 / period) * (period - (index - best));
    }
    return new Column(output);
  };
  return { up: age(high.values, (a, b) => a >= b), down: age(low.values, (a, b) => a <= b) };
}

/** Where the close lies between open and range, -1 to 1. Source: TA-Lib BOP. */
export function bop({ open, high, low, close }: Prices): Column {
  return new Column(
    close.values.map((value, index) => {
      const range = high.values[index]! - low.values[index]!;
      return range < 1e-14 ? 0 : (value - open.values[index]!) / range;
    }),
  );
}

/** Buying pressure over three periods, 0 to 100. Source: TA-Lib ULTOSC. */
export function ultosc({ high, low, close }: Prices, short = 7, medium = 14, long = 28): Column {
  const length = close.length;
  const pressure = new Float64Array(length);
  const range = new Float64Array(length);
  for (let index = 1; index < length; index++) {
    const before = close.values[index - 1]!;
    const bottom = Math.min(low.values[index]!, before);
    pressure[index] = close.values[index]! - bottom;
    range[index] = Math.max(high.values[index]!, before) - bottom;
  }
  const output = new Float64Array(length).fill(Number.NaN);
  const ratio = (index: number, period: number): number => {
    let [up, all] = [0, 0];
    for (let back = 0; back < period; back++) {
      up += pressure[index - back]!;
      all += range[index - back]!;
    }
    return all === 0 ? 0 : up / all;
  };
  for (let index = Math.max(short, medium, long); index < length; index++)
    output[index] = (100 * (4 * ratio(index, short) + 2 * ratio(index, medium) + ratio(index, long))) / 7;
  return new Column(output);
}

function rangePosition({ high, low, close }: Pick<Prices, 'high' | 'low' | 'close'>, period: number): Column {
  const [top, bottom] = [highest(high, period).values, lowest(low, period).values];
  return new Column(
    close.values.map((value, index) => {
      const range = top[index]! - bottom[index]!;
      return range === 0 ? 0 : (100 * (value - bottom[index]!)) / range;
    }),
  );
}

function whereKnown(column: Column, other: Column): Column {
  return new Column(column.values.map((value, index) => (Number.isNaN(other.values[index]!) ? Number.NaN : value)));
}
