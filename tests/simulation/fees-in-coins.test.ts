import { describe, expect, it } from 'vitest';
import { forceExit } from '../../src/bot/commands.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { accountScene, PAIR, Still } from './account-scene.ts';

/** Fees in base, stake, a third coin, several coins, and in a coin that is not told: rates, costs and profit as the account sees them. */

const BNB = spotMarket('BNB/USDT');
const bnbFee =
  (ratio: number, coinPrice = 600) =>
  () => ({ coin: 'BNB', ratio, coinPrice });

async function roundTrip(options: {
  fee: (side: 'buy' | 'sell') => { coin: string | null; ratio: number; coinPrice?: number };
  markets?: readonly ReturnType<typeof spotMarket>[];
  exchange?: object;
}) {
  const scene = await accountScene(new Still(), {
    markets: options.markets ?? [spotMarket(PAIR), BNB],
    prices: { 'BNB/USDT': 600 },
    balances: { USDT: 1000, BNB: 5 },
    changes: { exchange: { name: 'account', pair_whitelist: [PAIR], ...options.exchange } },
  });
  scene.exchange.fee = options.fee;
  await scene.enter();
  const opened = structuredClone(scene.trade());
  scene.exchange.move(PAIR, 110);
  await forceExit(scene.bot, { kind: 'forceExit', tradeId: '1', orderType: 'market', amount: null, price: null });
  const closed = (await scene.bot.store.trades.find(1))!;
  return { scene, opened, closed };
}

describe('a fee', () => {
  it('in a third coin is valued by that coin’s ticker; the cost is told in the coin, that of the entry in stake', async () => {
    const { scene, opened, closed } = await roundTrip({ fee: bnbFee(0.00075) });
    expect(opened).toMatchObject({ feeOpen: 0.00075, feeOpenCurrency: 'BNB', feeClose: 0.00075, openRate: 100, amount: 1 });
    expect(opened.feeOpenCost).toBeCloseTo(0.075, 8);
    expect(closed).toMatchObject({ feeClose: 0.00075, feeCloseCurrency: 'BNB' });
    expect(closed.feeCloseCost).toBeCloseTo((110 * 0.00075) / 600, 10);
    const spent = 1000 - scene.exchange.total('USDT') + (5 - scene.exchange.total('BNB')) * 600;
    expect(closed.closeProfitAbs).toBeCloseTo(-spent, 6);
  });

  it('in a coin whose market is the other way round', async () => {
    const inverse = spotMarket('USDT/TRY', { quote: 'TRY', base: 'USDT' });
    const scene = await accountScene(new Still(), {
      markets: [spotMarket(PAIR), inverse],
      prices: { 'USDT/TRY': 40 },
      balances: { USDT: 1000, TRY: 500 },
      changes: { exchange: { name: 'account', pair_whitelist: [PAIR] } },
    });
    scene.exchange.fee = () => ({ coin: 'TRY', ratio: 0.001, coinPrice: 1 / 40 });
    await scene.enter();
    expect(scene.trade()).toMatchObject({ feeOpen: 0.001, feeOpenCurrency: 'TRY' });
  });

  it.each([
    { unknown_fee_rate: 300, feeOpen: 0.000375 },
    { unknown_fee_rate: undefined, feeOpen: 0.001 },
  ])('in a coin without a market: unknown_fee_rate $unknown_fee_rate gives $feeOpen', async ({ unknown_fee_rate, feeOpen }) => {
    const { opened, closed } = await roundTrip({
      fee: bnbFee(0.00075),
      markets: [spotMarket(PAIR)],
      exchange: unknown_fee_rate === undefined ? {} : { unknown_fee_rate },
    });
    expect(opened).toMatchObject({ feeOpen, feeOpenCurrency: 'BNB' });
    expect(opened.feeOpenCost).toBeCloseTo(feeOpen * 100, 8);
    expect(closed).toMatchObject({ feeClose: feeOpen, feeCloseCurrency: 'BNB' });
    expect(closed.feeCloseCost).toBeCloseTo((110 * 0.00075) / 600, 10);
  });

  it('with a cost but no currency changes nothing: the market’s rate counts', async () => {
    const { opened, closed } = await roundTrip({ fee: () => ({ coin: null, ratio: 0.005 }) });
    expect(opened).toMatchObject({ feeOpen: 0.001, feeOpenCurrency: null, amount: 1 });
    expect(closed).toMatchObject({ feeClose: 0.001 });
  });

  it('that is told only when the order is asked for is asked for', async () => {
    const scene = await accountScene(new Still());
    scene.exchange.tellsFeesLate = true;
    await scene.enter();
    expect(scene.trade()).toMatchObject({ feeOpenCurrency: 'A', feeOpen: 0.001, amount: 0.999 });
  });

  it('of more than 2 % is taken for a mistake', async () => {
    const { opened } = await roundTrip({ fee: () => ({ coin: 'QUOTE', ratio: 0.03 }) });
    expect(opened).toMatchObject({ feeOpen: 0.001, feeOpenCurrency: null });
  });

  it('paid partly in several coins is the sum of what they are worth', async () => {
    const scene = await accountScene(new Still(), {
      markets: [spotMarket(PAIR), BNB],
      prices: { 'BNB/USDT': 600 },
      balances: { USDT: 1000, BNB: 5 },
      changes: { exchange: { name: 'account', pair_whitelist: [PAIR] } },
    });
    let fills = 0;
    // the coin runs out after the first fill
    scene.exchange.fee = () => (fills++ === 0 ? { coin: 'BNB', ratio: 0.00075, coinPrice: 600 } : { coin: 'BASE', ratio: 0.001 });
    await scene.enter({ rate: 95, orderType: 'limit' });
    scene.exchange.fillPart(0.4);
    scene.exchange.fillPart(1);
    await scene.step();
    const trade = scene.trade();
    const ordered = trade.orders[0]!.filled!;
    const coins = (ordered - 0.4) * 0.001;
    expect(trade.orders[0]!.feeBase).toBeCloseTo(coins, 10);
    expect(trade.feeOpen).toBeCloseTo((0.4 * 95 * 0.00075 + coins * 95) / (ordered * 95), 8);
    expect(trade).toMatchObject({ feeOpenCurrency: 'USDT' });
    expect(trade.amount).toBeLessThanOrEqual(scene.exchange.total('A'));
  });

  it('of nothing is one: the rate is 0, whatever the market says', async () => {
    const { opened, closed, scene } = await roundTrip({
      fee: () => ({ coin: 'BNB', ratio: 0, coinPrice: 600 }),
      markets: [spotMarket(PAIR)],
    });
    expect(opened).toMatchObject({ feeOpen: 0, feeClose: 0, feeOpenCurrency: 'BNB', openTradeValue: 100 });
    expect(closed).toMatchObject({ feeClose: 0, closeProfitAbs: scene.exchange.total('USDT') - 1000 });
  });

  it('below nothing is a gain', async () => {
    const { opened, closed, scene } = await roundTrip({ fee: () => ({ coin: 'QUOTE', ratio: -0.0002 }) });
    expect(opened).toMatchObject({ feeOpen: -0.0002, amount: 1 });
    expect(closed.closeProfitAbs).toBeCloseTo(scene.exchange.total('USDT') - 1000, 8);
  });
});

