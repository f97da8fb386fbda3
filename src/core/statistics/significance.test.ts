import { describe, expect, it } from 'vitest';
import { meanSignificance } from './significance.ts';

/** scipy.stats.ttest_1samp(profits, 0).pvalue */
const SCIPY: [number[], number][] = [
  [[1, 2, 3], 0.07417990022744854],
  [[1.5, -2, 0.25, 3.75], 0.5190333767251768],
  [[-0.1, -0.2, -0.15, -0.05, 0.01], 0.05619794257959357],
  [[5, -5, 4.9, -4.8, 0.3, 0.1], 0.9648497275460644],
  [[0.001, 0.001, 0.001, 0.001, 0.001, 0.0012, -3], 0.3569946525494154],
  [Array.from({ length: 200 }, (_value, index) => (index % 7) - 2.9), 0.6215621024060115],
];

describe('the chance that a mean is luck', () => {
  it.each(SCIPY)('is that of a t-test: %j', (profits, expected) => {
    expect(Math.abs(meanSignificance(profits) / expected - 1)).toBeLessThan(1e-11);
  });

  it('is certain of nothing without at least two different profits', () => {
    expect(meanSignificance([])).toBe(1);
    expect(meanSignificance([5])).toBe(1);
    expect(meanSignificance([0, 0, 0])).toBe(1);
    expect(meanSignificance([2, 2])).toBe(1);
  });
});
