const FIRST_ROOM = 1024;

/** Numbers that come one by one, kept without an object for each. */
export class GrowingColumn {
  #values = new Float64Array(FIRST_ROOM);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  addToLast(value: number): void {
    this.#values[this.#length - 1]! += value;
  }

  /** A view on what is there now. */
  values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
