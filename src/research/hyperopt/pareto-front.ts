import { dominates } from '../../samplers/fronts.ts';
import { WORST_LOSS } from './epoch-runner.ts';

/** What a front is made of: one number for each loss, the smaller the better. */
interface Judged {
  readonly losses: readonly number[];
}

/** The tries of which none is better than another in one loss without being worse in another, as they come. */
export class ParetoFront<Try extends Judged> {
  #tries: Try[] = [];

  /** @returns whether the try belongs to the front of those so far; with a single loss there is none */
  add(one: Try): boolean {
    if (one.losses.length < 2 || one.losses.some((loss) => !(loss < WORST_LOSS))) return false;
    if (this.#tries.some((other) => dominates(other.losses, one.losses))) return false;
    this.#tries = [...this.#tries.filter((other) => !dominates(one.losses, other.losses)), one];
    return true;
  }

  /** In the order that they came in. */
  get tries(): readonly Try[] {
    return this.#tries;
  }
}

export function paretoFront<Try extends Judged>(tries: Iterable<Try>): readonly Try[] {
  const front = new ParetoFront<Try>();
  for (const one of tries) front.add(one);
  return front.tries;
}
