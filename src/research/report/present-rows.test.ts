import { expect, it } from 'vitest';
import { resultRow } from '../../backtest/statistics/figures.ts';
import { presentRow } from './present-rows.ts';

it('rounds percents as numpy does: halfway goes to the even neighbour', () => {
  const row = resultRow('SOL/USDT:USDT', [], { start: 0, end: 1, startingBalance: 1000 });
  const { profit_total, profit_total_pct, profit_mean_pct } = presentRow({ ...row, profitRatio: 0.019_25, profitMean: -0.019_25 });
  expect([profit_total, profit_total_pct, profit_mean_pct]).toEqual([0.019_25, 1.92, -1.92]);
});

it('has tags that are no texts as what they are', () => {
  const row = resultRow('TOTAL', [], { start: 0, end: 1, startingBalance: 1000 });
  expect([presentRow({ ...row, key: '\0' + '5' }).key, presentRow({ ...row, key: ['\0' + 'true', 'roi'] }).key]).toEqual([
    5,
    [true, 'roi'],
  ]);
});
