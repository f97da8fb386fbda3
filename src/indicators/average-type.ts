import * as arena from './arena.ts';
import { type Column, makeColumn, only } from './column.ts';
import { mama } from './hilbert.ts';
import { dema, ema, firstNumber, hma, kama, rma, sma, t3, tema, trima, wma, zlema } from './moving-average.ts';

/** A moving average by name. Source: TA-Lib's matype. */
export type AverageType = 'sma' | 'ema' | 'wma' | 'dema' | 'tema' | 'trima' | 'kama' | 'mama' | 't3' | 'hma' | 'zlema' | 'rma';

const AVERAGES: Readonly<Record<AverageType, (column: Column, period: number) => Column>> = {
  sma,
  ema,
  wma,
  dema,
  tema,
  trima,
  kama,
  // has no period
  mama: (column) => mama(column).mama,
  t3: (column, period) => t3(column, period),
  hma,
  zlema,
  rma,
};

/** A moving average of a type. A period of 1 gives the values themselves. Source: TA-Lib MA. */
export function movingAverage(column: Column, period: number, type: AverageType = 'sma'): Column {
  return period <= 1 ? column : AVERAGES[type](column, period);
}

/** Candles before the first value. @internal */
export function averageLookback(period: number, type: AverageType): number {
  if (period <= 1) return 0;
  switch (type) {
    case 'dema':
      return 2 * (period - 1);
    case 'tema':
      return 3 * (period - 1);
    case 't3':
      return 6 * (period - 1);
    case 'kama':
      return period;
    case 'mama':
      return 32;
    case 'hma':
      return period - 1 + Math.floor(Math.sqrt(period)) - 1;
    case 'zlema':
      return period - 1 + Math.floor((period - 1) / 2);
    default:
      return period - 1;
  }
}

/** Averages of the rows in their window alone: what lies before makes no difference. */
const OF_A_WINDOW: ReadonlySet<AverageType> = new Set(['sma', 'wma', 'trima']);

/** A moving average that begins late, so that its first value is at `start`: as if the candles before those it needs were not there. @internal */
export function averageFrom(column: Column, period: number, type: AverageType, start: number): Column {
  const from = Math.max(0, start - averageLookback(period, type));
  const first = firstNumber(column);
  if (from <= first) return movingAverage(column, period, type);
  if (OF_A_WINDOW.has(type) && !column.peek().subarray(first, from).some(Number.isNaN)) return movingAverage(column, period, type);
  const { length } = column;
  return only([column], () =>
    movingAverage(
      makeColumn(length, [column], (out, a) => arena.kernels.blankBefore(out, a, length, from)),
      period,
      type,
    ),
  );
}

/** A moving average whose period differs from candle to candle, within limits. Source: TA-Lib MAVP. */
export function variableAverage(column: Column, periods: Column, shortest = 2, longest = 30, type: AverageType = 'sma'): Column {
  const { length } = column;
  const start = Math.max(firstNumber(column), firstNumber(periods)) + averageLookback(longest, type);
  return only([column, periods], () => {
    const wanted = makeColumn(length, [periods], (out, a) => arena.kernels.wholeWithin(out, a, length, shortest, longest));
    const occurs = new Uint8Array(longest + 1);
    for (const period of wanted.peek().subarray(start)) occurs[period] = 1;
    let result = makeColumn(length, [], (out) => arena.kernels.fillWith(out, length, Number.NaN));
    for (let period = shortest; period <= longest; period++) {
      if (occurs[period] === 0) continue;
      result = only([], () =>
        makeColumn(length, [result, averageFrom(column, period, type, start), wanted], (out, known, average, own) =>
          arena.kernels.pickWhere(out, known, average, own, length, start, period),
        ),
      );
    }
    return result;
  });
}