describe('fees that other trades pay in the coin of an open trade', () => {
  /** A trade of 0.166 BNB, from which fees are then paid. */
  async function bnbTrade(feeRatio: number) {
    const scene = await accountScene(new Still(), {
      markets: [spotMarket(PAIR), spotMarket('BNB/USDT', { amountPrecision: 0.00001, minAmount: 0.00001 })],
      prices: { 'BNB/USDT': 600 },
      changes: { exchange: { name: 'account', pair_whitelist: [PAIR, 'BNB/USDT'] } },
    });
    scene.exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
    await scene.enter({ pair: 'BNB/USDT' });
    scene.exchange.fee = () => ({ coin: 'BNB', ratio: feeRatio, coinPrice: 600 });
    return scene;
  }
  const leave = (scene: Awaited<ReturnType<typeof bnbTrade>>) =>
    forceExit(scene.bot, { kind: 'forceExit', tradeId: String(scene.trade().id), orderType: 'market', amount: null, price: null });

  it.each([0.00075, 0.015])('%s of each: the trade holds what is left, and is sold whole by its stop', async (ratio) => {
    const scene = await bnbTrade(ratio);
    const held = scene.trade('BNB/USDT');
    const bought = held.amount;
    for (let turn = 0; turn < 20; turn++) {
      await scene.enter();
      await scene.step(15);
      await leave(scene);
      await scene.step(15);
    }
    const left = scene.exchange.total('BNB');
    expect(left).toBeLessThan(bought * 0.97);
    expect(held.amount).toBeCloseTo(left, 4);
    expect(held.amount).toBeLessThanOrEqual(left);
    expect(scene.warnings()).toEqual([]);
    scene.exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
    await scene.push(500, 'BNB/USDT');
    expect(scene.bot.state.trades).toEqual([]);
    expect(scene.exchange.total('BNB')).toBeLessThan(0.00001);
  });

  it('change nothing where there is more of the coin than the trade has', async () => {
    const scene = await bnbTrade(0.00075);
    scene.exchange.free.set('BNB', 5);
    const { amount } = scene.trade('BNB/USDT');
    await scene.enter();
    await scene.step(15);
    expect(scene.trade('BNB/USDT').amount).toBe(amount);
  });
});
