import { expect, it } from 'vitest';
import { numberFrom } from './frames.ts';

it('numbers are what Python has said, those that are not finite as well', () => {
  const said = [1.5, { number: 'inf' }, { number: '-inf' }, { number: 'nan' }, true];
  expect(said.map(numberFrom)).toEqual([1.5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1]);
});
