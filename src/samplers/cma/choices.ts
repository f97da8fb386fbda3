import type { RandomNumbers } from '../random-numbers.ts';

/** How likely each choice of each dimension without an order is. */
export interface Choices {
  draw(random: RandomNumbers): number[];
  /** @param chosen indices of a generation's choices, best first */
  update(chosen: readonly (readonly number[])[]): void;
}

/** How far probabilities go, from one generation to the next, to what the better half of it has. */
const RATE = 0.2;
/** In so many generations the least likely choice is tried once. */
const GENERATIONS = 3;

/**
 * Choices that good points have become likelier, none ever impossible.
 * Source: Baluja, "Population-based incremental learning", 1994.
 * The margin, and the place beside CMA-ES: Source: Hamano et al., "CatCMA", 2024.
 * @param counts of choices, for each dimension
 * @param lambda points of a generation
 */
export function choicesOf(counts: readonly number[], lambda: number): Choices {
  const likely = counts.map((count) => new Float64Array(count).fill(1 / count));
  const mu = Math.floor(lambda / 2);
  const raw = Array.from({ length: mu }, (_value, rank) => Math.log((lambda + 1) / 2) - Math.log(rank + 1));
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return {
    draw: (random) =>
      likely.map((part) => {
        let rest = random();
        const index = part.findIndex((share) => {
          rest -= share;
          return rest < 0;
        });
        return index < 0 ? part.length - 1 : index;
      }),
    update: (chosen) => {
      likely.forEach((part, axis) => {
        part.forEach((share, choice) => {
          const wanted = raw.reduce((total, weight, rank) => total + (chosen[rank]![axis] === choice ? weight / sum : 0), 0);
          part[choice] = share + RATE * (wanted - share);
        });
        keepMargin(part, 1 / (lambda * GENERATIONS * Math.max(1, part.length - 1)));
      });
    },
  };
}

function keepMargin(part: Float64Array, least: number): void {
  const excess = part.reduce((sum, share) => sum + Math.max(0, share - least), 0);
  const missing = part.reduce((sum, share) => sum + Math.max(0, least - share), 0);
  part.forEach((share, choice) => {
    part[choice] = share < least ? least : share - (missing * (share - least)) / excess;
  });
}
