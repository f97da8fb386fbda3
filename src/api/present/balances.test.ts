import { expect, it } from 'vitest';
import { aTrade } from '../../../tests/fakes/stored-trades.ts';
import type { Trade } from '../../core/trade/trade.ts';
import { presentBalances } from './balances.ts';

const shown = (changes: Partial<Trade>, rate: number | null) => {
  const trade = aTrade({
    pair: 'XRP/USDT:USDT',
    tradingMode: 'futures',
    amount: 300,
    stakeAmount: 100,
    leverage: 3,
    openRate: 1,
    ...changes,
  });
  const about = { stakeCurrency: 'USDT', isFutures: true, isDry: true, fiat: '', start: 1000, available: 900 };
  const balances = new Map([['USDT', { free: 900, used: 100, total: 1000 }]]);
  return presentBalances({ ...about, balances, trades: [trade], lastRate: () => rate });
};

it.each([
  ['long', false, 1.1, 130],
  ['short', true, 1.1, 70],
  ['short', true, 0.9, 130],
  ['long', false, null, 100],
])('a %s position is worth its stake and what it has gained with what is lent, as with freqtrade 2026.9', (side, isShort, rate, worth) => {
  const { currencies, total, total_bot: totalBot } = shown({ isShort }, rate);
  expect(currencies[1]).toMatchObject({ side, position: 300, is_position: true });
  expect(currencies[1]!.est_stake).toBeCloseTo(worth, 9);
  expect(total).toBeCloseTo(900 + worth, 9);
  expect(totalBot).toBeCloseTo(900 + worth, 9);
});
