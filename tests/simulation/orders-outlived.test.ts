import { describe, expect, it } from 'vitest';
import { forceEnter, forceExit } from '../../src/bot/commands.ts';
import { hasOpenOrders, type Side } from '../../src/core/trade/trade.ts';
import { type ContractScene, contractScene, PAIR } from './contract-scene.ts';

/** What waits of a trade when its position is ended by something else: its stop on the exchange, a liquidation, a person. */

const FAR = 0.9;

async function start(
  side: Side,
): Promise<ContractScene & { at: (ratio: number) => number; waitToAdd: (ratio: number) => Promise<unknown> }> {
  const scene = await contractScene({ stopsThere: true });
  await scene.enter(side);
  await scene.later(1000);
  expect(scene.account.resting(PAIR)).toHaveLength(1);
  // a price against the trade, as a ratio of its distance
  const at = (ratio: number) => Number((side === 'long' ? 100 * ratio : 100 * (2 - ratio)).toFixed(2));
  const waitToAdd = (ratio: number) =>
    forceEnter(scene.bot, {
      kind: 'forceEnter',
      ...{ pair: PAIR, side, tag: 'more' },
      entry: { rate: at(ratio), stakeAmount: 60, orderType: 'limit', leverage: null },
    });
  return { ...scene, at, waitToAdd };
}

const waiting = ({ account }: ContractScene) => account.engine.openOrders(account.symbol(PAIR)).length;

describe.each(['long', 'short'] as const)('a %s whose position is ended', (side) => {
  it('by its stop takes with it the order that would have added to it', async () => {
    const scene = await start(side);
    const { account, at, later, bot } = scene;
    await scene.waitToAdd(FAR);
    expect(waiting(scene)).toBe(1);
    account.now += 1000;
    account.move(PAIR, at(0.95));
    await later(1000);
    expect([bot.state.trades, waiting(scene)]).toEqual([[], 0]);
    account.now += 1000;
    account.move(PAIR, at(0.85));
    await later(11_000);
    expect([account.held(PAIR), bot.state.trades]).toEqual([0, []]);
  });

  it('by its stop takes with it the exit that waits', async () => {
    const scene = await start(side);
    const { account, at, later, bot, trade } = scene;
    const { id } = trade();
    await forceExit(bot, { kind: 'forceExit', tradeId: String(id), orderType: 'limit', amount: null, price: at(1.1) });
    expect(waiting(scene)).toBe(1);
    account.now += 1000;
    account.move(PAIR, at(0.95));
    await later(1000);
    expect([bot.state.trades, waiting(scene)]).toEqual([[], 0]);
    const closed = await bot.store.trades.find(id);
    expect(closed).toMatchObject({ exitReason: 'stoploss_on_exchange', isOpen: false });
    expect(hasOpenOrders(closed!)).toBe(false);
  });

  it.each(['exit', 'addition'] as const)(
    'by the exchange, without a stop of ours, is noticed while an %s waits, and takes it along',
    async (kind) => {
      const scene = await start(side);
      const { account, at, later, bot, trade } = scene;
      const { id } = trade();
      if (kind === 'addition') await scene.waitToAdd(FAR);
      else await forceExit(bot, { kind: 'forceExit', tradeId: String(id), orderType: 'limit', amount: null, price: at(1.1) });
      await later(11_000);
      account.deleverage(PAIR, Math.abs(account.held(PAIR)));
      await later(11_000);
      expect([bot.state.trades, waiting(scene)]).toEqual([[], 0]);
      expect(await bot.store.trades.find(id)).toMatchObject({ exitReason: 'liquidation', isOpen: false });
      await later(11_000);
      expect(account.resting(PAIR)).toEqual([]);
    },
  );

  it('in an emergency, since it takes no stop any more, takes with it what waits', async () => {
    const scene = await start(side);
    const { account, at, later, bot, trade } = scene;
    await scene.waitToAdd(FAR);
    const [stop] = account.resting(PAIR);
    account.engine.cancelConditional(stop);
    const { id } = trade();
    account.now += 1000;
    account.move(PAIR, at(0.95));
    await later(1000);
    expect([bot.state.trades, waiting(scene), account.held(PAIR)]).toEqual([[], 0, 0]);
    expect(await bot.store.trades.find(id)).toMatchObject({ exitReason: 'emergency_exit', isOpen: false });
  });

  it('goes on with what was added a moment later, under a stop of its own', async () => {
    const scene = await start(side);
    const { account, at, later, trade } = scene;
    await scene.waitToAdd(FAR);
    const open = trade();
    account.now += 1000;
    account.move(PAIR, at(0.95));
    account.now += 1000;
    account.move(PAIR, at(0.89));
    account.now += 1000;
    account.move(PAIR, at(1));
    const held = account.held(PAIR);
    expect(Math.abs(held)).toBeGreaterThan(1);
    await later(1000);
    expect([open.isOpen, open.amount]).toEqual([true, Math.abs(held)]);
    await later(1000);
    expect(account.resting(PAIR).map(({ request }) => request.amount)).toEqual([Math.abs(held)]);
  });

  it('stays open while what waits can not be cancelled, and ends when it can', async () => {
    const scene = await start(side);
    const { account, at, later, bot, trade } = scene;
    await scene.waitToAdd(FAR);
    const { id } = trade();
    account.keepsOrders = true;
    account.now += 1000;
    account.move(PAIR, at(0.95));
    for (let turn = 0; turn < 3; turn++) await later(11_000);
    expect([bot.state.trades.length, waiting(scene), account.held(PAIR)]).toEqual([1, 1, 0]);
    account.keepsOrders = false;
    await later(11_000);
    expect([bot.state.trades, waiting(scene)]).toEqual([[], 0]);
    expect(await bot.store.trades.find(id)).toMatchObject({ exitReason: 'stoploss_on_exchange', isOpen: false });
  });
});
