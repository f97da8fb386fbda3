import { expect, it, vi } from 'vitest';
import { askTicker, fetchRate } from '../../src/bot/rates.ts';
import type { Ticker } from '../../src/core/market/market.ts';
import { accountScene, PAIR, Still } from './account-scene.ts';

/** Answers that were under way while a stream has sent what is newer. */

const quoted = (price: number, last: number | null = price): Ticker => ({ bid: price, ask: price, last });

async function slow(changes: object = {}) {
  const account = await accountScene(new Still(), { changes });
  const { bot, exchange } = account;
  bot.state.tickers.clear();
  const price = (ticker: Ticker) => bot.pushes.arrive(bot, { kind: 'ticker', pair: PAIR, ticker }, bot.state.edition);
  /** What comes while the exchange answers, two seconds long. */
  let meanwhile: () => void = () => undefined;
  const late = async <T>(answer: T): Promise<T> => {
    exchange.now += 1000;
    meanwhile();
    exchange.now += 1000;
    return answer;
  };
  vi.spyOn(exchange, 'tickers').mockImplementation(() => late(new Map([[PAIR, quoted(90)]])));
  vi.spyOn(exchange, 'orderBook').mockImplementation(() => late({ bids: [[90, 1]], asks: [[90, 1]] }));
  return {
    ...account,
    price,
    meanwhile: (what: () => void) => {
      meanwhile = what;
    },
  };
}

it.each([true, false])('a price that the stream has sent meanwhile decides, of an order book or not (%s)', async (useOrderBook) => {
  const exitPricing = { price_side: 'same', use_order_book: useOrderBook, order_book_top: 1 };
  const { bot, price, meanwhile } = await slow({ exit_pricing: exitPricing });
  expect(await fetchRate(bot, PAIR, false, false)).toBe(90);
  meanwhile(() => price(quoted(95)));
  expect(await fetchRate(bot, PAIR, false, false)).toBe(95);
});

it('one that needs more than the best price is taken as it was asked for', async () => {
  const { bot, price, meanwhile } = await slow({ exit_pricing: { price_side: 'same', use_order_book: false, price_last_balance: 0.5 } });
  meanwhile(() => price(quoted(95)));
  expect(await fetchRate(bot, PAIR, false, false)).toBe(90);
});

it('a ticker that was asked for takes the place of none that the stream has sent since', async () => {
  const { bot, price, meanwhile } = await slow();
  const heardMeanwhile = (ticker: Ticker) =>
    meanwhile(() => {
      price(ticker);
      bot.pushes.takeIn(bot);
    });
  heardMeanwhile(quoted(95));
  const began = bot.now();
  expect(await askTicker(bot, PAIR)).toEqual(quoted(95));
  expect(bot.state.tickers.get(PAIR)).toEqual({ ticker: quoted(95), at: began + 1000 });
  // a stream without last prices: those are as they were asked for
  heardMeanwhile(quoted(96, null));
  expect(await askTicker(bot, PAIR)).toEqual(quoted(96, 90));
  expect(bot.state.tickers.get(PAIR)).toEqual({ ticker: quoted(96, 90), at: began + 3000 });
  meanwhile(() => undefined);
  expect(await askTicker(bot, PAIR)).toEqual(quoted(90));
  expect(bot.state.tickers.get(PAIR)).toEqual({ ticker: quoted(90), at: bot.now() });
});
