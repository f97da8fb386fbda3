import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dateMs, dateText } from './dates.ts';

it('a date is what the calendar says of its text, written in any of the ways that are found in databases', () => {
  const whole = fc.integer({ min: Date.UTC(100, 0, 1), max: Date.UTC(9999, 11, 31) });
  fc.assert(
    fc.property(whole, fc.constantFrom('', '.5', '.25', '.125', '.125000'), fc.constantFrom(' ', 'T'), (ms, fraction, between) => {
      expect(dateMs(dateText(ms))).toBe(ms);
      const seconds = new Date(ms).toISOString().slice(0, 19).replace('T', between);
      expect(dateMs(`${seconds}${fraction}`)).toBe(Math.floor(ms / 1000) * 1000 + Math.floor(Number(`0${fraction}`) * 1000));
    }),
  );
  expect([dateMs('2026-11-29'), dateMs('0099-01-01 00:00:00.000000')]).toEqual([
    Date.UTC(2026, 10, 29),
    Date.parse('0099-01-01T00:00:00Z'),
  ]);
});
