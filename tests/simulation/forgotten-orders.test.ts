import { describe, expect, it } from 'vitest';
import { forceExit } from '../../src/bot/commands.ts';
import { readDatabase } from '../../src/bot/hold.ts';
import { OrderOutcomeUnknown, TemporaryError } from '../../src/exchange/errors.ts';
import type { OrderRequest } from '../../src/exchange/ports/trading.ts';
import { accountScene, PAIR, Still } from './account-scene.ts';

/** A bot that comes back after days: its exchange has forgotten the orders that were open, but not what they were filled for. */

const DAYS_S = 8 * 86_400;

async function scene() {
  const made = await accountScene(new Still(), { changes: { unfilledtimeout: { entry: 30, exit: 30, unit: 'minutes' } } });
  made.exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
  return made;
}

describe('an order that was filled long ago, and is forgotten by the exchange', () => {
  it('opened its trade with what its fills say', async () => {
    const { exchange, bot, enter, step, trade } = await scene();
    await enter({ orderType: 'limit', rate: 95 });
    exchange.move(PAIR, 94);
    exchange.forgotten.add('s1');
    await readDatabase(bot);
    for (let turn = 0; turn < 3; turn++) await step(DAYS_S);
    expect(trade()).toMatchObject({ isOpen: true, amount: exchange.total('A'), openRate: 95 });
    expect(trade().orders[0]).toMatchObject({ isOpen: false, status: 'closed', filled: exchange.total('A') });
  });

  it('in part: the part counts', async () => {
    const { exchange, bot, enter, step, trade } = await scene();
    await enter({ orderType: 'limit', rate: 95 });
    exchange.fillPart(0.4);
    await exchange.cancelOrder('s1');
    exchange.forgotten.add('s1');
    await readDatabase(bot);
    for (let turn = 0; turn < 3; turn++) await step(DAYS_S);
    expect(trade()).toMatchObject({ isOpen: true, amount: 0.4, orders: [{ status: 'canceled' }] });
  });

  it('closed its trade at the rate of its fills', async () => {
    const { exchange, bot, enter, step } = await scene();
    await enter({ orderType: 'market' });
    await forceExit(bot, { kind: 'forceExit', tradeId: '1', orderType: 'limit', amount: null, price: 120 });
    exchange.move(PAIR, 121);
    exchange.move(PAIR, 100);
    exchange.forgotten.add('s2');
    await readDatabase(bot);
    for (let turn = 0; turn < 3; turn++) await step(DAYS_S);
    expect(bot.state.trades).toEqual([]);
    expect(await bot.store.trades.find(1)).toMatchObject({ isOpen: false, closeRate: 120, exitReason: 'force_exit' });
  });

  it('and never was filled: it counts as cancelled', async () => {
    const { exchange, bot, enter, step } = await scene();
    await enter({ orderType: 'limit', rate: 95 });
    await exchange.cancelOrder('s1');
    exchange.forgotten.add('s1');
    await readDatabase(bot);
    for (let turn = 0; turn < 3; turn++) await step(DAYS_S);
    expect(bot.state.trades).toEqual([]);
    expect(await bot.store.trades.find(1)).toBeNull();
  });
});

describe('an order whose answer was lost with its bot', () => {
  async function lost(seconds: number) {
    const made = await scene();
    const { exchange, bot, enter } = made;
    const { placeOrder, findOrder } = exchange;
    Object.assign(exchange, {
      placeOrder: async (request: OrderRequest) => {
        await placeOrder.call(exchange, request);
        throw new OrderOutcomeUnknown('The answer was lost.');
      },
      findOrder: async () => Promise.reject(new TemporaryError('away')),
    });
    await expect(enter({ orderType: 'market' })).rejects.toThrow('was lost');
    Object.assign(exchange, { placeOrder, findOrder });
    exchange.forgotten.add('s1');
    exchange.now += seconds * 1000;
    await readDatabase(bot);
    for (let turn = 0; turn < 3; turn++) await made.step(5);
    expect([bot.state.intents, bot.state.trades]).toEqual([[], []]);
    return made.warnings();
  }

  it('days ago is reported, since nobody can say what became of it', async () => {
    expect(await lost(DAYS_S)).toEqual([expect.stringMatching(/^Whether order ftts-e-0 \(buy 1 A\/USDT\) was ever filled can't be said/)]);
  });

  it('minutes ago and unknown was never accepted', async () => {
    expect(await lost(600)).toEqual([]);
  });
});
