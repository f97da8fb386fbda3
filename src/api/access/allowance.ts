/** How often something may be done: so many at once, and so many a second in the long run. */
export class Allowance {
  readonly #atOnce: number;
  readonly #perSecond: number;
  #left: number;
  #at: number;

  constructor(atOnce: number, perSecond: number, now: number) {
    this.#atOnce = atOnce;
    this.#perSecond = perSecond;
    this.#left = atOnce;
    this.#at = now;
  }

  /** @param cost of this time @returns whether it may be done */
  take(cost: number, now: number): boolean {
    this.#left = Math.min(this.#atOnce, this.#left + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#left < cost) return false;
    this.#left -= cost;
    return true;
  }

  /** Takes back what was not needed after all. */
  giveBack(cost: number): void {
    this.#left = Math.min(this.#atOnce, this.#left + cost);
  }
}
