import { describe, expect, it } from 'vitest';
import { Still, scene } from '../fakes/scene.ts';
import { RacingExchange } from './racing-exchange.ts';
import { chance, SEED } from './seed.ts';

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Enters below the market, and follows it upwards. */
class Following extends Still {
  override customEntryPrice({ proposedRate }: { proposedRate: number }): number {
    return proposedRate * 0.99;
  }
  override adjustEntryPrice({ proposedRate, currentOrderRate }: { proposedRate: number; currentOrderRate: number }): number {
    return proposedRate > 101 ? proposedRate * 0.995 : currentOrderRate;
  }
}

describe(`ghost-replacement: an entry fills while it is replaced (seed ${SEED})`, () => {
  it('whole: it is the position, and no other is placed', async () => {
    const exchange = new RacingExchange();
    const { bot, trade, enter, step } = await scene(new Following(), {}, { exchange, log: SILENT });
    await enter();
    exchange.price = 102;
    exchange.fillsFirst = exchange.asked[0]!.amount;
    await step(1);
    for (let minute = 0; minute < 3; minute++) await step(1);
    expect(exchange.asked).toHaveLength(1);
    expect(trade()).toMatchObject({ isOpen: true, amount: exchange.asked[0]!.amount, openRate: 99 });
    expect(bot.state.intents).toEqual([]);
  });

  it('in part: what both have filled is the position', async () => {
    const { whole } = chance('ghost-replacement');
    for (let turn = 0; turn < 6; turn++) {
      const exchange = new RacingExchange();
      const { trade, enter, step } = await scene(new Following(), {}, { exchange, log: SILENT });
      await enter();
      exchange.price = 102;
      const part = whole(200, 800) / 1000;
      exchange.fillsFirst = part;
      await step(1);
      await step(1);
      exchange.move(97);
      await step();
      const others = exchange.asked.slice(1).reduce((sum, { amount }) => sum + amount, 0);
      expect(trade().amount).toBeCloseTo(part + others, 9);
      expect(trade().orders.reduce((sum, order) => sum + (order.filled ?? 0), 0)).toBeCloseTo(part + others, 9);
    }
  });
});
