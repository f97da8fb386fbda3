import { expect, it } from 'vitest';
import { RestingExchange } from '../../tests/fakes/resting-exchange.ts';
import { spotMarket } from '../../tests/fakes/spot-market.ts';
import { withLoggedResponses } from './logged.ts';

it('writes answers about orders into the log, and nothing else', async () => {
  const lines: string[] = [];
  const trading = withLoggedResponses(new RestingExchange(spotMarket('A/USDT'), 0, 100), (line) => lines.push(line));
  await trading.balances();
  expect(await trading.findOrder({ orderId: '7' }, 'A/USDT')).toBeNull();
  expect(trading.acceptanceWindowMs).toBe(0);
  expect(lines).toEqual(['API findOrder: null']);
});
