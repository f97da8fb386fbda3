const FIRST_ROOM = 1024;

type Numbers = Float64Array | Int32Array;

/** Numbers that come one by one, kept without an object for each. */
export class GrowingColumn<Values extends Numbers = Float64Array> {
  readonly #room: (length: number) => Values;
  #values: Values;
  #length = 0;

  /** @param room an array of a length @param expected how many there will be, as far as that is known: no more room than they take is needed then */
  constructor(room: (length: number) => Values, expected = 0) {
    this.#room = room;
    this.#values = room(Math.max(expected, FIRST_ROOM));
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

  /** Takes in numbers that were put behind the others, or gives the last ones up (below 0). */
  take(count: number): void {
    this.#length += count;
  }

  set last(value: number) {
    this.#values[this.#length - 1] = value;
  }

  /** A view on what is there now. */
  values(): Values {
    return this.#values.subarray(0, this.#length) as Values;
  }
}

// memory that other threads see, too, and that is taken page by page when it is written to
export const ofNumbers = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length));
/** For whole numbers of 32 bits. */
export const ofPlaces = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length));
