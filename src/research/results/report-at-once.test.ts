import { describe, expect, it } from 'vitest';
import { isoDuration } from './report-at-once.ts';

describe('durations right after a run', () => {
  it.each([
    [0, 'PT0S'],
    [1080, 'PT18M'],
    [81_300, 'PT22H35M'],
    [86_400, 'P1D'],
    [93_784, 'P1DT2H3M4S'],
    [1127.368421, 'PT18M47.368421S'],
  ])('%d seconds are %s', (seconds, text) => expect(isoDuration(seconds)).toBe(text));
});
