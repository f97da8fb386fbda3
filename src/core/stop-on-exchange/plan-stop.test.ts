import { describe, expect, it } from 'vitest';
import { addOrder, filledTrade } from '../../../tests/fakes/open-trade.ts';
import { applyStopUpdate, type StopUpdate } from '../trade/apply-stop-update.ts';
import { InvariantBroken } from '../trade/invariant.ts';
import { placeStopOrder } from '../trade/place-order.ts';
import { hasOpenOrders, openOrders, openStops, type Trade } from '../trade/trade.ts';
import { isFiredStop } from './fired.ts';
import { planStop, type StopFollowing } from './plan-stop.ts';
import { isSameStop, stopOrder, stopOrLiquidation } from './stop-order.ts';

const RULES: StopFollowing = { orderType: 'limit', limitRatio: 0.99, intervalMs: 60_000, priceType: null, moves: true };
const asleep = () => false;
const lay = (trade: Trade, stopPrice: number, at = 1000) =>
  placeStopOrder(
    trade,
    { orderId: `s${trade.orders.length}`, orderType: 'limit', amount: trade.amount, stopPrice, limitRate: stopPrice * 0.99 },
    at,
  );
const update = (changes: Partial<StopUpdate>): StopUpdate => ({
  ...{ orderId: 's1', status: 'open', amount: 10, filled: 0, average: null, cost: null, price: 89.1, fees: [], at: 5000 },
  ...{ stopPrice: 90, orderType: 'limit', isTriggered: false },
  ...changes,
});

describe('the stop of a trade on the exchange', () => {
  it('is laid where there is none, and what there is to protect', () => {
    const trade = filledTrade({ stoploss: -0.1 });
    expect(planStop(trade, RULES, asleep, 0)).toEqual({ kind: 'place', stop: 90 });
    expect(planStop({ ...trade, amount: 0 }, RULES, asleep, 0)).toEqual({ kind: 'keep' });
    expect(planStop({ ...trade, isOpen: false }, RULES, asleep, 0)).toEqual({ kind: 'keep' });
    expect(planStop({ ...trade, stopLoss: null }, RULES, asleep, 0)).toEqual({ kind: 'keep' });
  });

  it('is no order that something waits for', () => {
    const trade = filledTrade();
    const stop = lay(trade, 90);
    expect([hasOpenOrders(trade), openOrders(trade), openStops(trade)]).toEqual([false, [], [stop]]);
    expect(stop).toMatchObject({ ftOrderSide: 'stoploss', side: 'sell', ftAmount: 10, ftPrice: 90, stopPrice: 90, price: 89.1, tag: null });
  });

  it('follows a stop that has tightened, once it has lain for its interval', () => {
    const trade = filledTrade({ stoploss: -0.1 });
    const old = lay(trade, 90);
    const plan = (now: number, rules = RULES) => planStop(trade, rules, asleep, now);
    expect(plan(90_000)).toEqual({ kind: 'keep' });
    trade.stopLoss = 95;
    expect(plan(60_999)).toEqual({ kind: 'keep' });
    expect(plan(61_000)).toEqual({ kind: 'replace', stop: 95, old });
    expect(plan(61_000, { ...RULES, moves: false })).toEqual({ kind: 'keep' });
    trade.stopLoss = 85;
    expect(plan(61_000)).toEqual({ kind: 'keep' });
    const short = filledTrade({ side: 'short', stoploss: -0.1 });
    lay(short, 110);
    short.stopLoss = 105;
    expect(planStop(short, RULES, asleep, 61_000)).toMatchObject({ kind: 'replace', stop: 105 });
    short.stopLoss = 115;
    expect(planStop(short, RULES, asleep, 61_000)).toEqual({ kind: 'keep' });
  });

  it('is replaced at once where the trade holds another amount, unless it has fired', () => {
    const trade = filledTrade({ stoploss: -0.1 });
    const old = lay(trade, 90);
    trade.amount = 15;
    expect(planStop(trade, RULES, asleep, 1001)).toEqual({ kind: 'replace', stop: 90, old });
    expect(planStop(trade, RULES, (order) => order === old, 1e9)).toEqual({ kind: 'keep' });
    old.filled = 1;
    expect(planStop(trade, RULES, asleep, 1e9)).toEqual({ kind: 'keep' });
  });

  it('stands before the liquidation', () => {
    expect(stopOrLiquidation(filledTrade({ stoploss: -0.1 }))).toBe(90);
    expect(stopOrLiquidation({ ...filledTrade({ stoploss: -0.1 }), liquidationPrice: 92 })).toBe(92);
    expect(stopOrLiquidation({ ...filledTrade({ stoploss: -0.1, side: 'short' }), liquidationPrice: 105 })).toBe(105);
  });
});

