/**
 * How much of the standard normal distribution lies below a number, ratio; off by less than 2e-7.
 * Source: Abramowitz and Stegun, "Handbook of mathematical functions, 26.2.17", 1964.
 */
export function normalBelow(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail =
    0.3989422804014327 *
    Math.exp(-0.5 * x * x) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x > 0 ? 1 - tail : tail;
}
