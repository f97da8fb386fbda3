import type { Coordinates, Row } from '../coordinates.ts';
import { bestFirst, comparable, type Losses } from '../fronts.ts';
import { type Method, sampleInOrder } from '../in-order.ts';
import { NumberRows } from '../number-rows.ts';
import { randomRow } from '../random.ts';
import { randomNumbersOf } from '../random-numbers.ts';
import type { CreateSampler, SamplerOptions } from '../sampler.ts';
import { evenRow } from '../sobol/qmc.ts';
import { type Parzen, parzen } from './parzen.ts';

/** Points that fill the space evenly, before there is a model. Source: Optuna 5.0.0's `n_startup_trials`. */
const STARTUP = 10;
/** Which part of the points is good, and how many at most. The latter is Optuna's `gamma`. */
const [GOOD, MOST_GOOD] = [0.15, 25];
/** Points drawn from the good ones' density, of which the best is chosen. */
const CANDIDATES = 48;
/** So many of them take each dimension from another good point, which finds what is good of several. */
const MIXED = CANDIDATES / 2;
/** Other points that are looked at: more say little that is new, and cost milliseconds. */
const MOST_OTHERS = 256;

interface Known {
  readonly number: number;
  readonly losses: Losses;
}

/** Two densities: of good points, and of all others. */
interface Model {
  readonly good: Parzen;
  readonly others: readonly Row[];
}

/**
 * Tree-structured Parzen estimator, all dimensions together: where good points are dense and others are not is where to look next. Points
 * whose results are awaited count as others (constant liar), so that those of a batch keep apart.
 * Source: Bergstra et al., "Algorithms for hyper-parameter optimization", 2011.
 * Multivariate, of the normal reference bandwidth: Source: Falkner et al., "BOHB", 2018.
 * Weights: Source: Watanabe, "Tree-structured Parzen estimator", 2023.
 * Liar: Source: Ginsbourger et al., "Kriging is well-suited to parallelize optimization", 2010.
 */
export const createTpeSampler: CreateSampler = (space, seed, options) =>
  sampleInOrder(space, (coordinates) => tpe(coordinates, seed, options));

function tpe(coordinates: Coordinates, seed: number, { objectives, inFlight }: SamplerOptions): Method {
  const { axes } = coordinates;
  /** The best, best first; more than are good at any time. */
  let best: Known[] = [];
  /** All in the order in which they became known. */
  const all = new NumberRows(axes.length);
  let model: Model | null = null;
  const fit = (): Model => {
    const good = best.slice(0, Math.min(MOST_GOOD, Math.ceil(GOOD * all.count))).map(({ number }) => number);
    const others = othersThan(good, all.count).map((number) => all.at(number));
    const rows = good.map((number) => all.at(number));
    return { good: parzen(axes, rows, rankWeights(rows.length)), others };
  };
  return {
    needed: (number, known) => (inFlight === undefined ? known : Math.max(0, number - inFlight + 1)),
    choose: (number, pending, isNew) => {
      if (all.count < STARTUP) return evenRow(coordinates, seed, number);
      model ??= fit();
      const { good, others } = model;
      const random = randomNumbersOf(seed, number);
      const bad = parzen(axes, [...others, ...pending], null);
      let [chosen, highest]: [Row | null, number] = [null, Number.NEGATIVE_INFINITY];
      for (let candidate = 0; candidate < CANDIDATES; candidate++) {
        const row = coordinates.settle(good.draw(random, candidate < MIXED), random);
        const score = good.logDensity(row) - bad.logDensity(row);
        if (score <= highest && chosen !== null) continue;
        if (coordinates.points < Number.POSITIVE_INFINITY && !isNew(row)) continue;
        [chosen, highest] = [row, score];
      }
      return chosen ?? randomRow(coordinates, random);
    },
    learn: (row, losses) => {
      best.push({ number: all.count, losses: comparable(losses, objectives) });
      all.add(row);
      best = sorted(best);
      model = null;
    },
  };
}

/** Best first, a few more than can be good. */
function sorted(known: readonly Known[]): Known[] {
  const order = bestFirst(known.map(({ losses }) => losses));
  return order.slice(0, 2 * MOST_GOOD).map((index) => known[index]!);
}

/** Half of it is the same for all, half the higher the better a point is; the mean is 1. */
function rankWeights(count: number): Float64Array {
  const raw = Float64Array.from({ length: count }, (_value, rank) => 1 + Math.log(count + 0.5) - Math.log(rank + 1));
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => (weight * count) / sum);
}

/** Numbers of those that are not good, from the newest to the oldest: no more than are looked at, all along the way. */
function othersThan(good: readonly number[], count: number): number[] {
  const sorted = Float64Array.from(good).sort();
  const others = count - good.length;
  const stride = Math.max(1, others / MOST_OTHERS);
  return Array.from({ length: Math.min(others, MOST_OTHERS) }, (_value, at) => {
    let number = others - 1 - Math.floor(at * stride);
    for (const one of sorted) if (one <= number) number++;
    return number;
  });
}
