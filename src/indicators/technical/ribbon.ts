import type { Column } from '../column.ts';
import { ema, sma } from '../moving-average.ts';

/** Madrid's colours, as texts for a column of the frame. */

/** Colour of an average: `lime` rising and `maroon` falling above the longest, `green` rising and `red` falling below it, else `grey`. */
export type RibbonColour = 'lime' | 'maroon' | 'red' | 'green' | 'grey';

const RIBBON = [10, 20, 30, 40, 50, 60, 70, 80, 90] as const;
const LONGEST = 100;

function colours(average: Column, reference: Column): readonly RibbonColour[] {
  const [values, longest] = [average.values, reference.values];
  return Array.from(values, (value, row) => {
    const change = row === 0 ? Number.NaN : value - values[row - 1]!;
    if (value > longest[row]!) return change >= 0 ? 'lime' : change < 0 ? 'maroon' : 'grey';
    if (value < longest[row]!) return change <= 0 ? 'red' : change >= 0 ? 'green' : 'grey';
    return 'grey';
  });
}

/** Madrid's ribbon of averages: the colour of that of 5 candles (`lead`), and of those of 10 to 90 (`ma10` …). Source: technical mmar. */
export function mmar(column: Column, type: 'ema' | 'sma' = 'ema'): Readonly<Record<string, readonly RibbonColour[]>> {
  const average = type === 'sma' ? sma : ema;
  const longest = average(column, LONGEST);
  return Object.fromEntries([
    ['lead', colours(average(column, 5), longest)],
    ...RIBBON.map((period) => [`ma${period}`, colours(average(column, period), longest)] as const),
  ]);
}

/**
 * Madrid's squeeze, as colours: of the close beside the average (`close`: aqua, fuchsia), of a middle average (`reference`: green,
 * maroon, yellow where it turns), of a short one (`squeeze`: lime, red). Source: technical madrid_sqz.
 */
export function madridSqueeze(
  column: Column,
  period = 34,
  medium = 13,
  short = 5,
): Readonly<Record<'close' | 'reference' | 'squeeze', readonly string[]>> {
  const middle = ema(column, period);
  const [close, reference, squeeze] = [
    column.minus(middle).values,
    ema(column, medium).minus(middle).values,
    ema(column, short).minus(middle).values,
  ];
  return {
    close: Array.from(close, (value) => (value >= 0 ? 'aqua' : 'fuchsia')),
    reference: Array.from(reference, (value, row) => {
      if ((value >= 0 && close[row]! < value) || (value < 0 && close[row]! > value)) return 'yellow';
      return value >= 0 ? 'green' : 'maroon';
    }),
    squeeze: Array.from(squeeze, (value) => (value >= 0 ? 'lime' : 'red')),
  };
}
