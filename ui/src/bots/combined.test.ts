import { expect, test } from 'vitest';
import { type BotLine, combined, cumulative, distribution, drawdown, fiatTotal } from './combined.ts';

function line(currency: string, profit: number, start: number, balance: number): BotLine {
  return {
    bot: { id: currency, name: currency, url: '', colour: '' },
    isReachable: true,
    config: { stake_currency: currency },
    profit: { profit_all_coin: profit, closed_trade_count: 3 },
    balance: { starting_capital: start, total: balance, value: 0, symbol: '' },
    open: 1,
  } as BotLine;
}

test('bots of one currency are added, relative to what all of them began with; others stand apart', () => {
  const totals = combined([line('USDT', 10, 100, 110), line('USDT', 30, 900, 930), line('BTC', 0.1, 1, 1.1)]);
  expect(totals).toHaveLength(2);
  expect(totals[0]).toMatchObject({ currency: 'USDT', profit: 40, ratio: 0.04, balance: 1040, open: 2, closed: 6, fiat: null });
  expect(totals[1]).toMatchObject({ currency: 'BTC', profit: 0.1, ratio: 0.1 });
});

test('a bot that has not answered adds nothing', () => {
  expect(combined([{ ...line('USDT', 1, 1, 1), profit: null }])).toEqual([]);
});

test('profits are summed up from the day before the first trade', () => {
  const days = [
    { date: '2026-01-03', abs_profit: -1, trade_count: 2 },
    { date: '2026-01-02', abs_profit: 3, trade_count: 1 },
    { date: '2026-01-01', abs_profit: 0, trade_count: 0 },
    { date: '2025-12-31', abs_profit: 0, trade_count: 0 },
  ];
  expect(cumulative(days).map(([, sum]) => sum)).toEqual([0, 3, 2]);
  expect(cumulative(days.slice(2))).toEqual([]);
});

test('every value lies in one step of a distribution', () => {
  const values = [-0.02, -0.01, 0, 0.01, 0.03];
  const bins = distribution(values, 5);
  expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
  expect([bins[0]!.from, bins.at(-1)!.to]).toEqual([-0.02, expect.closeTo(0.03, 12)]);
  expect(distribution([0.5], 3).map(({ count }) => count)).toEqual([1, 0, 0]);
  expect(distribution([], 3)).toEqual([]);
});

test('a drawdown is measured from the highest so far', () => {
  expect(drawdown([])).toEqual([]);
  expect(
    drawdown([
      [1, 100],
      [2, 90],
      [3, 120],
      [4, 60],
    ]).map(([at, ratio]) => [at, Math.round(ratio * 1000) / 1000]),
  ).toEqual([
    [1, 0],
    [2, -0.1],
    [3, 0],
    [4, -0.5],
  ]);
  expect(
    drawdown([
      [1, 0],
      [2, 0],
    ]),
  ).toEqual([
    [1, 0],
    [2, 0],
  ]);
});

test('fiat values are added only where every bot knows its own, in one currency', () => {
  const total = (fiat: number | null, fiatCurrency = 'USD') => ({
    currency: 'X',
    profit: 0,
    ratio: 0,
    balance: 0,
    fiat,
    fiatCurrency,
    open: 0,
    closed: 0,
  });
  expect(fiatTotal([total(10), total(5)])).toEqual({ value: 15, currency: 'USD' });
  expect(fiatTotal([total(10), total(null)])).toBeNull();
  expect(fiatTotal([total(10), total(5, 'EUR')])).toBeNull();
  expect(fiatTotal([])).toBeNull();
});
