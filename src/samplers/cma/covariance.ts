import { normalNumber, type RandomNumbers } from '../random-numbers.ts';
import { eigenOf } from './eigen.ts';

/** The shape of a normal distribution around zero. */
export interface Covariance {
  draw(random: RandomNumbers): Float64Array;
  /** The inverse square root of the covariance times a step. */
  whitened(step: Float64Array): Float64Array;
  /** Variance along an axis. */
  variance(axis: number): number;
  /** Standard deviation along its longest axis. */
  longest(): number;
  /**
   * Keeps a part of what it was and adds steps times themselves.
   * @param weights of the steps; of one that is taken off (below 0) as if it had the usual length
   */
  adapt(kept: number, steps: readonly Float64Array[], weights: readonly number[]): void;
}

/** Shorter axes would be lost to rounding. */
const LEAST_VARIANCE = 1e-20;

/** A round one, to begin with. */
export function covariance(n: number): Covariance {
  const matrix = new Float64Array(n * n);
  for (let axis = 0; axis < n; axis++) matrix[axis * n + axis] = 1;
  let { values, vectors } = eigenOf(matrix, n);
  let lengths = values.map(Math.sqrt);
  const whitened = (step: Float64Array): Float64Array => {
    const made = new Float64Array(n);
    for (let k = 0; k < n; k++) {
      let dot = 0;
      for (let axis = 0; axis < n; axis++) dot += vectors[axis * n + k]! * step[axis]!;
      dot /= lengths[k]!;
      for (let axis = 0; axis < n; axis++) made[axis]! += vectors[axis * n + k]! * dot;
    }
    return made;
  };
  return {
    whitened,
    draw: (random) => {
      const step = new Float64Array(n);
      for (let k = 0; k < n; k++) {
        const length = lengths[k]! * normalNumber(random);
        for (let axis = 0; axis < n; axis++) step[axis]! += vectors[axis * n + k]! * length;
      }
      return step;
    },
    variance: (axis) => Math.max(LEAST_VARIANCE, matrix[axis * n + axis]!),
    longest: () => Math.max(...lengths),
    adapt: (kept, steps, weights) => {
      const scales = weights.map((weight, index) => {
        if (weight >= 0) return weight;
        const square = whitened(steps[index]!).reduce((sum, value) => sum + value * value, 0);
        return (weight * n) / Math.max(1e-12, square);
      });
      for (let row = 0; row < n; row++)
        for (let column = 0; column <= row; column++) {
          let value = kept * matrix[row * n + column]!;
          for (let index = 0; index < steps.length; index++) value += scales[index]! * steps[index]![row]! * steps[index]![column]!;
          matrix[row * n + column] = value;
          matrix[column * n + row] = value;
        }
      ({ values, vectors } = eigenOf(matrix, n));
      lengths = values.map((value) => Math.sqrt(Math.max(LEAST_VARIANCE, value)));
    },
  };
}
