import { describe, expect, it } from 'vitest';
import type { CandleRow } from '../../src/core/market/candles.ts';
import type { DataFrame } from '../../src/index.ts';
import { RestingExchange } from '../fakes/resting-exchange.ts';
import { MARKET, MINUTE, START, Still, scene } from '../fakes/scene.ts';
import { chance, SEED } from './seed.ts';

/** Some exchanges give the candle that is running, some also the one after it, with nothing in it. */
class EarlyExchange extends RestingExchange {
  ahead = 0;
  override async candles(pair: string, timeframe: string, since: number | null): Promise<CandleRow[]> {
    const rows = await super.candles(pair, timeframe, since);
    const last = rows.at(-1)![0];
    return [
      ...rows,
      ...Array.from({ length: this.ahead }, (_value, index): CandleRow => [last + (index + 1) * MINUTE, 777, 777, 777, 777, 0]),
    ];
  }
}

class Looking extends Still {
  readonly ends: number[] = [];
  override populateIndicators(frame: DataFrame): DataFrame {
    this.ends.push(frame.time[frame.length - 1]! + MINUTE);
    return frame;
  }
}

describe(`open-candle: the candle that is still forming is never in the frame (seed ${SEED})`, () => {
  it.each([0, 1, 2])('where the exchange gives %s candles ahead of the running one', async (ahead) => {
    const { whole } = chance('open-candle');
    const exchange = new EarlyExchange(MARKET, START, 100);
    exchange.ahead = ahead;
    const strategy = new Looking();
    const { bot, step } = await scene(strategy, {}, { exchange });
    for (let turn = 0; turn < 200; turn++) {
      exchange.now += whole(0, 45_000);
      const before = strategy.ends.length;
      await step();
      for (const end of strategy.ends.slice(before)) expect(end).toBeLessThanOrEqual(bot.now());
    }
    expect(strategy.ends.length).toBeGreaterThan(50);
  });
});
