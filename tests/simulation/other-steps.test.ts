import { describe, expect, it } from 'vitest';
import { forceExit } from '../../src/bot/commands.ts';
import type { Market } from '../../src/core/market/market.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { type AccountScene, accountScene, PAIR, Still } from './account-scene.ts';

/** Markets whose steps change while a trade is open, and wallets that hold a little less than it: what is sold closes the trade. */

const STOPS = {
  order_types: { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: true, emergency_exit: 'market' },
  entry_pricing: { price_side: 'other' },
  exit_pricing: { price_side: 'other' },
};
const HOUR_S = 3660;

/** A trade of 1.234, whose market then has other steps. */
async function changed(changes: Partial<Market>, config: object = {}): Promise<AccountScene> {
  const scene = await accountScene(new Still(), { changes: { stake_amount: 123.4, ...config } });
  scene.exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
  await scene.enter({ orderType: 'market' });
  expect(scene.trade().amount).toBe(1.234);
  scene.exchange.known.set(PAIR, spotMarket(PAIR, changes));
  // the markets are asked for once an hour
  await scene.step(HOUR_S);
  return scene;
}

const closedTrade = async (scene: AccountScene) => (await scene.bot.store.trades.find(1))!;
const sold = (scene: AccountScene) => scene.exchange.asked.filter(({ side }) => side === 'sell').map(({ amount }) => amount);

describe('a market with coarser steps than when the trade was opened', () => {
  it('is left by its stop in whole steps, and the trade is closed', async () => {
    const scene = await changed({ amountPrecision: 0.01 });
    await scene.push(80);
    expect(sold(scene)).toEqual([1.23]);
    expect(scene.bot.state.trades).toEqual([]);
    expect(await closedTrade(scene)).toMatchObject({ isOpen: false, exitReason: 'stop_loss', amountPrecision: 0.01 });
    expect(scene.exchange.total('A')).toBeCloseTo(0.004, 9);
  });

  it('is left by force whole, and in parts of which each leaves the rest', async () => {
    const scene = await changed({ amountPrecision: 0.1 });
    const force = (amount: number | null) =>
      forceExit(scene.bot, { kind: 'forceExit', tradeId: '1', orderType: 'market', amount, price: null });
    await force(0.55);
    expect(scene.trade()).toMatchObject({ isOpen: true, amount: expect.closeTo(0.7, 9) });
    await force(null);
    expect(sold(scene)).toEqual([0.5, 0.7]);
    expect(scene.bot.state.trades).toEqual([]);
  });

  it('is left by the stop that lies there', async () => {
    const scene = await changed({ amountPrecision: 0.01 }, STOPS);
    // the one of before lies in the steps of before
    scene.exchange.stops.end(scene.exchange.stops.resting()[0]!, 'expired');
    await scene.step();
    expect(scene.exchange.stops.resting().map(({ request }) => request.amount)).toEqual([1.23]);
    await scene.step();
    scene.exchange.move(PAIR, 85);
    await scene.step();
    expect(scene.bot.state.trades).toEqual([]);
    expect(await closedTrade(scene)).toMatchObject({ isOpen: false, exitReason: 'stoploss_on_exchange' });
  });

  it('whose step is more than the trade has is asked all the same, and says why not', async () => {
    const scene = await changed({ amountPrecision: 10 });
    await scene.push(80);
    expect(sold(scene)).toEqual([1.234]);
    expect(scene.warnings()).toEqual([expect.stringContaining('Unable to exit trade A/USDT')]);
  });
});

it('a market with finer steps: what is added to the trade is held and sold to the last of them', async () => {
  const scene = await changed({ amountPrecision: 0.00001 }, { position_adjustment_enable: true });
  await scene.enter({ orderType: 'market', stakeAmount: 50.123 });
  expect(scene.trade().amount).toBeCloseTo(1.234 + 0.50123, 9);
  await scene.push(80);
  expect(scene.bot.state.trades).toEqual([]);
  expect(scene.exchange.total('A')).toBe(0);
});

describe('a stop on the exchange of a trade of which the wallet lacks a little', () => {
  const lacking = async () => {
    const scene = await accountScene(new Still(), { changes: STOPS });
    scene.exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
    await scene.enter();
    scene.exchange.free.set('A', 0.99);
    scene.bot.wallet.forget();
    return scene;
  };

  it('closes the trade when it has sold what is there', async () => {
    const scene = await lacking();
    await scene.step(15);
    expect(scene.exchange.stops.resting().map(({ request }) => request.amount)).toEqual([0.99]);
    scene.exchange.move(PAIR, 85);
    await scene.step();
    expect(scene.bot.state.trades).toEqual([]);
    expect(await closedTrade(scene)).toMatchObject({ isOpen: false, exitReason: 'stoploss_on_exchange', closeRate: 90 });
  });

  it('is not laid for less while the coins of a fill may still be on their way', async () => {
    const scene = await lacking();
    await scene.step(5);
    expect(scene.exchange.stops.asked).toEqual([]);
    scene.exchange.free.set('A', 1);
    await scene.step(5);
    expect(scene.exchange.stops.resting().map(({ request }) => request.amount)).toEqual([1]);
    expect(scene.trade().amount).toBe(1);
  });
});
