import { describe, expect, it } from 'vitest';
import { forceExit } from '../../src/bot/commands.ts';
import { Still, scene } from '../fakes/scene.ts';
import { RacingExchange } from './racing-exchange.ts';
import { chance, SEED } from './seed.ts';

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe(`dns-outage: accepted, then nothing is reached for a while (seed ${SEED})`, () => {
  const { whole } = chance('dns-outage');
  it.each([1, whole(2, 30), whole(30, 120)])('an entry and an exit are found again after %s minutes', async (minutes) => {
    const exchange = new RacingExchange();
    const { bot, trade, enter, step } = await scene(new Still(), {}, { exchange, log: SILENT });
    const outage = async () => {
      exchange.isAway = true;
      for (let minute = 0; minute < minutes; minute++) {
        await step(1);
        expect(bot.state.intents, 'unknown stays unknown').toHaveLength(1);
      }
      exchange.isAway = false;
      exchange.losesAnswers = false;
      await step();
    };
    exchange.losesAnswers = true;
    exchange.isAway = true;
    await expect(enter()).rejects.toThrow();
    await outage();
    expect(exchange.asked).toHaveLength(1);
    expect(trade()).toMatchObject({ isOpen: true, amount: exchange.asked[0]!.amount });

    exchange.losesAnswers = true;
    exchange.isAway = true;
    await forceExit(bot, { kind: 'forceExit', tradeId: '1', orderType: 'market', amount: null, price: null }).catch(() => undefined);
    await outage();
    expect(exchange.asked).toHaveLength(2);
    expect(bot.state.trades).toEqual([]);
    expect(bot.state.intents).toEqual([]);
  });
});
