import { expect, test } from 'vitest';
import { lastDays, spanOfDays } from './day-span.ts';

test('days are counted whole, and today is one of the last seven', () => {
  expect(spanOfDays('2026-01-01', '2026-01-02')).toEqual({ from: Date.parse('2026-01-01'), until: Date.parse('2026-01-03') });
  expect(lastDays(7, Date.parse('2026-01-07T23:00:00Z'))).toEqual(spanOfDays('2026-01-01', ''));
});
