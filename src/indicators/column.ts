import * as arena from './arena.ts';
import { described, isParameter } from './described.ts';
import { ArgumentError, needFunction, needNumber, needValues, needWeights, needWhole } from './method-arguments.ts';
import { Stored } from './stored.ts';

/** True or false per candle. */
export class Mask extends Stored<Uint8Array> {
  constructor(values: Uint8Array | arena.Slot) {
    super(values, false);
  }
  get bytes(): number {
    return this.length;
  }
  protected at(address: number): Uint8Array {
    return arena.bytesAt(address, this.length);
  }
  /** Of values from a loop of one's own, oldest first; a copy. */
  static from(values: ArrayLike<boolean | number>): Mask {
    needValues('Mask.from', values, true);
    return new Mask(Uint8Array.from(Array.from(values), (value) => (value ? 1 : 0)));
  }
  and(...others: readonly Mask[]): Mask {
    return others.reduce<Mask>((all, other) => all.#combined(other, arena.kernels.both), this);
  }
  or(...others: readonly Mask[]): Mask {
    return others.reduce<Mask>((all, other) => all.#combined(other, arena.kernels.either), this);
  }
  /** Moved `count` candles later; false comes in at the front. */
  shift(count: number): Mask {
    needWhole('shift', count);
    const moved = new Uint8Array(this.length);
    if (Math.abs(count) < this.length)
      moved.set(this.peek().subarray(Math.max(0, -count), this.length - Math.max(0, count)), Math.max(0, count));
    return new Mask(moved);
  }
  /** As numbers: 1 where it is true, 0 elsewhere. */
  numbers(): Column {
    return new Column(Float64Array.from(this.peek()), true);
  }
  not(): Mask {
    return makeMask(this.length, [this], (out, mask) => arena.kernels.opposite(out, mask, this.length));
  }
  #combined(other: Mask, kernel: (out: number, a: number, b: number, n: number) => void): Mask {
    if (!(other instanceof Mask)) throw notOf('A mask is combined with masks', other);
    if (other.length !== this.length) throw new Error(`Masks of ${this.length} and ${other.length} candles can't be combined.`);
    return makeMask(this.length, [this, other], (out, a, b) => kernel(out, a, b, this.length));
  }
}

/** What may stand on the other side of a comparison: a column, or one number for all candles. */
export type Operand = Column | number;

/** One number per candle, oldest first; NaN where there is none. Comparisons with NaN are false. */
export class Column extends Stored<Float64Array> {
  /** @param isOwned nobody else will change the array */
  constructor(values: Float64Array | arena.Slot, isOwned = false) {
    super(values, isOwned);
  }
  /** Of values from a loop of one's own, oldest first; a copy. NaN for none. */
  static from(values: ArrayLike<number>): Column {
    needValues('Column.from', values, false);
    const numbers = Array.isArray(values)
      ? Float64Array.from(values, (value: number | null) => value ?? Number.NaN)
      : Float64Array.from(values);
    return new Column(numbers, true);
  }
  get bytes(): number {
    return 8 * this.length;
  }
  protected at(address: number): Float64Array {
    return arena.numbersAt(address, this.length);
  }
  /** Value `back` candles before the last; NaN beyond the first. */
  last(back = 0): number {
    needWhole('last', back, 0);
    return this.peek()[this.length - 1 - back] ?? Number.NaN;
  }
  plus(other: Operand): Column {
    return this.#joined(other, arena.kernels.add, arena.kernels.addOne);
  }
  minus(other: Operand): Column {
    return this.#joined(other, arena.kernels.subtract, arena.kernels.subtractOne);
  }
  times(other: Operand): Column {
    return this.#joined(other, arena.kernels.multiply, arena.kernels.multiplyOne);
  }
  over(other: Operand): Column {
    return this.#joined(other, arena.kernels.divide, arena.kernels.divideOne);
  }
  above(other: Operand): Mask {
    return this.#compared(other, arena.kernels.isAbove, arena.kernels.isAboveOne, false);
  }
  below(other: Operand): Mask {
    return this.#compared(other, arena.kernels.isAbove, arena.kernels.isAboveOne, true);
  }
  atLeast(other: Operand): Mask {
    return this.#compared(other, arena.kernels.isAtLeast, arena.kernels.isAtLeastOne, false);
  }
  atMost(other: Operand): Mask {
    return this.#compared(other, arena.kernels.isAtLeast, arena.kernels.isAtLeastOne, true);
  }
  /** Above now, and not above one candle ago. */
  crossedAbove(other: Operand): Mask {
    return this.#compared(other, arena.kernels.crossed, arena.kernels.crossedOne, false);
  }
  /** Below now, and not below one candle ago. */
  crossedBelow(other: Operand): Mask {
    return this.#compared(other, arena.kernels.crossed, arena.kernels.crossedOne, true);
  }
  /** Moved `count` candles later; NaN comes in at the front. */
  shift(count: number): Column {
    needWhole('shift', count);
    return this.#derived((out, a) => arena.kernels.shifted(out, a, this.length, count));
  }
  /** Neither below nor above. */
  equals(other: Operand): Mask {
    return this.#compared(other, arena.kernels.isEqual, arena.kernels.isEqualOne, false);
  }
  /** Both are numbers and not the same. */
  differs(other: Operand): Mask {
    return this.#compared(other, arena.kernels.isDifferent, arena.kernels.isDifferentOne, false);
  }
  /** From `low` to `high`, both included. */
  between(low: Operand, high: Operand): Mask {
    return this.atLeast(low).and(this.atMost(high));
  }
  /** Where there is a number. */
  isKnown(): Mask {
    return makeMask(this.length, [this], (out, a) => arena.kernels.isKnown(out, a, this.length));
  }
  /** Another value for each; NaN stays NaN only where the function says so. */
  map(of: (value: number, index: number) => number): Column {
    needFunction('map', of);
    // a copy: the function may make columns
    const input = this.peek().slice();
    let answered = input.length === 0;
    for (let index = 0; index < input.length; index++) {
      const made: unknown = of(input[index]!, index);
      answered ||= made !== undefined;
      input[index] = numberOf(made, index);
    }
    if (!answered) throw new ArgumentError('map: its function returns nothing. Does it say "return"?');
    return new Column(input, true);
  }
  abs(): Column {
    return this.#derived((out, a) => arena.kernels.absolute(out, a, this.length));
  }
  sqrt(): Column {
    return this.#derived((out, a) => arena.kernels.root(out, a, this.length));
  }
  floor(): Column {
    return this.#derived((out, a) => arena.kernels.floor(out, a, this.length));
  }
  ceil(): Column {
    return this.#derived((out, a) => arena.kernels.ceil(out, a, this.length));
  }
  exp(): Column {
    return this.#derived((out, a) => arena.kernels.exp(out, a, this.length));
  }
  /** Natural logarithm. */
  log(): Column {
    return this.#derived((out, a) => arena.kernels.log(out, a, this.length));
  }
  log10(): Column {
    return this.#derived((out, a) => arena.kernels.log10(out, a, this.length));
  }
  /** Of angles in radians, as the others. */
  sin(): Column {
    return this.#derived((out, a) => arena.kernels.sin(out, a, this.length));
  }
  cos(): Column {
    return this.#derived((out, a) => arena.kernels.cos(out, a, this.length));
  }
  tan(): Column {
    return this.#derived((out, a) => arena.kernels.tan(out, a, this.length));
  }
  asin(): Column {
    return this.#derived((out, a) => arena.kernels.asin(out, a, this.length));
  }
  acos(): Column {
    return this.#derived((out, a) => arena.kernels.acos(out, a, this.length));
  }
  atan(): Column {
    return this.#derived((out, a) => arena.kernels.atan(out, a, this.length, 1));
  }
  sinh(): Column {
    return this.#derived((out, a) => arena.kernels.sinh(out, a, this.length));
  }
  cosh(): Column {
    return this.#derived((out, a) => arena.kernels.cosh(out, a, this.length));
  }
  tanh(): Column {
    return this.#derived((out, a) => arena.kernels.tanh(out, a, this.length));
  }
  /** At least `low` and at most `high`; NaN stays. */
  clip(low: number, high = Number.POSITIVE_INFINITY): Column {
    needNumber('clip', low);
    needNumber('clip', high);
    if (low > high) throw new ArgumentError(`clip: write the least value first, then the greatest, not ${low} and ${high}.`);
    return this.#derived((out, a) => arena.kernels.clip(out, a, this.length, low, high));
  }
  /** The values where the mask is true, `otherwise` elsewhere. */
  where(mask: Mask, otherwise: Operand = Number.NaN): Column {
    if (!(mask instanceof Mask)) throw notOf('Values are chosen by a mask', mask);
    if (mask.length !== this.length) throw new Error(`A mask of ${mask.length} candles does not fit a column of ${this.length}.`);
    if (typeof otherwise === 'number')
      return makeColumn(this.length, [mask, this], (out, at, a) => arena.kernels.whereOne(out, at, a, otherwise, this.length));
    return makeColumn(this.length, [mask, this, this.#fitting(otherwise)], (out, at, a, b) =>
      arena.kernels.where(out, at, a, b, this.length),
    );
  }
  /** The larger of two, candle by candle; NaN where one is missing. */
  larger(other: Operand): Column {
    return this.#joined(other, arena.kernels.larger, arena.kernels.largerOne);
  }
  smaller(other: Operand): Column {
    return this.#joined(other, arena.kernels.smaller, arena.kernels.smallerOne);
  }
  /** Difference to `count` candles before. */
  diff(count = 1): Column {
    needWhole('diff', count);
    if (count < 0) return this.minus(this.shift(count));
    return this.#derived((out, a) => arena.kernels.difference(out, a, this.length, count));
  }
  /** Relative change to `count` candles before, 0.01 = 1 %. */
  pctChange(count = 1): Column {
    needWhole('pctChange', count);
    if (count < 0) return this.over(this.shift(count)).minus(1);
    return this.#derived((out, a) => arena.kernels.change(out, a, this.length, count));
  }
  /** Goes on over missing numbers, which stay missing; the others do so too. */
  cumSum(): Column {
    return this.#derived((out, a) => arena.kernels.cumulativeSum(out, a, this.length));
  }
  cumMax(): Column {
    return this.#derived((out, a) => arena.kernels.cumulativeExtreme(out, a, this.length, 1));
  }
  cumMin(): Column {
    return this.#derived((out, a) => arena.kernels.cumulativeExtreme(out, a, this.length, -1));
  }
  cumProduct(): Column {
    return this.#derived((out, a) => arena.kernels.cumulativeProduct(out, a, this.length));
  }
  /** Another value, or those of another column, where there is no number. */
  fill(other: Operand): Column {
    return this.#joined(other, arena.kernels.fill, arena.kernels.fillOne);
  }
  /** The last number before, where there is none. */
  forwardFill(): Column {
    return this.#derived((out, a) => arena.kernels.forwardFill(out, a, this.length));
  }
  /** Rows from `start` to before `end`: a view, nothing is copied. */
  slice(start: number, end = this.length): Column {
    needWhole('slice', start);
    needWhole('slice', end);
    const part = new Column(this.moveOut().subarray(start, end));
    part.shareWith(this);
    return part;
  }
  /** Windows of `period` candles. @param least numbers a window needs; all of them when left out */
  rolling(period: number, least = period): Rolling {
    if (!Number.isInteger(period) || period < 1)
      throw new Error(`A window of ${described(period)} candles can't be: it must be a whole number of at least 1.`);
    if (!Number.isInteger(least) || least < 0 || least > period)
      throw new ArgumentError(`rolling: of a window of ${period} candles, ${described(least)} can't be needed.`);
    return new Rolling(this, period, least);
  }
  /** Exponential weights. Source: pandas ewm. */
  ewm(weights: ExponentialWeights): Column {
    needWeights(weights);
    const { adjust = true, least = 0 } = weights;
    return this.#derived((out, a) => arena.kernels.exponentialMean(out, a, this.length, alphaOf(weights), adjust, least));
  }

  #derived(kernel: (out: number, a: number) => void): Column {
    return makeColumn(this.length, [this], kernel);
  }
  #joined(other: Operand, two: TwoColumns, one: WithNumber): Column {
    const n = this.length;
    if (typeof other === 'number') return makeColumn(n, [this], (out, a) => one(out, a, other, n));
    return makeColumn(n, [this, this.#fitting(other)], (out, a, b) => two(out, a, b, n));
  }
  #compared(other: Operand, two: TwoColumns, one: Against, isSwapped: boolean): Mask {
    const n = this.length;
    if (typeof other === 'number') return makeMask(n, [this], (out, a) => one(out, a, other, n, isSwapped));
    return makeMask(n, [this, this.#fitting(other)], (out, a, b) => (isSwapped ? two(out, b, a, n) : two(out, a, b, n)));
  }
  /** Another column, as long as this one. */
  #fitting(other: Column): Column {
    if (!(other instanceof Column)) throw notOf('A column is computed and compared with a column or a number', other);
    if (other.length === this.length) return other;
    throw new ArgumentError(
      `A column of ${other.length} candles does not fit one of ${this.length}. Of a larger timeframe, join it: informative, resampledMerge.`,
    );
  }
}

/** A number that a function of the user's made; NaN for none. */
function numberOf(made: unknown, row: number): number {
  if (typeof made === 'number' || typeof made === 'boolean') return Number(made);
  if (made === null || made === undefined) return Number.NaN;
  throw new ArgumentError(`map: its function must return numbers, and returns ${described(made)} in row ${row}.`);
}

/** What stands where something else belongs. */
function notOf(wanted: string, value: unknown): TypeError {
  return new TypeError(`${wanted}, and this is ${described(value)}.${isParameter(value) ? ' Write its ".value".' : ''}`);
}

type TwoColumns = (out: number, a: number, b: number, n: number) => void;
type WithNumber = (out: number, a: number, value: number, n: number) => void;
type Against = (out: number, a: number, value: number, n: number, isSwapped: boolean) => void;
type Input = Column | Mask;

/** One of four ways to say how fast weights fall, as pandas has them. */
export type ExponentialWeights = (
  | { readonly span: number }
  | { readonly alpha: number }
  | { readonly halfLife: number }
  | { readonly com: number }
) & {
  /** Divide by the weights there are; true when left out. */
  readonly adjust?: boolean;
  /** Numbers needed before the first result. */
  readonly least?: number;
};

function alphaOf(weights: ExponentialWeights): number {
  if ('alpha' in weights) return weights.alpha;
  if ('span' in weights) return 2 / (weights.span + 1);
  if ('com' in weights) return 1 / (1 + weights.com);
  return 1 - Math.exp(-Math.LN2 / weights.halfLife);
}

/** Lets a kernel fill room for results of `bytes` each. @returns where they are */
function fillRoom(
  count: number,
  bytes: number,
  inputs: readonly Input[],
  kernel: (...addresses: number[]) => void,
  isAgain: boolean,
): number[] {
  arena.makeRoom();
  for (const input of inputs) input.settleIn();
  const results: number[] = [];
  for (let index = 0; index < count; index++) results.push(arena.reserve(bytes));
  const end = arena.end();
  const addresses = results.slice();
  for (const input of inputs) addresses.push(isAgain ? input.placedAgain() : input.placed());
  kernel(...addresses);
  // copies of inputs, and what the kernel needed beside
  arena.freeTo(end);
  return results;
}

/** Results of a kernel, with how each is made again. */
function slots(
  count: number,
  length: number,
  bytes: number,
  inputs: readonly Input[],
  kernel: (...addresses: number[]) => void,
): arena.Slot[] {
  const steps = 1 + inputs.reduce((most, input) => Math.max(most, input.steps), 0);
  return fillRoom(count, bytes, inputs, kernel, false).map((address, index) => {
    const again = () => fillRoom(count, bytes, inputs, kernel, true)[index]!;
    return new arena.Slot(address, length, { inputs, again, steps });
  });
}

function makeMask(length: number, inputs: readonly Input[], kernel: (...addresses: number[]) => void): Mask {
  return new Mask(slots(1, length, length, inputs, kernel)[0]!);
}

/** A code from 1 to 255 for each row where the mask is true, that of before elsewhere; 0 for none. @internal */
export function codeWhere(mask: Mask, code: number, before: Mask | null): Mask {
  const n = mask.length;
  if (before === null) return makeMask(n, [mask], (out, at) => arena.kernels.codeOrNone(out, at, n, code));
  return makeMask(n, [before, mask], (out, codes, at) => arena.kernels.codeWhere(out, codes, at, n, code));
}

/** A number where the mask is true; the values of a column, or another number, elsewhere. @internal */
export function setWhere(mask: Mask, value: number, otherwise: Operand): Column {
  const n = mask.length;
  if (typeof otherwise === 'number')
    return makeColumn(n, [mask], (out, at) => {
      arena.kernels.fillWith(out, n, otherwise);
      arena.kernels.setWhere(out, at, value, out, n);
    });
  return makeColumn(n, [mask, otherwise], (out, at, a) => arena.kernels.setWhere(out, at, value, a, n));
}

/** A column that a kernel fills. @param kernel given the addresses of the result and of the inputs @internal */
export function makeColumn(length: number, inputs: readonly Input[], kernel: (...addresses: number[]) => void): Column {
  return new Column(slots(1, length, 8 * length, inputs, kernel)[0]!);
}

/** As many columns as were asked for. */
type Columns<Count extends number, Made extends readonly Column[] = readonly []> = Made['length'] extends Count
  ? Made
  : Columns<Count, readonly [...Made, Column]>;

/** Several columns that a kernel fills. @internal */
export function makeColumns<Count extends number>(
  count: Count,
  length: number,
  inputs: readonly Input[],
  kernel: (...addresses: number[]) => void,
): Columns<Count> {
  const columns = slots(count, length, 8 * length, inputs, kernel).map((slot) => new Column(slot));
  return columns as readonly Column[] as Columns<Count>;
}

/** Room for columns that a running kernel needs beside. @internal */
export function room(length: number): number {
  return arena.reserve(8 * length);
}

/** Row of the first number of all columns; their length where there is none. */
function firstOf(addresses: readonly number[], length: number): number {
  let first = 0;
  for (const address of addresses) first = Math.max(first, arena.kernels.firstNumber(address, length));
  return first;
}

/**
 * Columns from the first candle on of which every input has a number, as if those before were not there; `before` stands in front.
 * A function that begins with sums over its first candles needs it. @param kernel given the length, then the addresses
 * @internal
 */
export function afterMissing<Count extends number>(
  count: Count,
  inputs: readonly Column[],
  kernel: (n: number, ...addresses: number[]) => void,
  before = Number.NaN,
): Columns<Count> {
  const length = inputs[0]!.length;
  for (const input of inputs)
    if (input.length !== length) throw new Error(`Columns of ${length} and ${input.length} candles can't be looked at together.`);
  return makeColumns(count, length, inputs, (...addresses) => {
    const first = firstOf(addresses.slice(count), length);
    for (let index = 0; index < count; index++) arena.kernels.fillWith(addresses[index]!, first, before);
    kernel(length - first, ...addresses.map((address) => address + 8 * first));
  });
}

/** One such column. @internal */
export function oneAfterMissing(inputs: readonly Column[], kernel: (n: number, ...addresses: number[]) => void, before?: number): Column {
  return afterMissing(1, inputs, kernel, before)[0];
}

/** Whether no number is missing. @internal */
export function isWhole(column: Column): boolean {
  column.settleIn();
  const end = arena.end();
  const isAll = Boolean(arena.kernels.isWhole(column.placed(), column.length));
  arena.freeTo(end);
  return isAll;
}

/** The values from the first number of another column on: what came before was not known yet. @internal */
export function blankBefore(column: Column, other: Column): Column {
  const n = column.length;
  return makeColumn(n, [column, other], (out, a, b) => arena.kernels.blankBefore(out, a, n, arena.kernels.firstNumber(b, n)));
}

/** Makes columns of columns, and gives up those in between. @param inputs what they are made of @internal */
export function only<Result extends Column | Readonly<Record<string, Column>>>(inputs: readonly Column[], make: () => Result): Result {
  for (const input of inputs) input.settleIn();
  const since = arena.mark();
  const result = make();
  arena.giveUp(since, result instanceof Column ? [result] : Object.values(result));
  return result;
}

/** Sliding windows over a column; NaN where a window has too few numbers. Source: pandas rolling. */
export class Rolling {
  readonly #column: Column;
  readonly #period: number;
  readonly #least: number;

