import { expect, it } from 'vitest';
import { tagValue } from './tag.ts';

it('is a text, or what a class in Python has set in its place', () => {
  expect(['up', '', '5', null].map(tagValue)).toEqual(['up', '', '5', '']);
  expect(['\u00005.0', '\u00002.5', '\u0000true', '\u0000null', '\u0000NaN'].map(tagValue)).toEqual([5, 2.5, true, null, null]);
});
