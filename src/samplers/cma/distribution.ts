import type { RandomNumbers } from '../random-numbers.ts';
import { covariance } from './covariance.ts';

/** A normal distribution within the unit cube that moves to where good points are. */
export interface Distribution {
  readonly mean: Float64Array;
  /** Step size. */
  readonly sigma: number;
  /** A step of the distribution without its step size. */
  draw(random: RandomNumbers): Float64Array;
  /** Takes in a generation. @param steps of its points, best first, without the step size */
  update(steps: readonly Float64Array[]): void;
  /** Standard deviation along an axis. */
  deviation(axis: number): number;
  /** Standard deviation along its longest axis. */
  reach(): number;
}

/**
 * Covariance matrix adaptation with rank-one, rank-mu and negative updates and cumulative step-size control.
 * Names and constants are those of the tutorial.
 * Source: Hansen, "The CMA evolution strategy: a tutorial", 2016.
 * @param lambda points of a generation
 */
export function distribution(start: Float64Array, startSigma: number, lambda: number): Distribution {
  const n = start.length;
  const mean = start.slice();
  let sigma = startSigma;
  const { weights, mueff, c1, cmu, cc, cs, damps } = constantsOf(n, lambda);
  const kept = 1 - c1 - cmu * weights.reduce((sum, weight) => sum + weight, 0);
  const chi = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
  const shape = covariance(n);
  const [pc, ps] = [new Float64Array(n), new Float64Array(n)];
  let generations = 0;

  const moveMean = (steps: readonly Float64Array[]): Float64Array => {
    const step = new Float64Array(n);
    weights.forEach((weight, rank) => {
      if (weight > 0) for (let axis = 0; axis < n; axis++) step[axis]! += weight * steps[rank]![axis]!;
    });
    for (let axis = 0; axis < n; axis++) mean[axis] = Math.min(1, Math.max(0, mean[axis]! + sigma * step[axis]!));
    return step;
  };
  /** @returns the length of the path of steps, in steps as long as by chance */
  const followPaths = (step: Float64Array): { length: number; isRising: boolean } => {
    const white = shape.whitened(step);
    for (let axis = 0; axis < n; axis++) ps[axis] = (1 - cs) * ps[axis]! + Math.sqrt(cs * (2 - cs) * mueff) * white[axis]!;
    const length = Math.sqrt(ps.reduce((sum, value) => sum + value * value, 0)) / chi;
    const isRising = length / Math.sqrt(1 - (1 - cs) ** (2 * generations)) < 1.4 + 2 / (n + 1);
    const part = isRising ? Math.sqrt(cc * (2 - cc) * mueff) : 0;
    for (let axis = 0; axis < n; axis++) pc[axis] = (1 - cc) * pc[axis]! + part * step[axis]!;
    return { length, isRising };
  };
  return {
    mean,
    get sigma() {
      return sigma;
    },
    draw: shape.draw,
    update: (steps) => {
      generations++;
      const { length, isRising } = followPaths(moveMean(steps));
      const delta = isRising ? 0 : c1 * cc * (2 - cc);
      shape.adapt(kept + delta, [pc, ...steps], [c1, ...weights.map((weight) => cmu * weight)]);
      // no wider than the space
      sigma = Math.min(1 / shape.longest(), sigma * Math.exp(Math.min(1, (cs / damps) * (length - 1))));
    },
    deviation: (axis) => sigma * Math.sqrt(shape.variance(axis)),
    reach: () => sigma * shape.longest(),
  };
}

function constantsOf(n: number, lambda: number) {
  const raw = Array.from({ length: lambda }, (_value, rank) => Math.log((lambda + 1) / 2) - Math.log(rank + 1));
  const mu = Math.floor(lambda / 2);
  const effective = (part: readonly number[]): number => {
    const sum = part.reduce((total, weight) => total + weight, 0);
    return (sum * sum) / part.reduce((total, weight) => total + weight * weight, 0);
  };
  const mueff = effective(raw.slice(0, mu));
  const mueffMinus = effective(raw.slice(mu));
  const c1 = 2 / ((n + 1.3) ** 2 + mueff);
  const cmu = Math.min(1 - c1, (2 * (0.25 + mueff + 1 / mueff - 2)) / ((n + 2) ** 2 + mueff));
  const [plus, minus] = [1, -1].map((sign) => raw.reduce((sum, weight) => sum + Math.max(0, sign * weight), 0)) as [number, number];
  const least = Math.min(1 + c1 / cmu, 1 + (2 * mueffMinus) / (mueff + 2), (1 - c1 - cmu) / (n * cmu));
  const weights = raw.map((weight) => (weight >= 0 ? weight / plus : (weight * least) / minus));
  const cc = (4 + mueff / n) / (n + 4 + (2 * mueff) / n);
  const cs = (mueff + 2) / (n + mueff + 5);
  const damps = 1 + 2 * Math.max(0, Math.sqrt((mueff - 1) / (n + 1)) - 1) + cs;
  return { weights, mueff, c1, cmu, cc, cs, damps };
}
