import {
  eachWindow,
  exponentialMean,
  windowCorrelation,
  windowExtreme,
  windowMean,
  windowQuantile,
  windowRank,
  windowSkew,
  windowSum,
  windowVariance,
} from './window-statistics.ts';

/** True or false per candle. */
export class Mask {
  readonly values: Uint8Array;
  constructor(values: Uint8Array) {
    this.values = values;
  }
  get length(): number {
    return this.values.length;
  }
  and(...others: readonly Mask[]): Mask {
    const values = this.values.slice();
    for (const { values: other } of this.#fitting(others))
      for (let index = 0; index < values.length; index++) values[index]! &= other[index]!;
    return new Mask(values);
  }
  or(...others: readonly Mask[]): Mask {
    const values = this.values.slice();
    for (const { values: other } of this.#fitting(others))
      for (let index = 0; index < values.length; index++) values[index]! |= other[index]!;
    return new Mask(values);
  }
  not(): Mask {
    return new Mask(this.values.map((value) => (value === 0 ? 1 : 0)));
  }
  #fitting(others: readonly Mask[]): readonly Mask[] {
    for (const other of others)
      if (other.length !== this.length) throw new Error(`Masks of ${this.length} and ${other.length} candles can't be combined.`);
    return others;
  }
}

/** What may stand on the other side of a comparison: a column, or one number for all candles. */
export type Operand = Column | number;

/** One number per candle, oldest first; NaN where there is none. Comparisons with NaN are false. */
export class Column {
  readonly values: Float64Array;
  constructor(values: Float64Array) {
    this.values = values;
  }
  get length(): number {
    return this.values.length;
  }
  /** Value `back` candles before the last; NaN beyond the first. */
  last(back = 0): number {
    return this.values[this.values.length - 1 - back] ?? Number.NaN;
  }
  plus(other: Operand): Column {
    return sumOf(this.values, this.#across(other));
  }
  minus(other: Operand): Column {
    return differenceOf(this.values, this.#across(other));
  }
  times(other: Operand): Column {
    return productOf(this.values, this.#across(other));
  }
  over(other: Operand): Column {
    return quotientOf(this.values, this.#across(other));
  }
  above(other: Operand): Mask {
    return greater(this.values, this.#across(other), this.length, false);
  }
  below(other: Operand): Mask {
    return greater(this.#across(other), this.values, this.length, false);
  }
  atLeast(other: Operand): Mask {
    return greater(this.values, this.#across(other), this.length, true);
  }
  atMost(other: Operand): Mask {
    return greater(this.#across(other), this.values, this.length, true);
  }
  /** Above now, and not above one candle ago. */
  crossedAbove(other: Operand): Mask {
    return crossing(this.values, this.#across(other), this.length);
  }
  /** Below now, and not below one candle ago. */
  crossedBelow(other: Operand): Mask {
    return crossing(this.#across(other), this.values, this.length);
  }
  /** Moved `count` candles later; NaN comes in at the front. */
  shift(count: number): Column {
    const values = new Float64Array(this.length).fill(Number.NaN);
    if (count >= 0) values.set(this.values.subarray(0, Math.max(0, this.length - count)), Math.min(count, this.length));
    else values.set(this.values.subarray(Math.min(-count, this.length)));
    return new Column(values);
  }
  /** Neither below nor above. */
  equals(other: Operand): Mask {
    return this.#compared(other, (a, b) => a === b);
  }
  /** Both are numbers and not the same. */
  differs(other: Operand): Mask {
    return this.#compared(other, (a, b) => a < b || a > b);
  }
  /** From `low` to `high`, both included. */
  between(low: Operand, high: Operand): Mask {
    return this.atLeast(low).and(this.atMost(high));
  }
  /** Where there is a number. */
  isKnown(): Mask {
    const values = new Uint8Array(this.length);
    for (let index = 0; index < values.length; index++) values[index] = Number.isNaN(this.values[index]!) ? 0 : 1;
    return new Mask(values);
  }
  /** Another value for each; NaN stays NaN only where the function says so. */
  map(of: (value: number, index: number) => number): Column {
    const values = new Float64Array(this.length);
    for (let index = 0; index < values.length; index++) values[index] = of(this.values[index]!, index);
    return new Column(values);
  }
  abs(): Column {
    const values = new Float64Array(this.length);
    for (let index = 0; index < values.length; index++) values[index] = Math.abs(this.values[index]!);
    return new Column(values);
  }
  /** At least `low` and at most `high`; NaN stays. */
  clip(low: number, high = Number.POSITIVE_INFINITY): Column {
    return this.map((value) => (value < low ? low : Math.min(value, high)));
  }
  /** The values where the mask is true, `otherwise` elsewhere. */
  where(mask: Mask, otherwise: Operand = Number.NaN): Column {
    const other = this.#across(otherwise);
    const values = new Float64Array(this.length);
    for (let index = 0; index < values.length; index++)
      values[index] = mask.values[index] === 1 ? this.values[index]! : typeof other === 'number' ? other : other[index]!;
    return new Column(values);
  }
  /** The larger of two, candle by candle; NaN where one is missing. */
  larger(other: Operand): Column {
    const side = this.#across(other);
    return this.map((value, index) => Math.max(value, typeof side === 'number' ? side : side[index]!));
  }
  smaller(other: Operand): Column {
    const side = this.#across(other);
    return this.map((value, index) => Math.min(value, typeof side === 'number' ? side : side[index]!));
  }
  /** Difference to `count` candles before. */
  diff(count = 1): Column {
    const input = this.values;
    const values = new Float64Array(this.length).fill(Number.NaN);
    for (let index = Math.max(0, count); index < values.length; index++)
      values[index] = input[index]! - (input[index - count] ?? Number.NaN);
    return new Column(values);
  }
  /** Relative change to `count` candles before, 0.01 = 1 %. */
  pctChange(count = 1): Column {
    const input = this.values;
    const values = new Float64Array(this.length).fill(Number.NaN);
    for (let index = Math.max(0, count); index < values.length; index++)
      values[index] = input[index]! / (input[index - count] ?? Number.NaN) - 1;
    return new Column(values);
  }
  /** Goes on over missing numbers, which stay missing; the others do so too. */
  cumSum(): Column {
    const values = new Float64Array(this.length);
    let sum = 0;
    for (let index = 0; index < values.length; index++) {
      const value = this.values[index]!;
      if (!Number.isNaN(value)) sum += value;
      values[index] = Number.isNaN(value) ? value : sum;
    }
    return new Column(values);
  }
  cumMax(): Column {
    return this.#gathered((most, value) => Math.max(value, most));
  }
  cumMin(): Column {
    return this.#gathered((least, value) => Math.min(value, least));
  }
  cumProduct(): Column {
    return this.#gathered((product, value) => product * value);
  }
  /** Another value, or those of another column, where there is no number. */
  fill(other: Operand): Column {
    return this.where(this.isKnown(), other);
  }
  /** The last number before, where there is none. */
  forwardFill(): Column {
    let last = Number.NaN;
    return this.map((value) => {
      if (!Number.isNaN(value)) last = value;
      return last;
    });
  }
  /** Rows from `start` to before `end`: a view, nothing is copied. */
  slice(start: number, end = this.length): Column {
    return new Column(this.values.subarray(start, end));
  }
  /** Windows of `period` candles. @param least numbers a window needs; all of them when left out */
  rolling(period: number, least = period): Rolling {
    if (!Number.isInteger(period) || period < 1)
      throw new Error(`A window of ${period} candles can't be: it must be a whole number of at least 1.`);
    return new Rolling(this.values, period, least);
  }
  /** Exponential weights. Source: pandas ewm. */
  ewm(weights: ExponentialWeights): Column {
    const { adjust = true, least = 0 } = weights;
    return new Column(exponentialMean(this.values, alphaOf(weights), adjust, least));
  }
  #compared(other: Operand, holds: (a: number, b: number) => boolean): Mask {
    const side = this.#across(other);
    const values = new Uint8Array(this.length);
    for (let index = 0; index < values.length; index++)
      values[index] = holds(this.values[index]!, typeof side === 'number' ? side : side[index]!) ? 1 : 0;
    return new Mask(values);
  }
  /** Goes on over missing numbers, which stay missing. */
  #gathered(join: (before: number, value: number) => number): Column {
    let before = Number.NaN;
    return this.map((value) => {
      if (Number.isNaN(value)) return value;
      before = Number.isNaN(before) ? value : join(before, value);
      return before;
    });
  }
  /** The other side as values, one repeated where it is a number. */
  #across(other: Operand): Float64Array | number {
    if (typeof other === 'number') return other;
    if (other.length === this.length) return other.values;
    const values = new Float64Array(this.length).fill(Number.NaN);
    values.set(other.values.subarray(0, this.length));
    return values;
  }
}

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

/** Sliding windows over a column; NaN where a window has too few numbers. Source: pandas rolling. */
export class Rolling {
  readonly #values: Float64Array;
  readonly #period: number;
  readonly #least: number;

  constructor(values: Float64Array, period: number, least: number) {
    this.#values = values;
    this.#period = period;
    this.#least = least;
  }
  mean(): Column {
    return new Column(windowMean(this.#values, this.#period, this.#least));
  }
  sum(): Column {
    return new Column(windowSum(this.#values, this.#period, this.#least));
  }
  /** @param freedom 1 for a sample, 0 for the whole population */
  variance(freedom = 1): Column {
    return new Column(windowVariance(this.#values, this.#period, this.#least, freedom));
  }
  /** Standard deviation. @param freedom 1 for a sample, 0 for the whole population */
  std(freedom = 1): Column {
    const values = windowVariance(this.#values, this.#period, this.#least, freedom);
    for (let index = 0; index < values.length; index++) values[index] = Math.sqrt(values[index]!);
    return new Column(values);
  }
  min(): Column {
    return new Column(windowExtreme(this.#values, this.#period, this.#least, 'lowest'));
  }
  max(): Column {
    return new Column(windowExtreme(this.#values, this.#period, this.#least, 'highest'));
  }
  median(): Column {
    return this.quantile(0.5);
  }
  /** @param share 0 to 1 */
  quantile(share: number): Column {
    return new Column(windowQuantile(this.#values, this.#period, this.#least, share));
  }
  skew(): Column {
    return new Column(windowSkew(this.#values, this.#period, this.#least));
  }
  corr(other: Column): Column {
    return new Column(windowCorrelation(this.#values, other.values, this.#period, this.#least));
  }
  /** Rank of the last value. @param isShare as a share of the window's count */
  rank(isShare = false): Column {
    return new Column(windowRank(this.#values, this.#period, this.#least, isShare));
  }
  /** A function of the numbers of each window, oldest first. The array is used again for the next window. */
  apply(of: (values: Float64Array) => number): Column {
    return new Column(eachWindow(this.#values, this.#period, this.#least, (values, count) => of(values.subarray(0, count))));
  }
}

// Written out one by one: a loop that is handed its operation as a function runs several times slower.

function sumOf(a: Float64Array, b: Float64Array | number): Column {
  const values = new Float64Array(a.length);
  if (typeof b === 'number') for (let index = 0; index < a.length; index++) values[index] = a[index]! + b;
  else for (let index = 0; index < a.length; index++) values[index] = a[index]! + b[index]!;
  return new Column(values);
}

function differenceOf(a: Float64Array, b: Float64Array | number): Column {
  const values = new Float64Array(a.length);
  if (typeof b === 'number') for (let index = 0; index < a.length; index++) values[index] = a[index]! - b;
  else for (let index = 0; index < a.length; index++) values[index] = a[index]! - b[index]!;
  return new Column(values);
}

function productOf(a: Float64Array, b: Float64Array | number): Column {
  const values = new Float64Array(a.length);
  if (typeof b === 'number') for (let index = 0; index < a.length; index++) values[index] = a[index]! * b;
  else for (let index = 0; index < a.length; index++) values[index] = a[index]! * b[index]!;
  return new Column(values);
}

function quotientOf(a: Float64Array, b: Float64Array | number): Column {
  const values = new Float64Array(a.length);
  if (typeof b === 'number') for (let index = 0; index < a.length; index++) values[index] = a[index]! / b;
  else for (let index = 0; index < a.length; index++) values[index] = a[index]! / b[index]!;
  return new Column(values);
}

/** Where a > b, or a >= b. */
function greater(a: Float64Array | number, b: Float64Array | number, length: number, orEqual: boolean): Mask {
  const values = new Uint8Array(length);
  const [left, right] = [columnOf(a, length), columnOf(b, length)];
  if (orEqual) for (let index = 0; index < length; index++) values[index] = left[index]! >= right[index]! ? 1 : 0;
  else for (let index = 0; index < length; index++) values[index] = left[index]! > right[index]! ? 1 : 0;
  return new Mask(values);
}

/** Where a > b now, and a <= b one candle ago. */
function crossing(a: Float64Array | number, b: Float64Array | number, length: number): Mask {
  const values = new Uint8Array(length);
  const [left, right] = [columnOf(a, length), columnOf(b, length)];
  for (let index = 1; index < length; index++)
    values[index] = left[index]! > right[index]! && left[index - 1]! <= right[index - 1]! ? 1 : 0;
  return new Mask(values);
}

function columnOf(side: Float64Array | number, length: number): Float64Array {
  return typeof side === 'number' ? new Float64Array(length).fill(side) : side;
}
