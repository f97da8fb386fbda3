import { expect, it } from 'vitest';
import { createRunner } from '../../src/bot/loop.ts';
import type { OrderUpdate } from '../../src/core/trade/apply-order-update.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { accountScene, PAIR, Still } from './account-scene.ts';

it("what is pushed of an order is its pair's only: exchanges give the same number once for each pair", async () => {
  const scene = await accountScene(new Still(), { markets: [spotMarket(PAIR), spotMarket('B/USDT')] });
  const { bot, exchange } = scene;
  const runner = createRunner({
    bot,
    reload: () => Promise.reject(new Error('not wanted')),
    version: 'test',
    onCrash: (error) => {
      throw error;
    },
  });
  await scene.enter({ orderType: 'limit', rate: 90 });
  const order = scene.trade().orders[0]!;
  await runner.start();
  const settled = async (isSo: () => boolean) => {
    for (let turn = 0; turn < 300 && !isSo(); turn++) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isSo()).toBe(true);
  };
  await settled(() => exchange.listener !== null);
  const { orderId } = bot.state.trades[0]!.orders[0]!;
  const update: OrderUpdate = {
    orderId,
    status: 'open',
    amount: 50,
    filled: 0.7,
    average: 2,
    cost: 1.4,
    price: 2,
    fees: [],
    at: exchange.now,
  };
  exchange.listener!({ kind: 'order', pair: 'B/USDT', clientOrderId: 'web_1', update });
  // a price after it is taken when the order has been
  exchange.listener!({
    kind: 'order',
    pair: PAIR,
    clientOrderId: 'web_1',
    update: { ...update, amount: order.ftAmount, filled: 0.1, price: 90 },
  });
  await settled(() => (bot.state.trades[0]!.orders[0]!.filled ?? 0) > 0);
  expect(bot.state.trades[0]!.orders[0]).toMatchObject({ filled: 0.1, price: 90, amount: order.ftAmount });
  await runner.close();
});
