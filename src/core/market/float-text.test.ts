import { expect, test } from 'vitest';
import { floatText } from './float-text.ts';

test.each([
  [0, '0.0'],
  [-3, '-3.0'],
  [0.005, '0.005'],
  [6.178206542258083e-6, '6.178206542258083e-06'],
  [-1e-5, '-1e-05'],
  [1.5e-120, '1.5e-120'],
  [123456.75, '123456.75'],
  [1e16, '1e+16'],
])('%d is %s', (value, text) => expect(floatText(value)).toBe(text));
