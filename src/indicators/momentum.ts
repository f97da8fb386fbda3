import * as arena from './arena.ts';
import { afterMissing, blankBefore, type Column, makeColumn, oneAfterMissing, only, room } from './column.ts';
import { ema, sma } from './moving-average.ts';
import { type Prices, typicalPrice } from './prices.ts';
import { rsi } from './rsi.ts';

/** Difference to `period` candles before. Source: TA-Lib MOM. */
export function momentum(column: Column, period = 10): Column {
  return column.diff(period);
}

/** Change over `period` candles, in percent. Source: TA-Lib ROC. */
export function roc(column: Column, period = 10): Column {
  return makeColumn(column.length, [column], (out, a) => arena.kernels.changePercent(out, a, column.length, period));
}

/** Price beside that of `period` candles before, 1 for no change. Source: TA-Lib ROCR. */
export function rateOfChange(column: Column, period = 10): Column {
  return makeColumn(column.length, [column], (out, a) => arena.kernels.ratio(out, a, column.length, period));
}

/** The same, 100 for no change. Source: TA-Lib ROCR100. */
export function rateOfChangePercent(column: Column, period = 10): Column {
  return makeColumn(column.length, [column], (out, a) => arena.kernels.ratioPercent(out, a, column.length, period));
}

export type MacdLines = { readonly macd: Column; readonly signal: Column; readonly histogram: Column };

/** A line, its average, and the difference; all begin with the average. @internal */
export function linesOf(line: Column, average: Column): MacdLines {
  const shown = blankBefore(line, average);
  return { macd: shown, signal: average, histogram: shown.minus(average) };
}

/** Fast less slow average, its own average, and the difference. Source: TA-Lib MACD. */
export function macd(column: Column, fast = 12, slow = 26, signal = 9): MacdLines {
  return weightedMacd(column, fast, slow, 2 / (fast + 1), 2 / (slow + 1), signal);
}

/** MACD with the weights 0.15 and 0.075 that stood for 12 and 26 candles when it was found. Source: TA-Lib MACDFIX. */
export function macdFix(column: Column, signal = 9): MacdLines {
  return weightedMacd(column, 12, 26, 0.15, 0.075, signal);
}

function weightedMacd(column: Column, fast: number, slow: number, fastWeight: number, slowWeight: number, signal: number): MacdLines {
  // TA-Lib takes the shorter as the fast one, whichever way round they come
  if (slow < fast) return weightedMacd(column, slow, fast, slowWeight, fastWeight, signal);
  const n = column.length;
  return only([column], () => {
    const line = makeColumn(n, [column], (out, a) => arena.kernels.averageLess(out, a, n, fast, slow, fastWeight, slowWeight, true));
    return linesOf(line, ema(line, signal));
  });
}

/** Fast less slow exponential average. Source: TA-Lib APO with matype 1. */
export function apo(column: Column, fast = 12, slow = 26): Column {
  const [short, long] = [Math.min(fast, slow), Math.max(fast, slow)];
  return makeColumn(column.length, [column], (out, a) =>
    arena.kernels.averageLess(out, a, column.length, short, long, 2 / (short + 1), 2 / (long + 1), false),
  );
}

/** The same in percent of the slow one. Source: TA-Lib PPO with matype 1. */
export function ppo(column: Column, fast = 12, slow = 26): Column {
  const [short, long] = [Math.min(fast, slow), Math.max(fast, slow)];
  return makeColumn(column.length, [column], (out, a) => arena.kernels.averageLessPercent(out, a, column.length, short, long));
}

/** Change of a triple exponential average, in percent. Source: TA-Lib TRIX. */
export function trix(column: Column, period = 30): Column {
  return makeColumn(column.length, [column], (out, a) => arena.kernels.trix(out, a, column.length, period));
}

export type StochasticLines = { readonly k: Column; readonly d: Column };

/** Where the close lies in the range of `period` candles, 0 to 100, and its average; both begin with the average. Source: TA-Lib STOCHF. */
export function stochFast(prices: Pick<Prices, 'high' | 'low' | 'close'>, period = 5, average = 3): StochasticLines {
  return only([prices.high, prices.low, prices.close], () => averaged(rangePosition(prices, period), average));
}

