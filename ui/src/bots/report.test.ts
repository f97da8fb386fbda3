import type { ClosedTrade } from 'freqtrade-client';
import { expect, test } from 'vitest';
import { spanOfDays } from '../tables/day-span.ts';
import { reportOf, tradesWithin } from './report.ts';

const HOUR = 3_600_000;
const trade = (id: number, closed: number, ratio = 0.01): ClosedTrade =>
  ({
    trade_id: id,
    open_timestamp: closed - HOUR,
    close_timestamp: closed,
    profit_ratio: ratio,
    profit_abs: ratio * 100,
  }) as ClosedTrade;

/** The latest first, as the bot tells them. */
const many = Array.from({ length: 1200 }, (_trade, index) => trade(1200 - index, (1200 - index) * HOUR));
const pageOf = (trades: readonly ClosedTrade[], asked: number[]) => async (offset: number) => {
  asked.push(offset);
  return { trades: trades.slice(offset, offset + 500), total_trades: trades.length };
};

test('pages are read until they are older than what is asked for', async () => {
  const asked: number[] = [];
  const { trades, isWhole } = await tradesWithin(pageOf(many, asked), { from: 700 * HOUR, until: 1000 * HOUR });
  expect(trades.map(({ trade_id: id }) => id)).toEqual(Array.from({ length: 300 }, (_id, index) => 999 - index));
  expect([asked, isWhole]).toEqual([[0, 500], true]);
});

test('without limits every trade is read, each once, though one closes meanwhile', async () => {
  let isLater = false;
  const later = [trade(1201, 1201 * HOUR), ...many];
  const { trades } = await tradesWithin(
    async (offset) => {
      const all = isLater ? later : many;
      isLater = true;
      return { trades: all.slice(offset, offset + 500), total_trades: all.length };
    },
    spanOfDays('', ''),
  );
  expect(trades.length).toBe(1200);
  expect(new Set(trades.map(({ trade_id: id }) => id)).size).toBe(1200);
});

test('sums of a report', () => {
  const report = reportOf([trade(1, 5 * HOUR, 0.02), trade(2, 6 * HOUR, -0.01), trade(3, 7 * HOUR, 0)]);
  expect(report).toMatchObject({ count: 3, wins: 1, losses: 1, duration: HOUR });
  expect(report.profit).toBeCloseTo(1, 10);
  expect(report.mean).toBeCloseTo(0.01 / 3, 12);
  expect([report.best?.trade_id, report.worst?.trade_id]).toEqual([1, 2]);
  expect(reportOf([])).toMatchObject({ count: 0, mean: null, best: null, duration: null });
});
