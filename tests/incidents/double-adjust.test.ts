import { describe, expect, it } from 'vitest';
import { Still, scene } from '../fakes/scene.ts';
import { RacingExchange } from './racing-exchange.ts';
import { chance, SEED } from './seed.ts';

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Adds once, with an order that has to wait. */
class Adding extends Still {
  override positionAdjustmentEnable = true;
  isAdding = false;
  override customEntryPrice({ proposedRate, trade }: { proposedRate: number; trade: unknown }): number {
    return trade === null ? proposedRate : proposedRate - 2;
  }
  override adjustTradePosition(): number | null {
    return this.isAdding ? 50 : null;
  }
}

describe(`double-adjust: an adding order fills while it is cancelled (seed ${SEED})`, () => {
  const { whole } = chance('double-adjust');
  it.each(Array.from({ length: 8 }, (_value, index) => (index === 0 ? 1 : whole(1, 100) / 100)))('%s of it', async (share) => {
    const exchange = new RacingExchange();
    const strategy = new Adding();
    const changes = {
      unfilledtimeout: { entry: 2, exit: 2, unit: 'minutes' },
      position_adjustment_enable: true,
      max_entry_position_adjustment: 1,
    };
    const { bot, trade, enter, step } = await scene(strategy, changes, { exchange, log: SILENT });
    await enter();
    strategy.isAdding = true;
    await step();
    expect(exchange.asked).toHaveLength(2);
    const adding = exchange.asked[1]!;
    const filled = share === 1 ? adding.amount : Math.floor(adding.amount * share * 1000) / 1000;
    exchange.fillsFirst = filled;
    strategy.isAdding = false;
    // its time is over: the cancel comes too late
    await step(3);
    await step();
    strategy.isAdding = filled > 0;
    for (let minute = 0; minute < 5; minute++) await step(1);
    expect(trade().amount).toBeCloseTo(exchange.asked[0]!.amount + filled, 9);
    expect(trade().orders.filter(({ isOpen }) => isOpen)).toEqual([]);
    expect(exchange.asked, 'what has filled is not placed again').toHaveLength(2);
    expect(bot.state.intents).toEqual([]);
  });
});
