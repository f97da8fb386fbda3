import { describe, expect, it } from 'vitest';
import { createRunner } from '../../src/bot/loop.ts';
import { OrderOutcomeUnknown } from '../../src/exchange/errors.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { accountScene, PAIR, Still } from './account-scene.ts';

/** What is left on the exchange by a bot that ends with `cancel_open_orders_on_exit`. */

async function ending(isWanted: boolean) {
  const pairs = [PAIR, 'B/USDT'];
  const scene = await accountScene(new Still(), {
    changes: { cancel_open_orders_on_exit: isWanted },
    markets: pairs.map((pair) => spotMarket(pair)),
  });
  const runner = createRunner({ bot: scene.bot, version: '1', reload: () => Promise.reject(new Error('none')), onCrash: () => undefined });
  await runner.start();
  return { ...scene, runner };
}
const limit = { orderType: 'limit', rate: 95 };

describe('a bot that ends', () => {
  it('cancels what waits; what has been bought so far stays in its trade, and is on disk', async () => {
    const { enter, exchange, runner, bot } = await ending(true);
    await enter({ ...limit, pair: 'B/USDT' });
    await enter(limit);
    exchange.fillPart(0.4);
    await runner.close();
    expect(exchange.openCount()).toBe(0);
    expect(await bot.store.trades.open()).toMatchObject([{ pair: PAIR, amount: expect.closeTo(0.399, 9), orders: [{ isOpen: false }] }]);
  });

  it('cancels an order of which it does not know whether the exchange has it, too', async () => {
    const { enter, exchange, runner, bot } = await ending(true);
    const { placeOrder, findOrder, ordersSince } = exchange;
    const away = async () => Promise.reject(new Error('away'));
    exchange.placeOrder = async (request) => {
      await placeOrder.call(exchange, request);
      throw new OrderOutcomeUnknown('The answer was lost.');
    };
    Object.assign(exchange, { findOrder: away, ordersSince: away });
    await expect(enter(limit)).rejects.toThrow('was lost');
    expect([exchange.openCount(), bot.state.intents.length]).toEqual([1, 1]);
    Object.assign(exchange, { findOrder, ordersSince });
    await runner.close();
    expect([exchange.openCount(), await bot.store.intents.pending(), await bot.store.trades.open()]).toEqual([0, [], []]);
  });

  it('leaves all as it is where nothing else is wanted', async () => {
    const { enter, exchange, runner } = await ending(false);
    await enter(limit);
    await runner.close();
    expect(exchange.openCount()).toBe(1);
  });
});
