/** How long to rest for each ms of work. */
const FOR_EACH_MS = 4;
/** ms; a shorter rest is none: a timer takes as long. */
const SHORTEST = 1;
const LONGEST = 20;

/**
 * Rests between rounds that cost the same whatever they bring: to listen to hundreds of pairs anew with each message of one of them would
 * take all of a processor where thousands come a second. A few pairs cost next to nothing, and there is no rest.
 */
export class Rests {
  #worked = 0;

  /** Does a part of a round at once. */
  work<T>(part: () => T): T {
    const began = performance.now();
    try {
      return part();
    } finally {
      this.#worked += performance.now() - began;
    }
  }

  /** After a round. */
  async rest(): Promise<void> {
    const length = Math.min(this.#worked * FOR_EACH_MS, LONGEST);
    this.#worked = 0;
    if (length >= SHORTEST) await new Promise((resolve) => setTimeout(resolve, length));
  }
}
