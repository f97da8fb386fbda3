import { dominates } from '../../samplers/fronts.ts';
import { WORST_LOSS } from './epoch-runner.ts';

/** What a front is made of: one number for each loss, the smaller the better. */
interface Judged {
  readonly losses: readonly number[];
}

/** Tries with the same losses, each with its place among all that came. */
interface Equals<Try> {
  readonly losses: readonly number[];
  readonly tries: { readonly one: Try; readonly place: number }[];
}

/** The tries of which none is better than another in one loss without being worse in another, as they come. */
export class ParetoFront<Try extends Judged> {
  readonly #mostEqual: number;
  #equals: Equals<Try>[] = [];
  #places = 0;

  /** @param mostEqual how many are kept of tries with the same losses, which a long search may find by the thousand */
  constructor(mostEqual = Number.POSITIVE_INFINITY) {
    this.#mostEqual = mostEqual;
  }

  /** @returns whether the try belongs to the front of those so far; with a single loss there is none */
  add(one: Try): boolean {
    const { losses } = one;
    if (losses.length < 2 || losses.some((loss) => !(loss < WORST_LOSS))) return false;
    const place = this.#places++;
    const same = this.#equals.find((other) => other.losses.every((loss, index) => loss === losses[index]));
    if (same !== undefined) {
      if (same.tries.length < this.#mostEqual) same.tries.push({ one, place });
      return true;
    }
    if (this.#equals.some((other) => dominates(other.losses, losses))) return false;
    this.#equals = [...this.#equals.filter((other) => !dominates(losses, other.losses)), { losses, tries: [{ one, place }] }];
    return true;
  }

  /** In the order that they came in. */
  get tries(): readonly Try[] {
    return this.#equals
      .flatMap(({ tries }) => tries)
      .sort((a, b) => a.place - b.place)
      .map(({ one }) => one);
  }
}

export function paretoFront<Try extends Judged>(tries: Iterable<Try>): readonly Try[] {
  const front = new ParetoFront<Try>();
  for (const one of tries) front.add(one);
  return front.tries;
}
