import { describe, expect, it } from 'vitest';
import { spotMarket } from '../../../tests/fakes/spot-market.ts';
import { ASKED_MARKET, candleMarket } from '../market/market-model.ts';
import { createLock } from '../protections/lock.ts';
import { newOrder } from '../trade/new-order.ts';
import type { Trade } from '../trade/trade.ts';
import { openTrade } from './open-trade.ts';
import { type EntryCallbacks, type EntryRequest, type EntryRules, NO_ENTRY_CALLBACKS, planEntry } from './plan-entry.ts';

const MINUTE = 60_000;
const CANDLES = candleMarket(5 * MINUTE);
const MARKET = spotMarket('A/USDT');
const RULES: EntryRules = {
  maxOpenTrades: 3,
  stakeAmount: 100,
  tradableBalanceRatio: 1,
  availableCapital: null,
  amendLastStakeAmount: false,
  lastStakeAmountMinRatio: 0.5,
  amountReserveRatio: 0.05,
  stoploss: -0.3,
  orderType: 'limit',
  timeInForce: 'GTC',
  customPriceMaxDistanceRatio: 0.02,
};

const request = (changes: Partial<EntryRequest> = {}): EntryRequest => ({
  market: MARKET,
  side: 'long',
  tag: null,
  quote: { at: 0, rate: 50, high: 51, low: 40, close: 45 },
  account: { free: 1000, tied: 0, openTrades: 0 },
  realizedProfit: 0,
  locks: [],
  isTaken: false,
  isInFlight: false,
  now: 0,
  forced: null,
  adding: null,
  ...changes,
});
const asking = (changes: Partial<EntryCallbacks>): EntryCallbacks => ({ ...NO_ENTRY_CALLBACKS, ...changes });

function open(): Trade {
  const facts = { exchange: 'x', strategy: 'S', timeframe: 5, stoploss: -0.3, fee: 0.001, tradingMode: 'spot' as const };
  const decision = planEntry(request(), RULES, ASKED_MARKET);
  if ('refused' in decision) throw new Error(decision.detail);
  return openTrade(decision, MARKET, facts, 0);
}

describe('what stands against an entry', () => {
  const lock = createLock('A/USDT', MINUTE, 0, 5 * MINUTE, 'bad luck', 'long');
  const taken = { isTaken: true, isInFlight: true, locks: [lock], account: { free: 1000, tied: 0, openTrades: 3 } };

  it.each([
    ['open_trade_on_pair', taken],
    ['in_flight', { ...taken, isTaken: false }],
    ['pair_locked', { ...taken, isTaken: false, isInFlight: false }],
    ['max_open_trades', { account: taken.account }],
    ['no_price', { quote: null }],
    ['no_price', { quote: { at: 0, rate: 0, high: 0, low: 0, close: 0 } }],
  ])('is reported first: %s', (refused, changes) => {
    for (const model of [ASKED_MARKET, CANDLES]) expect(planEntry(request(changes), RULES, model)).toMatchObject({ refused });
  });

  it('is less for one that a person asks for, and for one that adds to a trade', () => {
    const forced = { rate: null, stakeAmount: null, orderType: null, leverage: null };
    expect(planEntry(request({ locks: [lock], forced }), RULES, ASKED_MARKET)).toMatchObject({ rate: 50 });
    const adding = { trade: open(), stakeAmount: 50, replacingAt: null };
    expect(planEntry(request({ ...taken, isInFlight: false, adding }), RULES, ASKED_MARKET)).toMatchObject({ stakeAmount: 50 });
    expect(planEntry(request({ ...taken, adding }), RULES, ASKED_MARKET)).toMatchObject({ refused: 'in_flight' });
  });
});

describe('the price of an entry', () => {
  const wishing = (rate: number) => asking({ customEntryPrice: () => rate });
  const rateOf = (rate: number, model = ASKED_MARKET, changes: Partial<EntryRequest> = {}, rules = RULES) =>
    planEntry(request(changes), rules, model, wishing(rate));

  it('stays near what the market quotes where it is asked', () => {
    expect(rateOf(45)).toMatchObject({ rate: 49 });
    expect(rateOf(60)).toMatchObject({ rate: 51 });
    expect(rateOf(49.123)).toMatchObject({ rate: 49.12 });
    expect(rateOf(-1)).toMatchObject({ rate: 49 });
    expect(rateOf(Number.POSITIVE_INFINITY)).toMatchObject({ rate: 51 });
    expect(rateOf(0)).toMatchObject({ rate: 50 });
  });

  it('is never beyond what a candle reaches, so that no limit order would be a stop order', () => {
    expect(rateOf(30.004, CANDLES)).toMatchObject({ rate: 30 });
    expect(rateOf(60, CANDLES)).toMatchObject({ rate: 51 });
    for (const none of [0, -1]) expect(rateOf(none, CANDLES)).toMatchObject({ refused: 'no_price' });
    const short = { side: 'short' as const };
    expect(rateOf(30, CANDLES, short)).toMatchObject({ rate: 40 });
    expect(rateOf(60, CANDLES, short)).toMatchObject({ rate: 60 });
  });

  it('that is none enters nothing', () => {
    for (const model of [ASKED_MARKET, CANDLES]) expect(rateOf(Number.NaN, model)).toMatchObject({ refused: 'no_price' });
  });

  it('of a candle is taken as it is, of a market that is asked on its grid', () => {
    const quote = { at: 0, rate: 50.0049, high: 51, low: 40, close: 45 };
    expect(planEntry(request({ quote }), RULES, CANDLES)).toMatchObject({ rate: 50.0049 });
    expect(planEntry(request({ quote }), RULES, ASKED_MARKET)).toMatchObject({ rate: 50 });
  });

  it('is wished for a market order where the market is asked, and not on candles', () => {
    expect(rateOf(49, ASKED_MARKET, {}, { ...RULES, orderType: 'market' })).toMatchObject({ rate: 49 });
    expect(rateOf(49, CANDLES, {}, { ...RULES, orderType: 'market' })).toMatchObject({ rate: 50 });
  });
});

