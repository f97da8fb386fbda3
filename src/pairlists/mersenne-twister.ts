const SIZE = 624;
const PERIOD = 397;

/** The generator of Python's `random.Random(seed)`, so that a seed gives the same order here and there. @param seed whole number */
export class MersenneTwister {
  readonly #state = new Uint32Array(SIZE);
  #index = SIZE;

  constructor(seed: number) {
    const state = this.#state;
    const whole = BigInt(Math.abs(Math.trunc(seed)));
    const words: number[] = [];
    for (let rest = whole; rest > 0n || words.length === 0; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
    state[0] = 19_650_218;
    for (let index = 1; index < SIZE; index++)
      state[index] = Math.imul(1_812_433_253, state[index - 1]! ^ (state[index - 1]! >>> 30)) + index;
    let [at, word] = [1, 0];
    for (let step = Math.max(SIZE, words.length); step > 0; step--) {
      state[at] = (state[at]! ^ Math.imul(state[at - 1]! ^ (state[at - 1]! >>> 30), 1_664_525)) + words[word]! + word;
      at++;
      word = (word + 1) % words.length;
      if (at === SIZE) {
        state[0] = state[SIZE - 1]!;
        at = 1;
      }
    }
    for (let step = SIZE - 1; step > 0; step--) {
      state[at] = (state[at]! ^ Math.imul(state[at - 1]! ^ (state[at - 1]! >>> 30), 1_566_083_941)) - at;
      at++;
      if (at === SIZE) {
        state[0] = state[SIZE - 1]!;
        at = 1;
      }
    }
    state[0] = 0x80000000;
  }

  /** A whole number from 0 to below a limit of at most 2^32. */
  below(limit: number): number {
    const bits = limit.toString(2).length;
    for (;;) {
      const value = this.#next() >>> (32 - bits);
      if (value < limit) return value;
    }
  }

  #next(): number {
    if (this.#index === SIZE) this.#turn();
    let value = this.#state[this.#index++]!;
    value ^= value >>> 11;
    value ^= (value << 7) & 0x9d2c5680;
    value ^= (value << 15) & 0xefc60000;
    return (value ^ (value >>> 18)) >>> 0;
  }

  #turn(): void {
    const state = this.#state;
    for (let index = 0; index < SIZE; index++) {
      const mixed = (state[index]! & 0x80000000) | (state[(index + 1) % SIZE]! & 0x7fffffff);
      state[index] = state[(index + PERIOD) % SIZE]! ^ (mixed >>> 1) ^ ((mixed & 1) === 0 ? 0 : 0x9908b0df);
    }
    this.#index = 0;
  }
}
