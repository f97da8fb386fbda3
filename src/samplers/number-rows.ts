/** Rows a piece: pieces are never copied, so that growing costs nothing but the rows. */
const PIECE = 512;

/** Many rows of so many numbers each, eight bytes a number and nothing beside them. */
export class NumberRows {
  readonly #width: number;
  readonly #pieces: Float64Array[] = [];
  #count = 0;

  /** @param width numbers of a row */
  constructor(width: number) {
    this.#width = width;
  }

  get count(): number {
    return this.#count;
  }

  add(row: ArrayLike<number>): void {
    if (row.length !== this.#width) throw new Error(`A row has ${this.#width} numbers, not ${row.length}.`);
    if (this.#count % PIECE === 0) this.#pieces.push(new Float64Array(PIECE * this.#width));
    this.at(this.#count++).set(row);
  }

  /** A row as it lies in memory. @param number from 0 on, below `count` */
  at(number: number): Float64Array {
    const from = (number % PIECE) * this.#width;
    return this.#pieces[Math.floor(number / PIECE)]!.subarray(from, from + this.#width);
  }
}
