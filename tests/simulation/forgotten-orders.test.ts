import { describe, expect, it } from 'vitest';
import { forceExit } from '../../src/bot/commands.ts';
import { readDatabase } from '../../src/bot/hold.ts';
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
