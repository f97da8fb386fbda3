import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { groupSum, pairwiseMean, pairwiseSum } from './sums.ts';

const { sums } = JSON.parse(gunzipSync(readFileSync(new URL('../../../tests/golden/sums.json.gz', import.meta.url))).toString()) as {
  sums: { numbers: number[]; sum: number; group: number }[];
};

it('sums numbers up as pandas does, to the last digit', () => {
  expect(sums.map(({ numbers }) => pairwiseSum(numbers))).toEqual(sums.map(({ sum }) => sum));
  expect(sums.map(({ numbers }) => groupSum(numbers))).toEqual(sums.map(({ group }) => group));
  // another order of sums would be seen
  expect(sums.some(({ numbers, sum }) => numbers.reduce((a, b) => a + b, 0) !== sum)).toBe(true);
  expect(sums.some(({ sum, group }) => sum !== group)).toBe(true);
  expect([pairwiseMean([]), pairwiseMean([1, 2])]).toEqual([0, 1.5]);
});