/** The same, smoothed once more. Source: TA-Lib STOCH. */
export function stoch(prices: Pick<Prices, 'high' | 'low' | 'close'>, period = 5, slow = 3, average = 3): StochasticLines {
  return only([prices.high, prices.low, prices.close], () => averaged(sma(rangePosition(prices, period), slow), average));
}

function averaged(k: Column, average: number): StochasticLines {
  const d = sma(k, average);
  return { k: blankBefore(k, d), d };
}

/** Fast stochastic of the relative strength index. Source: TA-Lib STOCHRSI. */
export function stochRsi(column: Column, period = 14, range = 5, average = 3): StochasticLines {
  return only([column], () => {
    const strength = rsi(column, period);
    return stochFast({ high: strength, low: strength, close: strength }, range, average);
  });
}

/** Where the close lies in the range of `period` candles, 0 to 100; 0 where there is no range. @internal */
export function rangePosition({ high, low, close }: Pick<Prices, 'high' | 'low' | 'close'>, period: number): Column {
  return oneAfterMissing([high, low, close], (n, out, h, l, c) => {
    const [top, bottom] = [room(n), room(n)];
    arena.kernels.highestByRow(top, h, n, period);
    arena.kernels.lowestByRow(bottom, l, n, period);
    arena.kernels.rangePosition(out, top, bottom, c, n);
  });
}

/** Where the close lies in the range of `period` candles, -100 to 0. Source: TA-Lib WILLR. */
export function willr({ high, low, close }: Pick<Prices, 'high' | 'low' | 'close'>, period = 14): Column {
  return oneAfterMissing([high, low, close], (n, out, h, l, c) => {
    const [top, bottom] = [room(n), room(n)];
    arena.kernels.highest(top, h, n, period);
    arena.kernels.lowest(bottom, l, n, period);
    arena.kernels.rangeDepth(out, top, bottom, c, n);
  });
}

/** Commodity channel index. Source: TA-Lib CCI. */
export function cci(prices: Omit<Prices, 'open' | 'volume'>, period = 14): Column {
  const n = prices.close.length;
  return only([prices.high, prices.low, prices.close], () =>
    makeColumn(n, [typicalPrice(prices)], (out, typical) => arena.kernels.cci(out, typical, n, period)),
  );
}

/** Money flow index, 0 to 100. Source: TA-Lib MFI. */
export function mfi({ high, low, close, volume }: Omit<Prices, 'open'>, period = 14): Column {
  return oneAfterMissing([high, low, close, volume], (n, out, h, l, c, v) =>
    arena.kernels.moneyFlowIndex(out, h, l, c, v, n, period, room(2 * n)),
  );
}

/** How long ago the high and the low of the window were, 0 (long) to 100 (now). Source: TA-Lib AROON. */
export function aroon({ high, low }: Pick<Prices, 'high' | 'low'>, period = 14): { up: Column; down: Column } {
  const [up, down] = afterMissing(2, [high, low], (n, rise, fall, h, l) => arena.kernels.aroon(rise, fall, h, l, n, period));
  return { up: up, down: down };
}

/** Where the close lies between open and range, -1 to 1. Source: TA-Lib BOP. */
export function bop({ open, high, low, close }: Omit<Prices, 'volume'>): Column {
  const n = close.length;
  return makeColumn(n, [open, high, low, close], (out, o, h, l, c) => arena.kernels.balanceOfPower(out, o, h, l, c, n));
}

/** Buying pressure over three periods, 0 to 100. Source: TA-Lib ULTOSC. */
export function ultosc({ high, low, close }: Omit<Prices, 'open' | 'volume'>, short = 7, medium = 14, long = 28): Column {
  return oneAfterMissing([high, low, close], (n, out, h, l, c) =>
    arena.kernels.ultimateOscillator(out, h, l, c, n, short, medium, long, room(2 * n)),
  );
}
