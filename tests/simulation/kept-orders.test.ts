import { describe, expect, it } from 'vitest';
import { forceExit } from '../../src/bot/commands.ts';
import type { Strategy } from '../../src/index.ts';
import { failingStore } from '../fakes/failing-store.ts';
import { accountScene, PAIR, Still } from './account-scene.ts';

/** What a trade has on the exchange stays there while what would take its place can't be written. */

const ORDER_TYPES = { entry: 'market', exit: 'market', stoploss: 'limit', stoploss_on_exchange: true, emergency_exit: 'market' };

class Trailing extends Still {
  override trailingStop = true;
}

/** Wants to leave when it is set to. */
class Leaving extends Still {
  override positionAdjustmentEnable = true;
  wants = false;
  part: number | null = null;
  exitPrice = 120;
  override customExit(): string | null {
    return this.wants ? 'enough' : null;
  }
  override customExitPrice(): number {
    return this.exitPrice;
  }
  override adjustTradePosition(): number | null {
    return this.part;
  }
}

async function fullDisk(strategy: Strategy, order_types: object = ORDER_TYPES) {
  let isFull = false;
  const scene = await accountScene(strategy, {
    changes: {
      order_types,
      custom_price_max_distance_ratio: 0.5,
      entry_pricing: { price_side: 'other' },
      exit_pricing: { price_side: 'other' },
    },
    storedBy: (store) => failingStore(store, () => (isFull ? 'refused' : 'none')),
  });
  await scene.enter();
  await scene.step();
  return {
    ...scene,
    fill: (full: boolean) => {
      isFull = full;
    },
  };
}

const all = { kind: 'forceExit', tradeId: '1', orderType: 'market', amount: null, price: null } as const;

