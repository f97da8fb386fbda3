import { hashText, unit } from '../../src/simulator/engine/random.ts';

/** Numbers in [0, 1) that a seed gives again. */
export class Random {
  readonly #key: number;
  #count = 0;
  constructor(seed: string) {
    this.#key = hashText(seed);
  }
  next(): number {
    return unit(this.#key, this.#count++);
  }
}
