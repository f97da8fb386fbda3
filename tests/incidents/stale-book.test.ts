import { describe, expect, it } from 'vitest';
import { fetchRate } from '../../src/bot/rates.ts';
import { PAIR, Still, scene } from '../fakes/scene.ts';
import { chance, SEED } from './seed.ts';

describe(`stale-book: prices of a stream that hangs (seed ${SEED})`, () => {
  it('age, and are asked for by request: neither entry nor stop acts on an old one', async () => {
    const { whole } = chance('stale-book');
    const { bot, exchange, enter, step } = await scene(new Still());
    await enter();
    for (let turn = 0; turn < 50; turn++) {
      const age = whole(0, 20_000);
      const old = whole(1, 50);
      bot.state.tickers.set(PAIR, { ticker: { bid: old, ask: old, last: old }, at: bot.now() - age });
      expect(await fetchRate(bot, PAIR, true, false)).toBe(age <= 3000 ? old : exchange.price);
    }
    // far below the stop, and far too old
    bot.state.tickers.set(PAIR, { ticker: { bid: 10, ask: 10, last: 10 }, at: bot.now() - 60_000 });
    await step();
    expect(bot.state.trades).toHaveLength(1);
    exchange.price = 80;
    bot.state.tickers.set(PAIR, { ticker: { bid: 100, ask: 100, last: 100 }, at: bot.now() - 60_000 });
    await step();
    expect(bot.state.trades).toEqual([]);
  });
});