describe('the order for a stop', () => {
  const long = { ...filledTrade(), pricePrecision: 0.01, precisionMode: 4 as const };
  const short = { ...filledTrade({ side: 'short' }), pricePrecision: 0.01, precisionMode: 4 as const };

  it('is on the grid, a limit a part below or above it', () => {
    expect(stopOrder(long, 90.001, RULES, ['limit'])).toEqual({ orderType: 'limit', stopPrice: 90.01, limitRate: 89.11 });
    expect(stopOrder(short, 110.009, RULES, ['limit'])).toEqual({ orderType: 'limit', stopPrice: 110, limitRate: 111.1 });
    expect(stopOrder(long, 90, { ...RULES, limitRatio: 0.95 }, ['limit'])).toMatchObject({ limitRate: 85.5 });
  });

  it('is what the exchange has', () => {
    expect(stopOrder(long, 90, { ...RULES, orderType: 'market' }, ['limit', 'market'])).toEqual({
      orderType: 'market',
      stopPrice: 90,
      limitRate: null,
    });
    expect(stopOrder(long, 90, { ...RULES, orderType: 'market' }, ['limit'])).toMatchObject({ orderType: 'limit' });
    expect(stopOrder(long, 90, RULES, [])).toBeNull();
    expect(stopOrder(long, 0, RULES, ['limit'])).toBeNull();
  });

  it('is known again by what it is', () => {
    const sent = { side: 'sell', amount: 0.5, stopPrice: 90, at: 100_000 } as const;
    expect(isSameStop({ ...sent, at: 99_000 }, sent, 2000)).toBe(true);
    for (const other of [{ side: 'buy' }, { amount: 0.51 }, { stopPrice: 90.01 }, { stopPrice: null }, { at: 97_000 }] as const)
      expect(isSameStop({ ...sent, ...other }, sent, 2000), JSON.stringify(other)).toBe(false);
  });
});

describe('what the exchange tells of a stop', () => {
  it('that it has sold closes its trade, with the reason', () => {
    const trade = filledTrade({ stoploss: -0.1 });
    const stop = lay(trade, 90);
    expect(applyStopUpdate(trade, stop, update({}), { now: 5000 })).toEqual([]);
    const fill = update({ status: 'closed', filled: 10, average: 89.5, isTriggered: true, orderType: 'stoploss' });
    expect(applyStopUpdate(trade, stop, fill, { now: 6000 })).toMatchObject([{ kind: 'exit_fill', closes: true }]);
    expect(trade).toMatchObject({ isOpen: false, exitReason: 'stoploss_on_exchange', closeRate: 89.5, closeRateRequested: 90 });
    expect(stop).toMatchObject({ isOpen: false, orderType: 'stoploss', filled: 10 });
    expect(applyStopUpdate(trade, stop, fill, { now: 7000 })).toEqual([]);
  });

  it('that it is gone without a fill changes no trade, also a closed one, and tells nobody', () => {
    const trade = filledTrade({ stoploss: -0.1 });
    const stop = lay(trade, 90);
    const before = structuredClone({ ...trade, orders: [] });
    expect(applyStopUpdate(trade, stop, update({ status: 'expired' }), { now: 5000 })).toEqual([]);
    expect({ ...trade, orders: [] }).toEqual(before);
    expect(stop).toMatchObject({ isOpen: false, status: 'expired', cancelReason: null });
    const closed = filledTrade();
    const stray = lay(closed, 90);
    addOrder(closed, 'sell', 10, 110, 1);
    applyStopUpdate(closed, closed.orders.at(-1)!, update({ orderId: '3', status: 'closed', filled: 10, average: 110 }), { now: 5000 });
    expect(closed.isOpen).toBe(false);
    expect(applyStopUpdate(closed, stray, update({ status: 'canceled' }), { now: 6000 })).toEqual([]);
    expect(stray.isOpen).toBe(false);
    const late = lay(filledTrade(), 90);
    expect(() => applyStopUpdate(closed, late, update({ status: 'closed', filled: 1, average: 90 }), { now: 6000 })).toThrow(
      InvariantBroken,
    );
  });

  it('the order it has become is not somebody else’s', () => {
    const trade = filledTrade({ stoploss: -0.1 });
    const stop = lay(trade, 90);
    applyStopUpdate(trade, stop, update({ status: 'canceled', filled: 4, average: 90, at: 5000 }), { now: 5000 });
    const became = { side: 'sell', update: update({ status: 'closed', filled: 4, average: 90, at: 6000 }) } as const;
    expect(isFiredStop(trade, became)).toBe(true);
    expect(isFiredStop(trade, { ...became, update: { ...became.update, average: null } })).toBe(true);
    expect(isFiredStop(trade, { ...became, side: 'buy' })).toBe(false);
    for (const other of [{ filled: 5 }, { at: 99_000 }, { average: 91 }])
      expect(isFiredStop(trade, { ...became, update: { ...became.update, ...other } })).toBe(false);
    // as much at the same time, by the exchange itself
    expect(isFiredStop(trade, { ...became, isLiquidation: true })).toBe(false);
  });

  it('that a part was sold before it was cancelled leaves the rest', () => {
    const trade = filledTrade({ stoploss: -0.1 });
    const stop = lay(trade, 90);
    const events = applyStopUpdate(trade, stop, update({ status: 'canceled', filled: 4, average: 90 }), { now: 5000 });
    expect(events).toMatchObject([{ kind: 'exit_fill', closes: false }]);
    expect(trade).toMatchObject({ isOpen: true, amount: 6, exitReason: 'stoploss_on_exchange' });
    expect(planStop(trade, RULES, asleep, 6000)).toEqual({ kind: 'place', stop: 90 });
  });
});
