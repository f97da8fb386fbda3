import { expect, it } from 'vitest';
import { NO_STOPS } from '../../tests/fakes/no-stops.ts';
import { RestingExchange } from '../../tests/fakes/resting-exchange.ts';
import { spotMarket } from '../../tests/fakes/spot-market.ts';
import { withLoggedResponses, withLoggedStops } from './logged.ts';

it('writes answers about orders into the log, and nothing else', async () => {
  const lines: string[] = [];
  const trading = withLoggedResponses(new RestingExchange(spotMarket('A/USDT'), 0, 100), (line) => lines.push(line));
  await trading.balances();
  expect(await trading.findOrder({ orderId: '7' }, 'A/USDT')).toBeNull();
  expect(trading.acceptanceWindowMs).toBe(0);
  const stops = withLoggedStops(NO_STOPS, (line) => lines.push(line));
  expect(await stops.find({ orderId: '7' }, 'A/USDT')).toBeNull();
  expect([stops.orderTypes, stops.bindsCoins, stops.actsByItself, stops.keepsClientIds]).toEqual([[], true, true, true]);
  expect(lines).toEqual(['API findOrder: null', 'API findStop: null']);
});
