const FIRST_ROOM = 1024;

type Numbers = Float64Array | Int32Array;

/** Numbers that come one by one, kept without an object for each. */
export class GrowingColumn<Values extends Numbers = Float64Array> {
  readonly #room: (length: number) => Values;
  #values: Values;
  #length = 0;

  /** @param room an array of a length */
  constructor(room: (length: number) => Values) {
    this.#room = room;
    this.#values = room(FIRST_ROOM);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.ahead(1);
    this.#values[this.#length++] = value;
  }

  /** What the numbers lie in, with room for some more behind them, which `take` takes in. */
  ahead(count: number): Values {
    const wanted = this.#length + count;
    if (wanted > this.#values.length) {
      const larger = this.#room(Math.max(wanted, this.#values.length * 2));
      larger.set(this.#values);
      this.#values = larger;
    }
    return this.#values;
  }

  /** Takes in numbers that were put behind the others. */
  take(count: number): void {
    this.#length += count;
  }

  addToLast(value: number): void {
    this.#values[this.#length - 1]! += value;
  }

  /** A view on what is there now. */
  values(): Values {
    return this.#values.subarray(0, this.#length) as Values;
  }
}

export const ofNumbers = (length: number): Float64Array => new Float64Array(length);
/** For whole numbers of 32 bits. */
export const ofPlaces = (length: number): Int32Array => new Int32Array(length);
