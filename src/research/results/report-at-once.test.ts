import { describe, expect, it } from 'vitest';
import { isoDuration, reportAtOnce } from './report-at-once.ts';

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

it('of nothing that was traded durations and dates are such, too, as those of freqtrade are', () => {
  const epoch = '1970-01-01T00:00:00+00:00';
  const text = { winner_holding_avg: '0:00:00', loser_holding_avg: '0:00:00', drawdown_start: epoch, drawdown_end: epoch };
  const report = (count: number) => reportAtOnce({ total_trades: count, trades: [], ...text } as never);
  const moments = { drawdown_start: '1970-01-01T00:00:00Z', drawdown_end: '1970-01-01T00:00:00Z' };
  expect(report(0)).toMatchObject({ holding_avg: 'PT0S', winner_holding_avg: 'PT0S', loser_holding_avg: 'PT0S', ...moments });
  expect(report(1)).toMatchObject(text);
});
