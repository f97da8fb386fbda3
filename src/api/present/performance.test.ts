import { describe, expect, it } from 'vitest';
import type { ClosedTradeFacts } from '../../core/trade/closed-trade.ts';
import { byMixTag, presentPeriods } from './performance.ts';

const DAY = 86_400_000;
const trade = (id: number, profitRatio: number, changes: Partial<ClosedTradeFacts> = {}): ClosedTradeFacts => ({
  id,
  pair: 'A/USDT',
  openDate: id * 1000,
  closeDate: id * 1000 + 500,
  profitRatio,
  profitAbs: profitRatio * 100,
  maxStakeAmount: 100,
  enterTag: 'up',
  exitReason: 'roi',
  isShort: false,
  volume: 200,
  ...changes,
});

describe('performance', () => {
  it('adds up what has the same tags; the group with the best single trade comes first', () => {
    const closed = [
      trade(1, -0.001),
      trade(2, 0.02, { enterTag: 'best' }),
      trade(3, -0.03, { enterTag: 'best' }),
      trade(4, 0.0123, { enterTag: null, exitReason: null }),
      trade(5, 0.0045),
    ];
    const told = byMixTag(closed).map(({ mix_tag: tag, profit_pct: percent, count }) => [tag, percent, count]);
    expect(told).toEqual([
      ['best roi', -1, 2],
      ['Other Other', 1.23, 1],
      ['up roi', 0.35, 2],
    ]);
  });

  it('goes back from what there is now, period by period, in every digit', () => {
    const now = 10 * DAY + 1000;
    const closed = [0.1, 0.2, 0.3].map((profitRatio, index) =>
      trade(index, profitRatio, { closeDate: 9 * DAY + index, profitAbs: profitRatio }),
    );
    const { data } = presentPeriods('daily', 3, closed, 1000.123456789, 'USDT', '', now);
    expect(data.map(({ abs_profit, starting_balance, trade_count }) => [abs_profit, starting_balance, trade_count])).toEqual([
      [0, 1000.123456789, 0],
      [0.1 + 0.2 + 0.3, 1000.123456789 - (0.1 + 0.2 + 0.3), 3],
      [0, 1000.123456789 - (0.1 + 0.2 + 0.3), 0],
    ]);
  });
});
