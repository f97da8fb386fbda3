import { describe, expect, it, vi } from 'vitest';
import { iterate } from '../../src/bot/iterate.ts';
import { fetchRate } from '../../src/bot/rates.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { accountScene, PAIR, Still } from './account-scene.ts';

describe('what a stop has not to wait for', () => {
  it('the balance, right after the entry: it was asked for when that was filled', async () => {
    const { bot, exchange, enter, push, step } = await accountScene(new Still());
    await step();
    const before = exchange.balanceCalls;
    await enter({ orderType: 'market' });
    await vi.waitFor(() => expect(bot.wallet.known(bot.state).get('A')?.total).toBeGreaterThan(0));
    const asked = exchange.balanceCalls;
    expect(asked).toBeGreaterThan(before);
    const balances = vi.spyOn(exchange.trading, 'balances').mockRejectedValue(new Error('nobody answers'));
    await push(50);
    expect(bot.state.trades).toEqual([]);
    expect(balances).not.toHaveBeenCalled();
  });

  it('a balance that can not be had changes nothing', async () => {
    const { bot, exchange, enter, push } = await accountScene(new Still());
    const balances = vi.spyOn(exchange.trading, 'balances').mockRejectedValueOnce(new Error('nobody answers'));
    await enter({ orderType: 'market' });
    await vi.waitFor(() => expect(balances).toHaveBeenCalled());
    await push(50);
    expect(bot.state.trades).toEqual([]);
  });

  it.each([
    ['the best level of the book', { use_order_book: true, order_book_top: 1 }, 90],
    ['a deeper level', { use_order_book: true, order_book_top: 2 }, 100],
    ['the ticker', { use_order_book: false }, 90],
    ['the ticker, between its price and the last', { use_order_book: false, price_last_balance: 0.5 }, 100],
  ])('a request, where the stream has what is priced by: %s', async (_name, pricing, expected) => {
    const { bot } = await accountScene(new Still(), { changes: { exit_pricing: { price_side: 'same', ...pricing } } });
    bot.state.tickers.set(PAIR, { ticker: { bid: 90, ask: 90, last: 90 }, at: bot.now() });
    expect(await fetchRate(bot, PAIR, false, false)).toBe(expected);
  });

  it('what moves without an order, which is written a few trades at a time', async () => {
    const pairs = Array.from({ length: 12 }, (_value, index) => `B${String(index).padStart(2, '0')}/USDT`);
    const markets = pairs.map((pair) => spotMarket(pair));
    const { bot, exchange, enter, step } = await accountScene(new Still(), {
      markets,
      balances: { USDT: 10_000 },
      changes: { max_open_trades: pairs.length },
    });
    for (const pair of pairs) await enter({ pair, orderType: 'market' });
    await step();
    const told = (pair: string, rate: number) => {
      exchange.prices.set(pair, rate);
      bot.pushes.arrive(bot, { kind: 'ticker', pair, ticker: { bid: rate, ask: rate, last: rate } }, bot.state.edition);
    };
    for (const pair of pairs) told(pair, 101);
    const order: string[] = [];
    const { commit } = bot.store;
    vi.spyOn(bot.store, 'commit').mockImplementation(async (changes) => {
      // the price falls while the first one's new extremes are written
      if (order.length === 0) told(pairs[0]!, 50);
      order.push(...(changes.trades ?? []).map(({ pair, isOpen }) => `${pair}${isOpen ? '' : ' left'}`));
      return commit(changes);
    });
    await step();
    expect(order.filter((pair) => pair !== `${pairs[0]} left`).length).toBeGreaterThanOrEqual(pairs.length);
    expect(order.indexOf(`${pairs[0]} left`)).toBeLessThan(order.indexOf(pairs.at(-1)!));
  });

  it('the balance once more, which is asked for before the trades are looked at', async () => {
    const { bot, exchange, enter, step } = await accountScene(new Still());
    await enter({ orderType: 'market' });
    await step(11);
    const asked: boolean[] = [];
    let isGathering = false;
    const balances = exchange.trading.balances.bind(exchange.trading);
    vi.spyOn(exchange.trading, 'balances').mockImplementation(async () => {
      asked.push(isGathering);
      return balances();
    });
    exchange.now += 11_000;
    // while it gathers, the loop acts on what is pushed
    await iterate(bot, async (gathering) => {
      isGathering = true;
      await gathering;
      isGathering = false;
      return true;
    });
    expect(asked).toEqual([true]);
  });
});