  constructor(column: Column, period: number, least: number) {
    this.#column = column;
    this.#period = period;
    this.#least = least;
  }
  mean(): Column {
    return this.#made((out, a, n) => arena.kernels.rollingMean(out, a, n, this.#period, this.#least));
  }
  sum(): Column {
    return this.#made((out, a, n) => arena.kernels.rollingSum(out, a, n, this.#period, this.#least));
  }
  /** @param freedom 1 for a sample, 0 for the whole population */
  variance(freedom = 1): Column {
    needWhole('variance', freedom);
    return this.#made((out, a, n) => arena.kernels.rollingVariance(out, a, n, this.#period, this.#least, freedom, false));
  }
  /** Standard deviation. @param freedom 1 for a sample, 0 for the whole population */
  std(freedom = 1): Column {
    needWhole('std', freedom);
    return this.#made((out, a, n) => arena.kernels.rollingVariance(out, a, n, this.#period, this.#least, freedom, true));
  }
  min(): Column {
    return this.#made((out, a, n) => arena.kernels.rollingMin(out, a, n, this.#period, this.#least, room(n)));
  }
  max(): Column {
    return this.#made((out, a, n) => arena.kernels.rollingMax(out, a, n, this.#period, this.#least, room(n)));
  }
  median(): Column {
    return this.quantile(0.5);
  }
  /** @param share 0 to 1 */
  quantile(share: number): Column {
    needNumber('quantile', share, 0, 1);
    return this.#made((out, a, n) => arena.kernels.rollingQuantile(out, a, n, this.#period, this.#least, share, room(this.#period + 1)));
  }
  skew(): Column {
    return this.#made((out, a, n) => arena.kernels.rollingSkew(out, a, n, this.#period, this.#least));
  }
  corr(other: Column): Column {
    const n = this.#column.length;
    if (!(other instanceof Column)) throw notOf('A column is correlated with a column', other);
    if (other.length !== n) throw new Error(`Columns of ${n} and ${other.length} candles have no correlation.`);
    return makeColumn(n, [this.#column, other], (out, a, b) => arena.kernels.rollingCorrelation(out, a, b, n, this.#period, this.#least));
  }
  /** Rank of the last value. @param isShare as a share of the window's count */
  rank(isShare = false): Column {
    return this.#made((out, a, n) => arena.kernels.rollingRank(out, a, n, this.#period, this.#least, isShare));
  }
  /** A function of the numbers of each window, oldest first. The array is used again for the next window. */
  apply(of: (values: Float64Array) => number): Column {
    needFunction('apply', of);
    // a copy: the function may make columns
    const input = this.#column.peek().slice();
    const output = new Float64Array(input.length);
    const window = new Float64Array(this.#period);
    for (let index = 0; index < input.length; index++) {
      let count = 0;
      for (let at = Math.max(0, index - this.#period + 1); at <= index; at++) if (!Number.isNaN(input[at]!)) window[count++] = input[at]!;
      output[index] = count < Math.max(this.#least, 1) ? Number.NaN : of(window.subarray(0, count));
    }
    return new Column(output, true);
  }
  #made(kernel: (out: number, a: number, n: number) => void): Column {
    const n = this.#column.length;
    return makeColumn(n, [this.#column], (out, a) => kernel(out, a, n));
  }
}
