import type { OpenTrade } from 'freqtrade-client';
import { expect, test } from 'vitest';
import { correlation, riskOf } from './risk.ts';

const trade = (changes: Partial<OpenTrade>) =>
  ({
    amount: 2,
    current_rate: 100,
    open_rate: 90,
    is_short: false,
    total_profit_abs: 20,
    realized_profit: 0,
    stake_amount: 180,
    stop_loss_abs: 85,
    stoploss_entry_dist: -10,
    ...changes,
  }) as OpenTrade;

test('exposure counts both sides, the net one against the other, and stops are summed up', () => {
  const risk = riskOf([
    trade({}),
    trade({ is_short: true, amount: 1, total_profit_abs: -10, stop_loss_abs: 110, stoploss_entry_dist: -20, realized_profit: 5 }),
  ]);
  expect(risk).toEqual({ exposure: 300, net: 100, atStops: -25, giveBack: -35, unprotected: 0 });
});

test('without a stop the whole stake is counted as lost', () => {
  expect(riskOf([trade({ stop_loss_abs: null })])).toMatchObject({ atStops: -180, unprotected: 180 });
});

test('correlation is that of changes', () => {
  const up = [1, 2, 3, 5, 8];
  expect(
    correlation(
      up,
      up.map((value) => value * 7),
    ),
  ).toBeCloseTo(1, 12);
  // each changes by the inverse
  expect(correlation([100, 110, 99, 108.9], [100, 90, 99, 89.1])).toBeCloseTo(-1, 12);
  expect(correlation([1, 1, 1, 1], up)).toBeNull();
  expect(correlation([1, 2], [1, 2])).toBeNull();
});
