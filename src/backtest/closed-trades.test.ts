import { describe, expect, it } from 'vitest';
import type { Trade } from '../core/trade/trade.ts';
import { ClosedTrades } from './closed-trades.ts';

const trade = (closeDate: number, closeProfitAbs: number): Trade =>
  ({
    pair: 'A/B',
    openDate: 0,
    closeDate,
    closeProfitAbs,
    closeProfit: closeProfitAbs / 100,
    isShort: false,
    exitReason: 'roi',
    orders: [],
  }) as Partial<Trade> as Trade;

describe('closed trades of a backtest', () => {
  it.each([[[1, 2, 2, 5, 9]], [[1, 9, 2, 5, 2]]])('sum up what had closed by a moment, in the order of closing: %j', (dates) => {
    const closed = new ClosedTrades(false, null);
    const profits = dates.map((_date, index) => 0.1 * (index + 1) ** 2 * (index % 2 === 0 ? 1 : -1));
    for (const [index, date] of dates.entries()) closed.add(trade(date, profits[index]!));
    for (let moment = 0; moment < 11; moment++) {
      const sum = dates.reduce((before, date, index) => (date <= moment ? before + profits[index]! : before), 0);
      expect(closed.profitUntil(moment)).toBe(sum);
    }
    expect(closed.at(1)).toEqual({
      pair: 'A/B',
      isShort: false,
      closeDate: dates[1],
      exitReason: 'roi',
      closeProfit: profits[1]! / 100,
      closeProfitAbs: profits[1],
    });
    expect(closed.at(5)).toBeUndefined();
  });

  it('are kept whole where somebody wants them, and missed where they are not', () => {
    const seen: number[] = [];
    const [kept, gone] = [new ClosedTrades(true, null), new ClosedTrades(false, ({ closeDate }) => seen.push(closeDate ?? 0))];
    for (const closed of [kept, gone]) for (const date of [3, 4]) closed.add(trade(date, 1));
    expect(seen).toEqual([3, 4]);
    expect([kept.whole().length, kept.isMissed]).toEqual([2, false]);
    expect([gone.kept.length, gone.results.length, gone.isMissed]).toEqual([0, 2, false]);
    expect([gone.whole().length, gone.isMissed]).toEqual([0, true]);
  });
});
