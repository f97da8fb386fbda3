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
    let a = values[from]!;
    let b = values[from + 1]!;
    let c = values[from + 2]!;
    let d = values[from + 3]!;
    let e = values[from + 4]!;
    let f = values[from + 5]!;
    let g = values[from + 6]!;
    let h = values[from + 7]!;
    const whole = from + count - (count % FEW);
    for (let index = from + FEW; index < whole; index += FEW) {
      a += values[index]!;
      b += values[index + 1]!;
      c += values[index + 2]!;
      d += values[index + 3]!;
      e += values[index + 4]!;
      f += values[index + 5]!;
      g += values[index + 6]!;
      h += values[index + 7]!;
    }
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
