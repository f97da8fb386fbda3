import { expect, it } from 'vitest';
import { createRateOf } from '../../src/api/calls/rates.ts';
import type { BotService } from '../../src/bot/port.ts';
import { rateRefresher } from '../../src/bot/rates.ts';
import { RestingExchange } from '../fakes/resting-exchange.ts';
import { MARKET, MINUTE, PAIR, START, Still, scene } from '../fakes/scene.ts';

/** Counts how often it is asked for a book. */
class AskedExchange extends RestingExchange {
  books = 0;
  isAway = false;
  override async orderBook(...args: Parameters<RestingExchange['orderBook']>): ReturnType<RestingExchange['orderBook']> {
    this.books++;
    if (this.isAway) throw new Error('away');
    return super.orderBook(...args);
  }
}

it('rates of a bot that stands are asked for when they are looked at, once for all who look, and kept for five minutes', async () => {
  const exchange = new AskedExchange(MARKET, START, 100);
  const { bot, enter, step } = await scene(new Still(), {}, { exchange });
  await enter();
  await step();
  bot.state.mode = 'stopped';
  const rateOf = createRateOf(bot as unknown as BotService);
  const refresh = rateRefresher(bot);
  const look = async (): Promise<number | null> => {
    await Promise.all([refresh(), refresh(), refresh()]);
    return rateOf({ pair: PAIR, isShort: false });
  };
  const before = await look();
  exchange.price = 120;
  exchange.now += 4 * MINUTE;
  expect(await look()).toBe(before);
  exchange.books = 0;
  exchange.now += 2 * MINUTE;
  expect(await look()).toBe(120);
  expect(exchange.books).toBe(1);
  exchange.isAway = true;
  exchange.now += 6 * MINUTE;
  expect(await look()).toBe(120);
});

it.each([
  ['other', 99, 101],
  ['same', 101, 99],
  ['ask', 101, 101],
  ['bid', 99, 99],
])('an open trade is valued at the %s price of whoever leaves it: who is short buys', async (priceSide, ofLong, ofShort) => {
  const exitPricing = { price_side: priceSide, use_order_book: true, order_book_top: 1 };
  const { bot } = await scene(new Still(), { exit_pricing: exitPricing });
  bot.state.tickers.set(PAIR, { ticker: { bid: 99, ask: 101, last: 100 }, at: bot.now() });
  const rateOf = createRateOf(bot as unknown as BotService);
  expect(rateOf({ pair: PAIR, isShort: false })).toBe(ofLong);
  expect(rateOf({ pair: PAIR, isShort: true })).toBe(ofShort);
});
