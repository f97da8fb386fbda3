import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dateText } from './dates.ts';

it('a date is written as the calendar has it, whichever day was written before', () => {
  const day = fc.integer({ min: 1, max: 20_000 });
  fc.assert(
    fc.property(fc.array(fc.tuple(day, fc.integer({ min: 0, max: 86_399_999 })), { minLength: 2 }), (times) => {
      const dates = times.map(([number, after]) => number * 86_400_000 + after);
      expect(dates.map(dateText)).toEqual(dates.map((ms) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')));
    }),
  );
  expect([dateText(0), dateText(1), dateText(-1)]).toEqual(['', '1970-01-01 00:00:00', '1969-12-31 23:59:59']);
});
