import { Column } from './column.ts';

/** Candles after which window sums are begun anew. */
const AFRESH = 512;

/**
 * Bollinger bands: the average and `deviations` sample standard deviations around it. The first windows are as long as
 * there are candles, so the bands begin with the second candle. Source: qtpylib.
 */
export function bollinger(column: Column, period = 20, deviations = 2): { lower: Column; middle: Column; upper: Column } {
  const input = column.values;
  const middle = new Float64Array(input.length);
  const width = new Float64Array(input.length);
  // mean and sum of squared distances of the window, moved on value by value; begun anew now and then, so that dust can't gather
  let mean = 0;
  let squares = 0;
  for (let index = 0; index < input.length; index++) {
    const value = input[index]!;
    const count = Math.min(period, index + 1);
    if (index % AFRESH === 0 || !Number.isFinite(mean)) {
      mean = 0;
      for (let back = 0; back < count; back++) mean += input[index - back]! / count;
      squares = 0;
      for (let back = 0; back < count; back++) squares += (input[index - back]! - mean) ** 2;
    } else if (index < period) {
      const before = value - mean;
      mean += before / count;
      squares += before * (value - mean);
    } else {
      const gone = input[index - period]!;
      const before = mean;
      mean += (value - gone) / period;
      squares += (value - gone) * (value - mean + gone - before);
    }
    middle[index] = mean;
    width[index] = count > 1 ? deviations * Math.sqrt(Math.max(squares, 0) / (count - 1)) : Number.NaN;
  }
  const centre = new Column(middle);
  const band = new Column(width);
  return { lower: centre.minus(band), middle: centre, upper: centre.plus(band) };
}
