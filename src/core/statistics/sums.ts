/** Numbers that are summed up one by one below this many, and in eight sums up to `BLOCK`. */
const FEW = 8;
const BLOCK = 128;

/**
 * The sum of numbers, added up in pairs of halves as numpy does: what is equal in freqtrade's report is equal in ours, to the last digit.
 * Source: tests/golden/sums.json.gz.
 */
export function pairwiseSum(values: readonly number[], from = 0, count = values.length): number {
  if (count < FEW) return oneByOne(values, from, from + count, 0);
  if (count <= BLOCK) {
    const sums = values.slice(from, from + FEW);
    const whole = from + count - (count % FEW);
    for (let index = from + FEW; index < whole; index += FEW) {
      for (let lane = 0; lane < FEW; lane++) sums[lane]! += values[index + lane]!;
    }
    const [a, b, c, d, e, f, g, h] = sums as [number, number, number, number, number, number, number, number];
    return oneByOne(values, whole, from + count, a + b + (c + d) + (e + f + (g + h)));
  }
  const half = Math.floor(count / 2);
  const first = half - (half % FEW);
  return pairwiseSum(values, from, first) + pairwiseSum(values, from + first, count - first);
}

/** Their mean; 0 of nothing. */
export const pairwiseMean = (values: readonly number[]): number => (values.length === 0 ? 0 : pairwiseSum(values) / values.length);

/** The sum of a group as pandas has it where groups follow each other: the first number, and to it the sum of the others. */
export function groupSum(values: readonly number[], count = values.length): number {
  return count === 0 ? 0 : values[0]! + pairwiseSum(values, 1, count - 1);
}

function oneByOne(values: readonly number[], from: number, to: number, start: number): number {
  let sum = start;
  for (let index = from; index < to; index++) sum += values[index]!;
  return sum;
}
