import { Column } from './column.ts';
import { sma } from './moving-average.ts';

/** Bollinger bands: the simple average and `deviations` sample standard deviations around it, as qtpylib computes them. */
export function bollinger(column: Column, period = 20, deviations = 2): { lower: Column; middle: Column; upper: Column } {
  const middle = sma(column, period);
  const width = new Float64Array(column.length).fill(Number.NaN);
  for (let index = period - 1; index < column.length; index++) {
    const mean = middle.values[index]!;
    let squares = 0;
    for (let back = 0; back < period; back++) squares += (column.values[index - back]! - mean) ** 2;
    width[index] = deviations * Math.sqrt(squares / (period - 1));
  }
  const band = new Column(width);
  return { lower: middle.minus(band), middle, upper: middle.plus(band) };
}
