import { expect, it } from 'vitest';
import { PairWarnings, warningsInOrder } from './pair-warnings.ts';

function said(places: readonly number[]) {
  const warnings = new PairWarnings();
  for (const place of places) {
    warnings.place = place;
    warnings.warn(`pair ${place}`);
    warnings.warn('the same file');
  }
  warnings.place = Number.POSITIVE_INFINITY;
  warnings.warn('at the end');
  return warnings.all;
}

it('says of pairs that threads have shared what one alone says', () => {
  expect(warningsInOrder([said([1, 3]), said([0, 2, 4])])).toEqual(said([0, 1, 2, 3, 4]));
  expect(said([0, 1]).map(({ text }) => text)).toEqual(['pair 0', 'the same file', 'pair 1', 'at the end']);
});
