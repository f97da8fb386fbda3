const FIRST_ROOM = 1024;

/** Numbers that come one by one, kept without an object for each. */
export class GrowingColumn {
  #values: Float64Array;
  #length = 0;

  /** @param expected how many there will be, as far as that is known: no more room than they take is needed then */
  constructor(expected = 0) {
    this.#values = new Float64Array(Math.max(expected, FIRST_ROOM));
  }

  get length(): number {
    return this.#length;
  }

  /** NaN where there is none. */
  get last(): number {
    return this.#values[this.#length - 1] ?? Number.NaN;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.ahead(1);
    this.#values[this.#length++] = value;
  }

  /** What the numbers lie in, with room for some more behind them, which `take` takes in. */
  ahead(count: number): Float64Array {
    const wanted = this.#length + count;
    if (wanted > this.#values.length) {
      const larger = new Float64Array(Math.max(wanted, this.#values.length * 2));
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
  values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
