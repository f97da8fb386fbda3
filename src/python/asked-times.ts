/** Microseconds that are counted one by one; what took longer counts as this long in the median. */
const LONGEST = 10_000;

/** How long questions took. */
export class AskedTimes {
  readonly #counts = new Uint32Array(LONGEST + 1);
  #count = 0;
  /** ms */
  #total = 0;

  add(ms: number): void {
    this.#count++;
    this.#total += ms;
    const place = Math.min(LONGEST, Math.floor(ms * 1000));
    this.#counts[place] = this.#counts[place]! + 1;
  }

  /** In words; null where nothing was asked. */
  words(): string | null {
    if (this.#count === 0) return null;
    return `The strategy was asked ${this.#count} times, for ${(this.#total / 1000).toFixed(2)} s: ${this.#median()} µs at the median.`;
  }

  #median(): number {
    let left = this.#count / 2;
    for (let place = 0; place < LONGEST; place++) {
      left -= this.#counts[place]!;
      if (left <= 0) return place;
    }
    return LONGEST;
  }
}
