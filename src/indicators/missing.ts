import { Column } from './column.ts';
import { firstNumber } from './moving-average.ts';

type Columns = Readonly<Record<string, Column>>;

/**
 * Computes from the first candle on of which every input has a number, as if those before were not there, and puts the results in
 * their place; `before` stands in front. A function that begins with sums over its first candles needs it.
 */
export function afterMissing<In extends Columns, Out extends Column | Columns>(
  inputs: In,
  compute: (inputs: In) => Out,
  before = Number.NaN,
): Out {
  let first = 0;
  for (const column of Object.values(inputs)) first = Math.max(first, firstNumber(column.values));
  if (first === 0) return compute(inputs);
  const cut = Object.fromEntries(Object.entries(inputs).map(([name, column]) => [name, column.slice(first)])) as unknown as In;
  const put = (column: Column): Column => {
    const values = new Float64Array(first + column.length).fill(before, 0, first);
    values.set(column.values, first);
    return new Column(values);
  };
  const result = compute(cut);
  if (result instanceof Column) return put(result) as Out;
  return Object.fromEntries(Object.entries(result as Columns).map(([name, column]) => [name, put(column)])) as unknown as Out;
}

/** The values from the first number of another column on: what came before was not told yet. */
export function fromFirstOf(column: Column, other: Column): Column {
  const values = column.values.slice();
  values.fill(Number.NaN, 0, firstNumber(other.values));
  return new Column(values);
}
