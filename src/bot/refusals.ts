/** After a first refusal nothing like it is tried for this long, then for twice as long each time, ms. */
const FIRST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 60_000;

interface Wait {
  facts: string;
  failures: number;
  /** On the monotonic clock, ms. */
  until: number;
  iteration: number;
}

/** What is to be ordered, and for whom. */
export interface OrderWish {
  /** The trade's number with `#`, or the pair that has no trade yet. */
  readonly owner: string;
  /** What for: an exit type, `entry`, `adjustment`. */
  readonly want: string;
  /** What the exchange's answer may depend on: amounts, wallet, order type. Not the price, which moves all the time. */
  readonly facts: string;
}

/**
 * What was refused lately, so that it is neither tried nor reported over and over: one wait for each owner and want, doubled with each refusal,
 * ended by success or by other facts; never more than one try an iteration. It also remembers what has been reported.
 */
export class Refusals {
  readonly #waits: Map<string, Wait> = new Map();
  /** The last refusal of an owner, whatever was wanted. */
  readonly #last: Map<string, { iteration: number; facts: string }> = new Map();
  readonly #reported: Map<string, string> = new Map();
  /** Counts whole iterations. */
  iteration = 0;

  /** @param now monotonic, ms */
  mayTry(wish: OrderWish, now: number): boolean {
    const last = this.#last.get(wish.owner);
    // what was refused a moment ago is not tried for another reason either
    if (last?.iteration === this.iteration && last.facts === wish.facts) return false;
    const wait = this.#waits.get(keyOf(wish));
    if (wait === undefined) return true;
    if (wait.iteration === this.iteration) return false;
    return wait.facts !== wish.facts || now >= wait.until;
  }

  /** @param now monotonic, ms @param wait how long the exchange wants to be left alone, ms: that was no word on the wish */
  refused(wish: OrderWish, now: number, wait: number | null = null): void {
    const key = keyOf(wish);
    const before = this.#waits.get(key);
    const known = before?.facts === wish.facts ? before.failures : 0;
    const failures = wait === null ? known + 1 : known;
    const until = now + (wait ?? Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS));
    this.#last.set(wish.owner, { iteration: this.iteration, facts: wish.facts });
    this.#waits.set(key, { facts: wish.facts, failures, until, iteration: this.iteration });
  }

  passed(wish: OrderWish): void {
    this.#waits.delete(keyOf(wish));
    this.#reported.delete(keyOf(wish));
  }

  /** Whether this is news about a subject; the same words with other figures are none. */
  isNews(subject: string, words: string): boolean {
    const shape = words.replaceAll(/\d+/g, '#');
    if (this.#reported.get(subject) === shape) return false;
    this.#reported.set(subject, shape);
    return true;
  }

  /** A subject is well again: what was reported of it may be reported again. */
  settled(subject: string): void {
    this.#reported.delete(subject);
  }

  /** Forgets everything of owners that are gone. */
  keepOnly(isAlive: (owner: string) => boolean): void {
    for (const known of [this.#waits, this.#reported, this.#last]) {
      for (const key of known.keys()) if (!isAlive(key.split(' ')[0]!)) known.delete(key);
    }
  }
}

/** How a wish is distinguished from others. */
export function keyOf({ owner, want }: OrderWish): string {
  return `${owner} ${want}`;
}
