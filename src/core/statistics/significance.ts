import { pairwiseSum } from './sums.ts';

/**
 * Chance that profits with a true mean of zero would be at least this far from it: Student's t-test, two-sided.
 * 1 where there is nothing to judge by. Source: tests/golden/backtest `p_value`.
 */
export function meanSignificance(profits: readonly number[]): number {
  const count = profits.length;
  if (count < 2) return 1;
  const mean = pairwiseSum(profits) / count;
  const variance = profits.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  if (variance === 0) return 1;
  const t = mean / Math.sqrt(variance / count);
  const freedom = count - 1;
  return incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t));
}

/** Regularised incomplete beta function, by Lentz's continued fraction. */
function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

const TINY = 1e-300;
const CONVERGED = 1e-16;
const MOST_TERMS = 10_000;

function betaFraction(a: number, b: number, x: number): number {
  const floor = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / floor(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / floor(1 + even * d);
    c = floor(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / floor(1 + odd * d);
    c = floor(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < CONVERGED) break;
  }
  return fraction;
}

/** Stirling's series, after a shift that makes it exact to the last digits. */
function logGamma(value: number): number {
  let shift = 0;
  let x = value;
  while (x < 15) {
    shift -= Math.log(x);
    x += 1;
  }
  const inverse = 1 / (x * x);
  const series =
    (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse * (1 / 1188 - (inverse * 691) / 360_360))))) / x;
  return shift + (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}
