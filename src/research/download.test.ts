import { expect, it } from 'vitest';
import { downloadSpan } from './download.ts';

const NOW = Date.UTC(2026, 10, 30, 5, 43, 52, 678);
const spanOf = (changes: object) => downloadSpan({ days: null, newPairsDays: null, timerange: null, ...changes } as never, NOW);

it('begins at midnight for days that are asked for, and to the second for a pair that is new, as freqtrade does', () => {
  const second = Date.UTC(2026, 9, 31, 5, 43, 52);
  expect(spanOf({})).toEqual({ from: null, to: null, newFrom: second });
  expect(spanOf({ newPairsDays: 3 }).newFrom).toBe(Date.UTC(2026, 10, 27, 5, 43, 52));
  const midnight = Date.UTC(2026, 10, 27);
  expect(spanOf({ days: 3, newPairsDays: 9 })).toEqual({ from: midnight, to: null, newFrom: midnight });
});
