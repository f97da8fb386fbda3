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
    return this.#combine(others, (a, b) => a & b);
  }
  or(...others: readonly Mask[]): Mask {
    return this.#combine(others, (a, b) => a | b);
  }
  not(): Mask {
    return new Mask(this.values.map((value) => (value === 0 ? 1 : 0)));
  }
  #combine(others: readonly Mask[], operate: (a: number, b: number) => number): Mask {
    const values = this.values.slice();
    for (const other of others) {
      if (other.length !== values.length) throw new Error(`Masks of ${values.length} and ${other.length} candles can't be combined.`);
      for (let index = 0; index < values.length; index++) values[index] = operate(values[index]!, other.values[index]!);
    }
    return new Mask(values);
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
    return this.#map(other, (a, b) => a + b);
  }
  minus(other: Operand): Column {
    return this.#map(other, (a, b) => a - b);
  }
  times(other: Operand): Column {
    return this.#map(other, (a, b) => a * b);
  }
  over(other: Operand): Column {
    return this.#map(other, (a, b) => a / b);
  }
  above(other: Operand): Mask {
    return this.#compare(other, (a, b) => a > b);
  }
  below(other: Operand): Mask {
    return this.#compare(other, (a, b) => a < b);
  }
  atLeast(other: Operand): Mask {
    return this.#compare(other, (a, b) => a >= b);
  }
  atMost(other: Operand): Mask {
    return this.#compare(other, (a, b) => a <= b);
  }
  /** Above now, and not above one candle ago. */
  crossedAbove(other: Operand): Mask {
    return this.#crossed(
      other,
      (a, b) => a > b,
      (a, b) => a <= b,
    );
  }
  /** Below now, and not below one candle ago. */
  crossedBelow(other: Operand): Mask {
    return this.#crossed(
      other,
      (a, b) => a < b,
      (a, b) => a >= b,
    );
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
  #map(other: Operand, operate: (a: number, b: number) => number): Column {
    const values = new Float64Array(this.length);
    for (let index = 0; index < values.length; index++) values[index] = operate(this.values[index]!, valueAt(other, index));
    return new Column(values);
  }
  #compare(other: Operand, test: (a: number, b: number) => boolean): Mask {
    const values = new Uint8Array(this.length);
    for (let index = 0; index < values.length; index++) values[index] = test(this.values[index]!, valueAt(other, index)) ? 1 : 0;
    return new Mask(values);
  }
  #crossed(other: Operand, now: (a: number, b: number) => boolean, before: (a: number, b: number) => boolean): Mask {
    const values = new Uint8Array(this.length);
    for (let index = 1; index < values.length; index++) {
      const crossed = now(this.values[index]!, valueAt(other, index)) && before(this.values[index - 1]!, valueAt(other, index - 1));
      values[index] = crossed ? 1 : 0;
    }
    return new Mask(values);
  }
}

function valueAt(operand: Operand, index: number): number {
  return typeof operand === 'number' ? operand : (operand.values[index] ?? Number.NaN);
}
