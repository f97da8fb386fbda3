/** A quadratic function near what is known. */
export interface Surrogate {
  predict(row: Float64Array): number;
}

/** What is known of a place. */
export interface Sample {
  readonly features: Float64Array;
  readonly loss: number;
}

/** With more dimensions only squares are fitted, no products: the fit would cost milliseconds. */
const MOST_FULL = 14;
/** Weight of the best sample, when that of the worst is 1. Source: Hansen, "A global surrogate assisted CMA-ES", 2019. */
const BEST_WEIGHT = 20;

/** No model looks at more samples than so many of the newest. @param size of the features @param linear as of `surrogate` */
export function samplesLookedAt(size: number, linear: number): number {
  const { squares, full } = termCounts(size, linear);
  return lookedAt(linear <= MOST_FULL ? full : squares);
}

function lookedAt(terms: number): number {
  return 2 * terms + 10;
}

/**
 * A linear model with squares and products as far as there are samples for them, by weighted least squares.
 * Source: Hansen, "A global surrogate assisted CMA-ES", 2019.
 * @param samples the newest last
 * @param center of the coordinates, and how long they are there: for exact numbers
 * @param linear features from this one on have no squares (choices)
 * @returns null where there are too few
 */
export function surrogate(samples: readonly Sample[], center: Float64Array, scales: Float64Array, linear: number): Surrogate | null {
  const size = center.length;
  const terms = termsOf(samples.length, size, linear);
  if (terms === null) return null;
  const local = (features: Float64Array): Float64Array => features.map((value, axis) => (value - center[axis]!) / scales[axis]!);
  const chosen = samples.slice(-lookedAt(terms.count)).sort((a, b) => a.loss - b.loss);
  const { count } = terms;
  const normal = new Float64Array(count * count);
  const right = new Float64Array(count);
  const base = chosen[0]!.loss;
  chosen.forEach(({ features, loss }, rank) => {
    const weight = BEST_WEIGHT + ((1 - BEST_WEIGHT) * rank) / Math.max(1, chosen.length - 1);
    const row = terms.of(local(features));
    for (let i = 0; i < count; i++) {
      const part = weight * row[i]!;
      right[i]! += part * (loss - base);
      for (let j = 0; j <= i; j++) normal[i * count + j]! += part * row[j]!;
    }
  });
  const coefficients = solve(normal, right, count);
  if (coefficients === null) return null;
  return {
    predict: (features) => {
      const row = terms.of(local(features));
      let sum = base;
      for (let i = 0; i < count; i++) sum += coefficients[i]! * row[i]!;
      return sum;
    },
  };
}

interface Terms {
  readonly count: number;
  readonly of: (x: Float64Array) => Float64Array;
}

/** Terms up to squares, and with all products. */
function termCounts(size: number, linear: number): { readonly squares: number; readonly full: number } {
  const squares = 1 + size + linear;
  return { squares, full: squares + (linear * (linear - 1)) / 2 };
}

function termsOf(samples: number, size: number, linear: number): Terms | null {
  const { squares, full } = termCounts(size, linear);
  const isFull = samples >= 1.1 * full && linear <= MOST_FULL;
  const hasSquares = samples >= 1.1 * squares;
  if (samples < 1 + size + 1) return null;
  const count = isFull ? full : hasSquares ? squares : 1 + size;
  return {
    count,
    of: (x) => {
      const row = new Float64Array(count);
      row[0] = 1;
      row.set(x, 1);
      let at = 1 + size;
      if (hasSquares) for (let axis = 0; axis < linear; axis++) row[at++] = x[axis]! * x[axis]!;
      if (isFull) for (let one = 0; one < linear; one++) for (let other = 0; other < one; other++) row[at++] = x[one]! * x[other]!;
      return row;
    },
  };
}

/** By Cholesky's decomposition, with a trifle on the diagonal. */
function solve(matrix: Float64Array, right: Float64Array, size: number): Float64Array | null {
  const lower = new Float64Array(size * size);
  let trace = 0;
  for (let i = 0; i < size; i++) trace += matrix[i * size + i]!;
  const trifle = (1e-10 * trace) / size;
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]! + (i === j ? trifle : 0);
      for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!;
      if (i !== j) lower[i * size + j] = sum / lower[j * size + j]!;
      else if (sum > 0) lower[i * size + i] = Math.sqrt(sum);
      else return null;
    }
  const made = right.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) made[i]! -= lower[i * size + k]! * made[k]!;
    made[i]! /= lower[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) made[i]! -= lower[k * size + i]! * made[k]!;
    made[i]! /= lower[i * size + i]!;
  }
  return made.every(Number.isFinite) ? made : null;
}
