import { describe, expect, it } from 'vitest';
import { parseTimerange } from './timerange.ts';

describe('--timerange', () => {
  it.each([
    ['20240101-20240201', Date.UTC(2024, 0, 1), Date.UTC(2024, 1, 1)],
    ['20240101-', Date.UTC(2024, 0, 1), null],
    ['-20240201', null, Date.UTC(2024, 1, 1)],
    ['20240101T1230-20240201', Date.UTC(2024, 0, 1, 12, 30), Date.UTC(2024, 1, 1)],
    ['1704067200-1706745600', 1_704_067_200_000, 1_706_745_600_000],
    ['1704067200000-', 1_704_067_200_000, null],
    ['', null, null],
  ])('%s', (text, from, to) => expect(parseTimerange(text)).toEqual({ from, to }));

  it.each(['2024', '20241301-', '20240230-', 'abc-def', '-', '20240201-20240101'])('refuses %s', (text) => {
    expect(() => parseTimerange(text)).toThrow(/timerange/);
  });
});
