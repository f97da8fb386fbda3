import { expect, it, vi } from 'vitest';
import type { CandleRow } from '../../src/core/market/candles.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { accountScene, MINUTE, START, Still } from './account-scene.ts';

const PAIRS = Array.from({ length: 60 }, (_value, index) => `P${index}/USDT`);

it('candles that a late stream brings while others are asked for are not asked for, and every pair is analysed', async () => {
  const { bot, exchange, step } = await accountScene(new Still(), { markets: PAIRS.map((pair) => spotMarket(pair)) });
  const next: CandleRow = [START + MINUTE, 100, 101, 99, 100, 1];
  const asked: string[] = [];
  for (const pair of PAIRS) bot.pushes.arrive(bot, { kind: 'candle', pair, row: [START, 100, 101, 99, 100, 1] }, bot.state.edition);
  const candles = exchange.candles.bind(exchange);
  vi.spyOn(exchange, 'candles').mockImplementation(async (...given) => {
    asked.push(given[0]);
    // all but the last come while the first few are waited for
    if (asked.length === 1)
      for (const pair of PAIRS.slice(0, -1)) bot.pushes.arrive(bot, { kind: 'candle', pair, row: next }, bot.state.edition);
    return candles(...given);
  });
  await step(63);
  expect(asked.length).toBeLessThan(10);
  expect(asked).toContain(PAIRS.at(-1));
  expect(PAIRS.filter((pair) => bot.state.analyses.get(pair)?.frame.time.at(-1) !== START)).toEqual([]);
});
