import { describe, expect, it } from 'vitest';
import { retryDelay } from '../../src/bot/iterate.ts';
import { DDosProtection, OperationalException, OrderRejected, TemporaryError } from '../../src/exchange/errors.ts';
import type { DataFrame } from '../../src/index.ts';
import { accountScene, PAIR, Still } from './account-scene.ts';

/** Exchanges that answer one thing and not another: open trades are looked after all the same. */

class Stopped extends Still {
  override stoploss = -0.1;
}

describe('an iteration that fails', () => {
  it('is tried again soon, or when the exchange wants to be asked', async () => {
    const { bot } = await accountScene(new Still());
    expect(retryDelay(bot, new TemporaryError('down'))).toBe(5000);
    expect(retryDelay(bot, new DDosProtection('slow', bot.now() + 90_000))).toBe(90_000);
    expect(retryDelay(bot, new Error('a bug'))).toBe(5000);
  });

  it('ends trading where a person must mend what never worked, and only there', async () => {
    const { bot, enter } = await accountScene(new Still());
    const invalid = new OperationalException('Invalid API-key');
    expect(retryDelay(bot, invalid)).toBe(60_000);
    bot.state.lastProcess = 0;
    expect(retryDelay(bot, invalid)).toBeNull();
    await enter();
    expect(retryDelay(bot, invalid)).toBe(60_000);
  });
});

it('a trade is left at its stop while no pair can be chosen', async () => {
  const pairlists = [{ method: 'VolumePairList', number_assets: 5, refresh_period: 1800 }];
  const scene = await accountScene(new Stopped(), { changes: { pairlists } });
  await scene.enter();
  expect(scene.bot.state.whitelist).toEqual([]);
  scene.exchange.dayTickers = () => Promise.reject(new TemporaryError('the service is overloaded'));
  scene.exchange.prices.set(PAIR, 80);
  await scene.step(3600);
  expect(scene.bot.state.trades).toEqual([]);
  expect(scene.events.filter(({ kind }) => kind === 'exit_fill')).toMatchObject([{ exitReason: 'stop_loss' }]);
  expect(scene.lines.filter((line) => line.includes('overloaded'))).toHaveLength(1);
});

it('a stop that was not sent, since the exchange wanted to be left alone, is sent when that is over', async () => {
  const scene = await accountScene(new Stopped());
  await scene.enter();
  const { exchange } = scene;
  const place = exchange.placeOrder.bind(exchange);
  let until = exchange.now + 70_000;
  const sent: number[] = [];
  exchange.placeOrder = async (request) => {
    sent.push((exchange.now - until) / 1000);
    if (exchange.now < until) throw new OrderRejected('wait', new DDosProtection('wait', until));
    return place(request);
  };
  exchange.prices.set(PAIR, 80);
  await scene.step(5);
  for (let seconds = 0; seconds < 58; seconds += 2) await scene.step(2);
  // it wants more, which is no refusal either
  until += 30_000;
  for (let seconds = 0; seconds < 40 && scene.bot.state.trades.length > 0; seconds += 2) await scene.step(2);
  expect(scene.bot.state.trades).toEqual([]);
  expect(sent).toHaveLength(3);
  expect(sent.at(-1)).toBeLessThan(4);
});

it('a market that shows no price is named once, and its trade is left when it shows one', async () => {
  const scene = await accountScene(new Stopped());
  await scene.enter();
  const { exchange } = scene;
  const [book, tickers] = [exchange.orderBook.bind(exchange), exchange.tickers.bind(exchange)];
  exchange.orderBook = async () => ({ bids: [], asks: [] });
  exchange.tickers = async () => new Map();
  for (let turn = 0; turn < 3; turn++) await scene.step();
  expect(scene.warnings()).toEqual([`${PAIR} shows no price to leave it at: neither its stop nor anything else can be tested.`]);
  Object.assign(exchange, { orderBook: book, tickers });
  exchange.prices.set(PAIR, 80);
  await scene.step();
  expect(scene.bot.state.trades).toEqual([]);
});

class Keen extends Still {
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame.signal('enter_long', frame.close.above(0));
  }
}

it.each([
  [100, { USDT: 0 }, `Unable to create trade for ${PAIR}: Available balance (0) is lower than stake amount (100)`],
  ['unlimited', {}, `Unable to create trade for ${PAIR}: Available balance (0) is lower than stake amount (0)`],
])('a stake of %s that the wallet does not have is named once for a pair, until there is money', async (stake_amount, balances, words) => {
  const scene = await accountScene(new Keen(), { balances: { ...balances }, changes: { stake_amount } });
  for (let turn = 0; turn < 3; turn++) await scene.step();
  expect(scene.lines).toEqual([words]);
  scene.exchange.free.set('USDT', 1000);
  await scene.step();
  expect(scene.bot.state.trades).toHaveLength(1);
});
