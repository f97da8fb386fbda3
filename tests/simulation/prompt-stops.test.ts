import { describe, expect, it, vi } from 'vitest';
import { fetchRate } from '../../src/bot/rates.ts';
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
});