describe('an entry in the place of another', () => {
  const trade = open();
  const adding = { trade, stakeAmount: 98, replacingAt: 48.001 };
  const callbacks = asking({ customEntryPrice: () => 49, confirmEntry: () => false });

  it('has its price, and the strategy is not asked again where the market is', () => {
    expect(planEntry(request({ adding }), RULES, ASKED_MARKET, callbacks)).toMatchObject({ rate: 48, stakeAmount: 98 });
  });

  it('may use the money of the one that went', () => {
    const broke = { account: { free: 0, tied: 98, openTrades: 1 }, adding };
    expect(planEntry(request(broke), RULES, ASKED_MARKET)).toMatchObject({ stakeAmount: 98 });
  });

  it('on candles asks for price and consent again, and is taken as it was wished', () => {
    expect(planEntry(request({ adding }), RULES, CANDLES, callbacks)).toMatchObject({ refused: 'not_confirmed' });
    const willing = { ...callbacks, confirmEntry: null };
    expect(planEntry(request({ adding }), RULES, CANDLES, willing)).toMatchObject({ rate: 48.001, stakeAmount: 98 });
    expect(planEntry(request({ adding: { ...adding, stakeAmount: 1 } }), RULES, CANDLES, willing)).toMatchObject({
      refused: 'stake_below_minimum',
    });
  });

  it('is none where one that waits does the same', () => {
    const order = newOrder(trade, { side: 'buy', orderType: 'limit', amount: 2.041, rate: 48, tag: null, orderId: '1' }, 0);
    const waiting = { ...trade, orders: [order] };
    const same = planEntry(request({ adding: { ...adding, trade: waiting } }), RULES, ASKED_MARKET);
    expect(same).toMatchObject({ refused: 'similar_order' });
    order.isOpen = false;
    expect(planEntry(request({ adding: { ...adding, trade: waiting } }), RULES, ASKED_MARKET)).toMatchObject({ amount: 2.041 });
  });
});

describe('stake and leverage of an entry', () => {
  it('leaves room for the stop: the strategy’s where the market is asked, 5 % on candles, none for what is added', () => {
    const seen: (number | null)[] = [];
    const callbacks = asking({
      customStakeAmount: (_pair, _rate, proposed, min) => {
        seen.push(min);
        return proposed;
      },
    });
    planEntry(request(), RULES, ASKED_MARKET, callbacks);
    planEntry(request(), RULES, CANDLES, callbacks);
    expect(seen[0]).toBeCloseTo((5 * 1.05) / 0.7, 9);
    expect(seen[1]).toBeCloseTo((5 * 1.05) / 0.95, 9);
    const adding = { trade: open(), stakeAmount: 5.3, replacingAt: null };
    expect(planEntry(request({ adding }), RULES, ASKED_MARKET)).toMatchObject({ stakeAmount: 5.3 });
  });

  it('asks for leverage at the rate it was wished, on candles at the quoted one, and holds it within the tiers', () => {
    const tiers = [{ minNotional: 0, maxNotional: 10_000, maxLeverage: 20, maintenanceRatio: 0.01, maintenanceAmount: 0 }];
    const market = spotMarket('A/USDT:USDT', { isSpot: false, leverageTiers: tiers });
    const rates: number[] = [];
    const callbacks = asking({
      customEntryPrice: () => 49.5,
      leverage: (_pair, rate) => {
        rates.push(rate);
        return 50;
      },
    });
    for (const model of [ASKED_MARKET, CANDLES])
      expect(planEntry(request({ market }), RULES, model, callbacks)).toMatchObject({ leverage: 20, rate: 49.5, amount: 40.404 });
    expect(rates).toEqual([49.5, 50]);
    const trade = { ...open(), leverage: 3 };
    expect(planEntry(request({ market, adding: { trade, stakeAmount: 10, replacingAt: null } }), RULES, CANDLES, callbacks)).toMatchObject({
      leverage: 3,
    });
  });

  it('are what was asked for as far as there is money: no number enters nothing, and more than there is all of it', () => {
    const staking = (stake: number) =>
      [ASKED_MARKET, CANDLES].map((model) => planEntry(request(), RULES, model, asking({ customStakeAmount: () => stake })));
    for (const none of [Number.NaN, 0, -5])
      expect(staking(none)).toMatchObject([{ refused: 'stake_below_minimum' }, { refused: 'stake_below_minimum' }]);
    const [asked, candles] = staking(Number.POSITIVE_INFINITY);
    expect(asked).toMatchObject({ stakeAmount: 1000 });
    expect(candles).toEqual(asked);
  });

  it('asks for consent last, with what would be ordered', () => {
    const asked: unknown[] = [];
    const callbacks = asking({
      customStakeAmount: () => 60,
      confirmEntry: (...facts) => {
        asked.push(facts);
        return false;
      },
    });
    expect(planEntry(request({ tag: 'up' }), RULES, ASKED_MARKET, callbacks)).toMatchObject({ refused: 'not_confirmed' });
    expect(asked).toEqual([['A/USDT', 'limit', 1.2, 50, 'GTC', 'up', 'long']]);
  });
});
