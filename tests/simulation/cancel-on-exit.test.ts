import { describe, expect, it } from 'vitest';
import { StoppedOrders } from '../../src/bot/cancel-all.ts';
import { createRunner } from '../../src/bot/loop.ts';
import { OrderOutcomeUnknown, TemporaryError } from '../../src/exchange/errors.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { accountScene, PAIR, Still } from './account-scene.ts';

/** What is left on the exchange by a bot that ends, or is stopped, with `cancel_open_orders_on_exit`. */

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

describe('a bot that is stopped', () => {
  it.each([true, false])('and is to cancel what waits (%s) does so at once, or not at all', async (isWanted) => {
    const { enter, exchange, runner, bot } = await ending(isWanted);
    await enter({ ...limit, pair: 'B/USDT' });
    await enter(limit);
    exchange.fillPart(0.4);
    await runner.ask({ kind: 'stop' });
    const left = async () => (await bot.store.trades.open()).map(({ pair, amount, orders }) => [pair, amount, orders[0]!.isOpen]);
    if (isWanted) await expect.poll(left).toEqual([[PAIR, expect.closeTo(0.399, 9), false]]);
    expect(bot.state.mode).toBe('stopped');
    await runner.close();
    expect(exchange.openCount()).toBe(isWanted ? 0 : 2);
  });

  it('tries again what did not go, as often as it would look at the market', async () => {
    const { bot, enter, exchange, warnings } = await accountScene(new Still(), { changes: { cancel_open_orders_on_exit: true } });
    await enter(limit);
    const { cancelOrder } = exchange;
    exchange.cancelOrder = async () => Promise.reject(new TemporaryError('away'));
    bot.state.mode = 'stopped';
    const stopped = new StoppedOrders();
    await stopped.cancel(bot);
    exchange.cancelOrder = cancelOrder;
    await stopped.cancel(bot);
    expect(exchange.openCount()).toBe(1);
    exchange.now += bot.settings.throttleMs;
    await stopped.cancel(bot);
    expect([exchange.openCount(), warnings()]).toEqual([0, []]);
  });
});
