import { expect, it } from 'vitest';
import { addOrder, filledTrade } from '../../../tests/fakes/open-trade.ts';
import { shutdownLimitMs } from './shutdown-limit.ts';

it('an end in which orders are cancelled has time for each of them', () => {
  const waiting = filledTrade();
  addOrder(waiting, 'sell', 10, 110, 1);
  const state = { trades: [waiting, filledTrade(), waiting], intents: [{}] };
  const limits = [null, { settings: { cancelOpenOrdersOnExit: false }, state }, { settings: { cancelOpenOrdersOnExit: true }, state }];
  expect(limits.map(shutdownLimitMs)).toEqual([10_000, 10_000, 25_000]);
});
