import { type Axis, type Coordinates, middleOf, type Row } from '../coordinates.ts';
import type { RandomNumbers } from '../random-numbers.ts';

/** How alike children are to their parents, the higher the more. Source: Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002. */
const CROSSOVER_SPREAD = 15;
const MUTATION_SPREAD = 20;
/** How often two parents are mixed at all. Source: Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002. */
const CROSSOVER_RATE = 0.9;

/**
 * A child of two parents: simulated binary crossover (K. Deb and R. B. Agrawal, 1995) and polynomial mutation (K. Deb, 1996) for what has
 * an order; choices come from either parent, and mutate to any.
 */
export function childOf(coordinates: Coordinates, [mother, father]: readonly [Row, Row], random: RandomNumbers): Row {
  const { axes } = coordinates;
  const isMixed = random() < CROSSOVER_RATE;
  const rate = 1 / axes.length;
  const child = Float64Array.from(axes, (axis, index) => {
    const [own, other] = [mother[index]!, father[index]!];
    let gene = own;
    if (Number.isNaN(own) || Number.isNaN(other)) gene = Number.isNaN(own) ? other : own;
    else if (isMixed) gene = axis.isCategory ? (random() < 0.5 ? own : other) : crossed(own, other, random);
    return random() < rate && !Number.isNaN(gene) ? mutated(axis, gene, random) : gene;
  });
  return coordinates.settle(child, random);
}

function crossed(one: number, other: number, random: RandomNumbers): number {
  // which of the two children it is
  const [near, far] = random() < 0.5 ? [one, other] : [other, one];
  if (random() < 0.5) return near;
  const u = random();
  const power = 1 / (CROSSOVER_SPREAD + 1);
  const beta = u <= 0.5 ? (2 * u) ** power : (1 / (2 * (1 - u))) ** power;
  return Math.min(1, Math.max(0, 0.5 * ((1 + beta) * near + (1 - beta) * far)));
}

function mutated({ isCategory, values }: Axis, gene: number, random: RandomNumbers): number {
  const u = random();
  if (isCategory) return Math.floor(u * values);
  const power = 1 / (MUTATION_SPREAD + 1);
  const step =
    u < 0.5
      ? (2 * u + (1 - 2 * u) * (1 - gene) ** (MUTATION_SPREAD + 1)) ** power - 1
      : 1 - (2 * (1 - u) + 2 * (u - 0.5) * gene ** (MUTATION_SPREAD + 1)) ** power;
  const moved = Math.min(1, Math.max(0, gene + step));
  if (values < 2 || middleOf(moved, values) !== gene) return moved;
  // less than a step is none: a mutation goes to a neighbour at least
  return Math.min(1, Math.max(0, gene + (u < 0.5 ? -1 : 1) / values));
}
