import { describe, expect, it } from 'vitest';
import { reloadTrade } from '../../src/bot/commands.ts';
import { MINUTE } from '../fakes/scene.ts';
import { contractScene, PAIR } from './contract-scene.ts';

describe('nothing is entered in a pair of contracts', () => {
  it('while the stop of a trade before still lies there, which would act on the new one', async () => {
    const { account, enter, leave, later } = await contractScene({ stopsThere: true });
    await enter();
    await later(1000);
    expect(account.resting(PAIR)).toHaveLength(1);
    account.keepsOrders = true;
    await leave();
    for (let minute = 0; minute < 3; minute++) await later(MINUTE);
    expect([account.held(PAIR), account.resting(PAIR).length]).toEqual([0, 1]);
    await expect(enter()).rejects.toThrow(/stop of a closed trade still lies/);
    account.keepsOrders = false;
    await later(2 * MINUTE);
    expect(account.resting(PAIR)).toEqual([]);
    expect((await enter()).isOpen).toBe(true);
  });

  it('while it is not known what the account holds there', async () => {
    const { account, bot, enter, later } = await contractScene();
    account.byHand('sell', PAIR, 1);
    account.hidesPositions = true;
    await later(11_000);
    await expect(enter()).rejects.toThrow(/does not answer/);
    expect([bot.state.trades, account.held(PAIR)]).toEqual([[], -1]);
    account.hidesPositions = false;
    await later(11_000);
    await expect(enter()).rejects.toThrow(/belongs to no trade/);
    account.byHand('buy', PAIR, 1);
    await later(11_000);
    expect((await enter()).isOpen).toBe(true);
  });
});

describe('what a trade is', () => {
  it.each(['long', 'short'] as const)('not what the stop of the trade before has become: a %s after it', async (side) => {
    const other = side === 'long' ? 'short' : 'long';
    const { account, bot, enter, later, trade } = await contractScene({ stopsThere: true });
    await enter(other);
    await later(1000);
    account.now += 1000;
    account.move(PAIR, other === 'long' ? 95 : 105);
    await later(1000);
    expect([bot.state.trades, account.held(PAIR)]).toEqual([[], 0]);
    await enter(side);
    const { amount } = trade();
    await reloadTrade(bot, trade().id);
    expect([trade().amount, trade().orders.length]).toEqual([amount, 1]);
    // a part is closed by hand, so that the orders are looked for
    account.byHand(side === 'long' ? 'sell' : 'buy', PAIR, 1);
    await later(15_000);
    await later(15_000);
    expect(trade().amount).toBeCloseTo(Math.abs(account.held(PAIR)), 9);
  });

  it('liquidated, though its stop has just brought as much', async () => {
    const { account, bot, enter, later, trade } = await contractScene({ stopsThere: true });
    await enter();
    await later(1000);
    const open = trade();
    account.byHand('buy', PAIR, open.amount);
    await reloadTrade(bot, open.id);
    // the stop is for half of it still, and the rest is gone in the same moment
    account.now += 1000;
    account.move(PAIR, 50);
    expect(account.held(PAIR)).toBe(0);
    for (let turn = 0; turn < 3; turn++) await later(15_000);
    expect([open.isOpen, open.exitReason]).toEqual([false, 'liquidation']);
  });

  it.each(['long', 'short'] as const)('left by its stop, also while it is not known what the account holds: a %s', async (side) => {
    const { account, bot, enter, later } = await contractScene();
    await enter(side);
    await later(1000);
    account.hidesPositions = true;
    account.now += 11_000;
    account.move(PAIR, side === 'long' ? 95 : 105);
    await later(1000);
    expect([bot.state.trades, account.held(PAIR)]).toEqual([[], 0]);
  });
});

describe('an account that keeps longs and shorts of a pair apart', () => {
  it('has orders of the other position, which are somebody else’s', async () => {
    const { account, bot, enter, later, trade } = await contractScene();
    await enter('long');
    const { amount } = trade();
    await later(11_000);
    const { ordersSince } = account.trading;
    const ofShort = { orderType: 'market', at: account.now, clientOrderId: null, positionSide: 'short' } as const;
    const update = { status: 'closed', amount, filled: amount, average: 100, cost: null, price: 100, fees: [], at: account.now } as const;
    Object.assign(account.trading, {
      ordersSince: async (pair: string, since: number) => [
        ...(await ordersSince(pair, since)),
        { ...ofShort, side: 'sell', update: { ...update, orderId: 'h1' } },
        { ...ofShort, side: 'buy', update: { ...update, orderId: 'h2' } },
      ],
    });
    await reloadTrade(bot, trade().id);
    expect(bot.state.trades).toMatchObject([{ isOpen: true, amount, orders: [{}] }]);
    await later(11_000);
    expect(bot.state.trades).toMatchObject([{ isOpen: true, amount, orders: [{}] }]);
  });
});

describe('a position that is larger than one order may be', () => {
  it('has a stop for as much as the exchange takes, and the rest is left as soon as that is hit', async () => {
    const { account, bot, enter, later, trade } = await contractScene({ facts: { maxAmount: 2 }, stopsThere: true });
    await enter('long', 60);
    account.byHand('buy', PAIR, 1.8);
    await reloadTrade(bot, trade().id);
    for (let turn = 0; turn < 3; turn++) await later(11_000);
    expect([trade().amount > 3, account.resting(PAIR).map(({ request }) => request.amount)]).toEqual([true, [2]]);
    const { length } = account.engine.conditionals;
    await later(11_000);
    expect(account.engine.conditionals).toHaveLength(length);
    account.now += 1000;
    account.move(PAIR, 95);
    for (let turn = 0; turn < 2; turn++) await later(11_000);
    expect([bot.state.trades, account.held(PAIR), account.resting(PAIR)]).toEqual([[], 0, []]);
  });

  it.each(['long', 'short'] as const)('is left in parts, none of them stranded: a %s', async (side) => {
    const { account, bot, enter, later, leave, push, trade } = await contractScene({ facts: { maxAmount: 2 } });
    await enter(side, 60);
    account.byHand(side === 'long' ? 'buy' : 'sell', PAIR, 1.8);
    account.byHand(side === 'long' ? 'buy' : 'sell', PAIR, 0.5);
    const open = trade();
    await reloadTrade(bot, open.id);
    const whole = account.held(PAIR);
    expect(Math.abs(whole)).toBeGreaterThan(3.9);
    expect(open.amount).toBeCloseTo(Math.abs(whole), 9);
    await later(11_000);
    await push(side === 'long' ? 95 : 105);
    for (let turn = 0; turn < 4 && open.isOpen; turn++) await later(5000);
    expect([open.isOpen, open.exitReason, account.held(PAIR)]).toEqual([false, 'stop_loss', 0]);
    const parts = open.orders.filter(({ tag }) => tag === 'stop_loss').map(({ filled }) => filled ?? 0);
    expect([Math.max(...parts) <= 2, Math.min(...parts) > 1]).toEqual([true, true]);
    account.move(PAIR, 100);
    await later(2 * MINUTE);
    await enter(side, 60);
    account.byHand(side === 'long' ? 'buy' : 'sell', PAIR, 1.8);
    await reloadTrade(bot, trade().id);
    await leave();
    expect([bot.state.trades, account.held(PAIR)]).toEqual([[], 0]);
  });
});
