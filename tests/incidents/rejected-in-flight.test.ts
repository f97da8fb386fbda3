import { describe, expect, it } from 'vitest';
import { Still, scene } from '../fakes/scene.ts';
import { RacingExchange } from './racing-exchange.ts';
import { chance, SEED } from './seed.ts';

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe(`rejected-in-flight: an order whose answer is lost is not rejected because nobody knows it yet (seed ${SEED})`, () => {
  const { whole } = chance('rejected-in-flight');
  it.each(Array.from({ length: 6 }, () => whole(1, 12)))('%s look-ups do not know it', async (lookups) => {
    const exchange = new RacingExchange();
    const { bot, trade, enter, step } = await scene(new Still(), {}, { exchange, log: SILENT });
    exchange.losesAnswers = true;
    exchange.forgets = lookups;
    await enter().catch(() => undefined);
    exchange.losesAnswers = false;
    // within the window in which it may still be accepted, a second an iteration
    for (let second = 0; second < 4; second++) await step();
    expect(bot.state.intents.length + bot.state.trades.length).toBe(1);
    exchange.forgets = 0;
    await step();
    expect(exchange.asked).toHaveLength(1);
    expect(trade()).toMatchObject({ isOpen: true, amount: exchange.asked[0]!.amount });
    expect(bot.state.intents).toEqual([]);
  });
});
