import { expect, it } from 'vitest';
import { AskedTimes } from './asked-times.ts';

it('tells how often, how long in all, and the median', () => {
  const times = new AskedTimes();
  expect(times.words()).toBeNull();
  for (const ms of [0.0153, 0.02, 0.0301, 70, 0.0309]) times.add(ms);
  expect(times.words()).toBe('The strategy was asked 5 times, for 0.07 s: 30 µs at the median.');
});
