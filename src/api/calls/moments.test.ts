import { expect, it } from 'vitest';
import { readMoment } from './moments.ts';

const YEAR_2030 = 1_893_456_000_000;

it.each([
  ['2030-01-01T00:00:00Z', 0],
  ['2030-01-01 00:00:00+00:00', 0],
  ['2030-01-01t00:00z', 0],
  ['2030-01-01_05:30:00+0530', 0],
  ['2029-12-31T20:30:00.5-03:30', 500],
  ['2030-01-01T00:00:00,123456789Z', 123],
  ['1893456000', 0],
  ['1893456000000', 0],
  ['1893456000.25', 250],
])('reads %s', (text, more) => {
  expect(readMoment(text)).toEqual({ at: YEAR_2030 + more });
});

it('takes small numbers for seconds, those below nothing too', () => {
  expect(readMoment('20000000000')).toEqual({ at: 2e13 });
  expect(readMoment('20000000001')).toEqual({ at: 20_000_000_001 });
  expect(readMoment('-5')).toEqual({ at: -5000 });
});

it.each([
  ['', 'input is too short'],
  ['2030-1-1', 'input is too short'],
  ['yesterday or so', 'invalid character in year'],
  [' 2030-01-01T00:00:00Z', 'invalid character in year'],
  ['2030/01/01 00:00:00Z', 'invalid date separator, expected `-`'],
  ['2030-ab-01T00:00Z', 'invalid character in month'],
  ['2030-01_01T00:00Z', 'invalid date separator, expected `-`'],
  ['2030-01-0aT00:00:00Z', 'invalid character in day'],
  ['2030-13-01', 'month value is outside expected range of 1-12'],
  ['2030-02-31T00:00:00Z', 'day value is outside expected range'],
  ['2030-01-01T25:00:00Z', 'unexpected extra characters at the end of the input'],
  ['2030-01-01T00:00:61Z', 'unexpected extra characters at the end of the input'],
  ['2030-01-01T00:00:00 Z', 'unexpected extra characters at the end of the input'],
  ['2030-01-01T00:00:00+25:00', 'unexpected extra characters at the end of the input'],
  ['99999999999999999', 'dates after 9999 are not supported as unix timestamps'],
])('says why %j is none', (text, why) => {
  expect(readMoment(text)).toEqual({
    type: 'datetime_from_date_parsing',
    message: `Input should be a valid datetime or date, ${why}`,
    why,
  });
});

it.each(['2030-01-01', '2030-01-01 10:00:00', '2030-01-01T10:00'])('wants a zone with %s', (text) => {
  expect(readMoment(text)).toEqual({ type: 'timezone_aware', message: 'Input should have timezone info', why: null });
});

it('takes no moment that is beyond the years of a date in UTC, and small years for what they are', () => {
  for (const text of ['9999-12-31T23:59:59-23:59', '0001-01-01T00:00:00+23:59', '0000-01-01T00:00:00Z'])
    expect(readMoment(text)).toMatchObject({ type: 'datetime_from_date_parsing' });
  expect(readMoment('9999-12-31T23:59:59Z')).toEqual({ at: 253_402_300_799_000 });
  expect(readMoment('0092-08-15T00:00:00Z')).toEqual({ at: Date.parse('0092-08-15T00:00:00Z') });
});
