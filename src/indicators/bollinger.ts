import { Column } from './column.ts';

/**
 * Bollinger bands: the average and `deviations` sample standard deviations around it. The first windows are as long as
 * there are candles, so the bands begin with the second candle. Source: qtpylib.
 */
export function bollinger(column: Column, period = 20, deviations = 2): { lower: Column; middle: Column; upper: Column } {
  const input = column.values;
  const middle = new Float64Array(input.length);
  const width = new Float64Array(input.length);
  for (let index = 0; index < input.length; index++) {
    const count = Math.min(period, index + 1);
    let sum = 0;
    for (let back = 0; back < count; back++) sum += input[index - back]!;
    const mean = sum / count;
    let squares = 0;
    for (let back = 0; back < count; back++) squares += (input[index - back]! - mean) ** 2;
    middle[index] = mean;
    width[index] = count > 1 ? deviations * Math.sqrt(squares / (count - 1)) : Number.NaN;
  }
  const centre = new Column(middle);
  const band = new Column(width);
  return { lower: centre.minus(band), middle: centre, upper: centre.plus(band) };
}
