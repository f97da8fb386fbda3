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
    for (let index = 0; index < this.length; index++) {
      const from = index - count;
      if (from >= 0 && from < this.length) values[index] = this.values[from]!;
    }
    return new Column(values);
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
