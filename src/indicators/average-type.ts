import { Column, only } from './column.ts';
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

/** Candles before the first value. */
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

/** A moving average that begins late, so that its first value is at `start`: as if the candles before those it needs were not there. */
export function averageFrom(column: Column, period: number, type: AverageType, start: number): Column {
  const from = Math.max(0, start - averageLookback(period, type));
  if (from <= firstNumber(column)) return movingAverage(column, period, type);
  const known = column.peek().slice();
  known.fill(Number.NaN, 0, from);
  return only([], () => movingAverage(new Column(known, true), period, type));
}

/** A moving average whose period differs from candle to candle, within limits. Source: TA-Lib MAVP. */
export function variableAverage(column: Column, periods: Column, shortest = 2, longest = 30, type: AverageType = 'sma'): Column {
  const output = new Float64Array(column.length).fill(Number.NaN);
  const start = Math.max(firstNumber(column), firstNumber(periods)) + averageLookback(longest, type);
  const wanted = periods.peek().slice();
  const rows = new Map<number, number[]>();
  for (let index = start; index < output.length; index++) {
    const period = Math.min(Math.max(Math.trunc(wanted[index]!), shortest), longest);
    const known = rows.get(period);
    if (known === undefined) rows.set(period, [index]);
    else known.push(index);
  }
  for (const [period, at] of rows) {
    const average = averageFrom(column, period, type, start).peek();
    for (const row of at) output[row] = average[row]!;
  }
  return new Column(output, true);
}
