import { expect, test } from 'vitest';
import { longSpanText, shortSpanText, spanText } from './durations.ts';

test.each([
  [0, '0:00:00', '0 days 00:00:00', '0d 00:00'],
  [185_460, '2 days, 3:31:00', '2 days 03:31:00', '2d 03:31'],
  [86_400, '1 day, 0:00:00', '1 days 00:00:00', '1d 00:00'],
  // a trade that was opened within the last candle is closed at its beginning
  [-240, '-1 day, 23:56:00', '-1 days +23:56:00', '-1d 23:56'],
])('%d s', (seconds, span, long, short) => {
  expect(spanText(seconds)).toBe(span);
  expect(longSpanText(seconds)).toBe(long);
  expect(shortSpanText(seconds)).toBe(short);
});
