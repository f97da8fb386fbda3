import { describe, expect, it } from 'vitest';
import { bestFirst, crowdingDistances, dominates, frontsOf } from './fronts.ts';
import { randomNumbers } from './random-numbers.ts';

describe('fronts of trials', () => {
  it('are those that can be read off a drawing', () => {
    const trials = [
      [1, 5],
      [2, 3],
      [4, 1],
      [3, 4],
      [5, 5],
      [2, 3],
      [1, 6],
    ];
    expect(frontsOf(trials)).toEqual([[0, 1, 2, 5], [3, 6], [4]]);
  });

  it('hold whoever is dominated by somebody of the front before, and by nobody of his own', () => {
    const random = randomNumbers(11);
    for (const objectives of [1, 2, 3]) {
      const trials = Array.from({ length: 80 }, () => Array.from({ length: objectives }, () => Math.floor(random() * 12)));
      const fronts = frontsOf(trials);
      expect(fronts.flat().sort((a, b) => a - b)).toEqual([...trials.keys()]);
      fronts.forEach((front, rank) => {
        for (const one of front) {
          expect(front.some((other) => dominates(trials[other]!, trials[one]!))).toBe(false);
          if (rank > 0) expect(fronts[rank - 1]!.some((other) => dominates(trials[other]!, trials[one]!))).toBe(true);
        }
      });
    }
  });

  it('are spread by how lonely their members are', () => {
    // ways between neighbours over the range, of both objectives: (2 - 0) / 10 + (10 - 5) / 10, and so on
    const front = [
      [0, 10],
      [1, 6],
      [2, 5],
      [10, 0],
    ];
    expect([...crowdingDistances(front)]).toEqual([Infinity, 0.2 + 0.5, 0.9 + 0.6, Infinity]);
    expect(bestFirst([...front, [11, 11]])).toEqual([0, 3, 2, 1, 4]);
  });

  it('have trials without a result last', () => {
    expect(bestFirst([[Infinity], [3], [1], [2]])).toEqual([2, 3, 1, 0]);
  });
});
