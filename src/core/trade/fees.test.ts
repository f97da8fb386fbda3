import { expect, it } from 'vitest';
import { filledTrade } from '../../../tests/fakes/open-trade.ts';
import { takeFees } from './fees.ts';
import { recalculate } from './recalculate.ts';

it.each([
  ['spot', 9.99],
  ['futures', 10],
] as const)('a fee in the base coin: on %s %d of 10 are left to be sold', (tradingMode, left) => {
  const trade = { ...filledTrade(), tradingMode };
  const [entry] = trade.orders;
  // an account that pays its fees in BNB does so for the contract on BNB, too
  takeFees(trade, entry!, [{ cost: 0.01, currency: trade.base }]);
  recalculate(trade, false);
  expect(trade.amount).toBe(left);
  expect(trade.feeOpen).toBe(0.001);
});
