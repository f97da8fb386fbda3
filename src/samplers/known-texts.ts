/** Words of a fingerprint: with 128 bits two texts of a million million are alike once in 10^14 times. */
const WORDS = 4;
const FIRST_ROOM = 256;

/**
 * Texts that are known again, each with its number, from 0 on in the order in which they came. Only fingerprints are kept: 24 to 48 bytes
 * a text, however long it is.
 */
export class KnownTexts {
  #prints = new Uint32Array(FIRST_ROOM * WORDS);
  /** Numbers plus one, 0 where there is none, at a place that the fingerprint gives or behind it; twice as many as there is room for. */
  #places = new Uint32Array(FIRST_ROOM * 2);
  #count = 0;
  readonly #print = new Uint32Array(WORDS);

  get count(): number {
    return this.#count;
  }

  /** Number of a text; -1 where it is not known. */
  numberOf(text: string): number {
    fingerprint(text, this.#print);
    return this.#places[this.#placeOf(this.#print)]! - 1;
  }

  has(text: string): boolean {
    return this.numberOf(text) >= 0;
  }

  /** @returns the number that the text has now */
  add(text: string): number {
    const known = this.numberOf(text);
    if (known >= 0) return known;
    if (this.#count * WORDS === this.#prints.length) this.#makeRoom();
    this.#prints.set(this.#print, this.#count * WORDS);
    this.#places[this.#placeOf(this.#print)] = this.#count + 1;
    return this.#count++;
  }

  /** Where a fingerprint is, or would be. */
  #placeOf(print: Uint32Array): number {
    const last = this.#places.length - 1;
    let place = print[0]! & last;
    for (;;) {
      const number = this.#places[place]! - 1;
      if (number < 0 || this.#isAt(number, print)) return place;
      place = (place + 1) & last;
    }
  }

  #isAt(number: number, print: Uint32Array): boolean {
    for (let word = 0; word < WORDS; word++) if (this.#prints[number * WORDS + word] !== print[word]) return false;
    return true;
  }

  #makeRoom(): void {
    const prints = new Uint32Array(this.#prints.length * 2);
    prints.set(this.#prints);
    this.#prints = prints;
    this.#places = new Uint32Array(this.#places.length * 2);
    for (let number = 0; number < this.#count; number++)
      this.#places[this.#placeOf(prints.subarray(number * WORDS, (number + 1) * WORDS))] = number + 1;
  }
}

const FACTORS = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93];
const TURNS = [15, 16, 17, 18];
const MIXED_TURNS = [19, 17, 15, 13];
const ADDED = [0x561ccd1b, 0x0bcaa747, 0x96cd1c35, 0x32ac3b17];

/** 128 bits that hang on each bit of a text. Source: Appleby, "MurmurHash3", x86, 128 bits; of UTF-16. */
function fingerprint(text: string, state: Uint32Array): void {
  state.fill(0);
  const words = Math.ceil(text.length / 2);
  const wordAt = (word: number): number => {
    const low = text.charCodeAt(2 * word);
    return 2 * word + 1 < text.length ? low | (text.charCodeAt(2 * word + 1) << 16) : low;
  };
  for (let from = 0; from < words; from += WORDS) {
    const isWhole = from + WORDS <= words;
    for (let at = 0; at < WORDS && from + at < words; at++) {
      const [factor, next] = [FACTORS[at]!, FACTORS[(at + 1) % WORDS]!];
      state[at]! ^= Math.imul(turned(Math.imul(wordAt(from + at), factor), TURNS[at]!), next);
      if (isWhole) state[at] = Math.imul(turned(state[at]!, MIXED_TURNS[at]!) + state[(at + 1) % WORDS]!, 5) + ADDED[at]!;
    }
  }
  for (let at = 0; at < WORDS; at++) state[at]! ^= text.length * 2;
  spreadOver(state);
  for (let at = 0; at < WORDS; at++) state[at] = finished(state[at]!);
  spreadOver(state);
}

/** Adds each word to the others. */
function spreadOver(state: Uint32Array): void {
  state[0]! += state[1]! + state[2]! + state[3]!;
  for (let at = 1; at < WORDS; at++) state[at]! += state[0]!;
}

function turned(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function finished(word: number): number {
  let bits = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
