import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as arena from './arena.ts';
import { Column, Mask } from './column.ts';
import { bollinger, ema, rsi } from './index.ts';

const STEPS: readonly ((a: Column, b: Column) => Column)[] = [
  (a, b) => a.plus(b),
  (a, b) => a.minus(b).abs(),
  (a) => ema(a, 3),
  (a) => rsi(a, 3),
  (a) => a.rolling(4).std(),
  (a, b) => a.where(a.above(b), b),
  (a) => bollinger(a, 3, 2).upper,
  (a) => a.map((value) => value * 2),
  (a, b) => a.shift(1).fill(b),
  (a) => a.slice(0, a.length).times(1),
];

type Step = readonly [operation: number, left: number, right: number];

/** Columns that are made of each other, and what is done to their arrays on the way. */
function made(values: Float64Array, steps: readonly Step[], changed: readonly number[]): Column[] {
  const columns = [new Column(values.slice(), true), Column.from([...values].reverse())];
  for (const [index, [operation, left, right]] of steps.entries()) {
    const at = (place: number) => columns[place % columns.length]!;
    columns.push(STEPS[operation % STEPS.length]!(at(left), at(right)));
    // whoever asks for an array may write into it
    if (changed.includes(index)) at(left).values.fill(index);
  }
  return columns;
}

const input = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 50 }).map((cells) => Float64Array.from(cells));
const steps = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 1, maxLength: 25 });

describe('columns that were given up', () => {
  it('are the same when they are made again, in whatever order they are asked for', () => {
    fc.assert(
      fc.property(
        input,
        steps,
        fc.array(fc.nat(24), { maxLength: 3 }),
        fc.array(fc.nat(), { maxLength: 40 }),
        (values, wanted, changed, asked) => {
          const kept = made(values, wanted, changed).map((column) => column.values.slice());
          const since = arena.mark();
          const columns = made(values, wanted, changed);
          arena.letGo(since);
          // something else lies where they lay
          const other = ema(Column.from(values), 2).plus(1);
          for (const place of [...asked.map((at) => at % columns.length), ...columns.keys()]) {
            const column = columns[place]!;
            expect([...column.peek()]).toEqual([...kept[place]!]);
            // what is written into an array afterwards changes nothing that is made of the column
            if (asked.length % 2 === 0) {
              expect([...column.values]).toEqual([...kept[place]!]);
              column.values.fill(-1);
              kept[place]!.fill(-1);
            }
          }
          expect([...other.values]).toEqual([...ema(Column.from(values), 2).plus(1).values]);
          arena.settle();
        },
      ),
      { numRuns: 300 },
    );
  });

  it('take no memory until they are asked for, and go through more than there is room for at once', () => {
    const long = Column.from(new Float64Array(2_000_000).fill(3));
    const since = arena.mark();
    let column = long;
    // twelve of them are more than may lie in the kernels' memory
    for (let step = 0; step < 12; step++) column = column.plus(1);
    const mask = column.above(14);
    arena.letGo(since);
    expect(column.address).toBe(0);
    expect([column.last(), mask.peek()[0], Mask.from([true]).peek()[0]]).toEqual([15, 1, 1]);
  });

  it('are not changed by what is written into a part of a part of a column that they are made of', () => {
    const since = arena.mark();
    const column = Column.from([1, 2, 3]).plus(0);
    const made = column.times(2);
    arena.letGo(since);
    column.slice(0, 3).slice(1, 3).values.fill(9);
    expect([[...column.values], [...made.values]]).toEqual([
      [1, 9, 9],
      [2, 4, 6],
    ]);
  });

  it('come again from many steps ago', () => {
    const since = arena.mark();
    let column = Column.from([1, 2, 3]);
    for (let step = 0; step < 5000; step++) column = column.plus(column).times(0.5);
    arena.letGo(since);
    expect([...column.values]).toEqual([1, 2, 3]);
  });
});