describe('a disk that is full', () => {
  it('leaves a stop that trails where it lies, and moves it once there is room', async () => {
    const { exchange, step, fill } = await fullDisk(new Trailing());
    fill(true);
    exchange.move(PAIR, 110);
    for (let turn = 0; turn < 5; turn++) await step(70);
    expect(exchange.stops.resting().map(({ request }) => request.stopPrice)).toEqual([90]);
    expect(exchange.stops.laid).toHaveLength(1);
    fill(false);
    await step(70);
    expect(exchange.stops.resting().map(({ request }) => request.stopPrice)).toEqual([99]);
  });

  it('leaves a stop where an exit of any kind can not take its place, and lets that exit pass once there is room', async () => {
    const strategy = new Leaving();
    const { exchange, bot, trade, step, fill } = await fullDisk(strategy);
    const left = trade();
    fill(true);
    strategy.part = -50;
    await step(70);
    strategy.part = null;
    strategy.wants = true;
    await step(70);
    await expect(forceExit(bot, all)).rejects.toThrow('told to fail');
    expect(exchange.stops.laid.map(({ update }) => update.status)).toEqual(['open']);
    expect(exchange.asked.filter(({ side }) => side === 'sell')).toEqual([]);
    fill(false);
    await step(70);
    expect(left).toMatchObject({ isOpen: false, exitReason: 'enough' });
    expect(exchange.stops.resting()).toEqual([]);
  });

  it('leaves an order that waits where another can not take its place', async () => {
    const strategy = new Leaving();
    const { exchange, bot, trade, step, fill } = await fullDisk(strategy, { ...ORDER_TYPES, exit: 'limit', stoploss_on_exchange: false });
    const left = trade();
    strategy.wants = true;
    await step();
    expect(exchange.openCount()).toBe(1);
    fill(true);
    strategy.exitPrice = 115;
    await step(70);
    await expect(forceExit(bot, all)).rejects.toThrow('told to fail');
    expect([exchange.cancelled, exchange.openCount()]).toEqual([[], 1]);
    exchange.move(PAIR, 120);
    fill(false);
    await step();
    expect(left).toMatchObject({ isOpen: false, closeRate: 120 });
  });

  it('at any write: a stop that is moved, or laid for what was added, is not withdrawn for none, and all is well once there is room', async () => {
    /** Lives through it with a disk that is full from one write on until another. @returns when the trade had no stop, or two */
    async function live(from: number, until: number) {
      let writes = 0;
      const strategy = new Leaving();
      strategy.trailingStop = true;
      const scene = await accountScene(strategy, {
        changes: { order_types: ORDER_TYPES, entry_pricing: { price_side: 'other' }, exit_pricing: { price_side: 'other' } },
        storedBy: (store) => failingStore(store, () => (++writes >= from && writes < until ? 'refused' : 'none')),
      });
      const { exchange, step, bot } = scene;
      exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
      await scene.enter().catch(() => undefined);
      await step();
      const wasLaid = exchange.stops.resting().length === 1;
      const wrong: string[] = [];
      for (const [what, part, price] of [
        ['moved', null, 110],
        ['added to', 60, 110],
        ['grown', null, 110],
        ['moved again', null, 120],
        ['later', null, 120],
      ] as const) {
        strategy.part = part;
        exchange.move(PAIR, price);
        await step(70);
        if (wasLaid && exchange.stops.resting().length !== 1) wrong.push(`${what}: ${exchange.stops.resting().length} stops`);
      }
      return { wrong, writes, bot, exchange, step };
    }
    const { writes } = await live(Number.POSITIVE_INFINITY, 0);
    expect(writes).toBeGreaterThan(15);
    for (let from = 1; from <= writes; from++) {
      expect((await live(from, Number.POSITIVE_INFINITY)).wrong, `full from write ${from} on`).toEqual([]);
      const { bot, exchange, step } = await live(from, from + 6);
      for (let turn = 0; turn < 8; turn++) await step(70);
      const held = bot.state.trades.map(({ amount }) => amount);
      expect(exchange.stops.resting().map(({ request }) => request.amount)).toEqual(held);
      expect(held.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(exchange.total('A'), 9);
    }
  });

  it('at any write: a stop is withdrawn for an exit only once that is on disk, and what it has sold meanwhile is not sold again', async () => {
    /** @param from the write from which on the disk is full @param sells what the stop sells of itself just before it is withdrawn, ratio */
    async function live(from: number, how: 'asked' | 'forced' | 'in part', sells = 0) {
      let writes = 0;
      const strategy = new Leaving();
      const scene = await accountScene(strategy, {
        changes: { order_types: ORDER_TYPES, entry_pricing: { price_side: 'other' }, exit_pricing: { price_side: 'other' } },
        storedBy: (store) => failingStore(store, () => (++writes >= from ? 'refused' : 'none')),
      });
      const { exchange, step, bot, enter, warnings } = scene;
      exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
      await enter();
      await step();
      const withdraw = exchange.stops.cancel.bind(exchange.stops);
      exchange.stops.cancel = (orderId) => {
        if (sells > 0 && exchange.stops.resting()[0]!.update.filled === 0) exchange.stops.fire(exchange.stops.resting()[0]!, sells);
        return withdraw(orderId);
      };
      const before = writes;
      strategy.wants = how === 'asked';
      strategy.part = how === 'in part' ? -50 : null;
      if (how === 'forced') await forceExit(bot, all).catch(() => undefined);
      await step(70);
      strategy.part = null;
      if (from > writes) await step(70);
      const sold = exchange.asked.filter(({ side }) => side === 'sell').map(({ amount }) => amount);
      return { sold, held: exchange.total('A'), stops: exchange.stops.resting().length, before, writes, warnings: warnings() };
    }
    for (const how of ['asked', 'forced', 'in part'] as const) {
      const { before, writes, ...well } = await live(Number.POSITIVE_INFINITY, how);
      expect(well).toEqual({
        sold: [how === 'in part' ? 0.5 : 1],
        held: how === 'in part' ? 0.5 : 0,
        stops: how === 'in part' ? 1 : 0,
        warnings: [],
      });
      for (let from = before + 1; from <= writes; from++) {
        const { sold, stops } = await live(from, how);
        expect([sold.length, stops], `${how}, full from write ${from} on`).toContain(1);
      }
    }
    expect(await live(Number.POSITIVE_INFINITY, 'asked', 0.4)).toMatchObject({ sold: [0.6], held: 0, stops: 0, warnings: [] });
    expect(await live(Number.POSITIVE_INFINITY, 'forced', 0.4)).toMatchObject({ sold: [0.6], held: 0, stops: 0, warnings: [] });
    expect(await live(Number.POSITIVE_INFINITY, 'asked', 1)).toMatchObject({ sold: [], held: 0, stops: 0, warnings: [] });
  });
});
