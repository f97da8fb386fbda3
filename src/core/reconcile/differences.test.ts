import { describe, expect, it } from 'vitest';
import { addOrder, filledTrade } from '../../../tests/fakes/open-trade.ts';
import type { OrderUpdate } from '../trade/apply-order-update.ts';
import { compareHolding } from './compare-holdings.ts';
import { compareOrders, type PairOrders } from './compare-orders.ts';
import type { SeenOrder } from './difference.ts';

const sold = (amount: number): SeenOrder => {
  const update: OrderUpdate = {
    ...{ orderId: '99', status: 'closed', amount, filled: amount, average: 90, cost: amount * 90, price: 90, fees: [], at: 60_000 },
  };
  return { clientOrderId: null, side: 'sell', orderType: 'market', at: 60_000, update };
};
const pairOrders = (changes: Partial<PairOrders>): PairOrders => ({
  ...{
    pair: 'A/USDT',
    trade: null,
    seen: [],
    asked: new Map(),
    ofOthers: new Set(),
    intents: [],
    restingStops: new Set(),
    listedStops: new Set(),
  },
  ...changes,
});

describe('what the database and the account tell differently', () => {
  it('is an order made by hand, which can be booked; but not one that may be what the stop has become', () => {
    const trade = filledTrade();
    expect(compareOrders(pairOrders({ trade, seen: [sold(10)] }))).toMatchObject([{ remedy: { kind: 'book' } }]);
    addOrder(trade, 'sell', 10, 90, 30_000).ftOrderSide = 'stoploss';
    expect(compareOrders(pairOrders({ trade, seen: [sold(10)] }))).toMatchObject([{ remedy: null }]);
    const held = { name: 'A', amount: 0, trades: [trade], rate: 90, isPosition: false };
    expect(compareHolding(held)).toMatchObject([{ remedy: null }]);
  });

  it('is no order of another trade, none in flight, and none that nothing came of', () => {
    const trade = filledTrade();
    expect(compareOrders(pairOrders({ trade, seen: [sold(10)], ofOthers: new Set(['99']) }))).toEqual([]);
    const { update, ...order } = sold(10);
    expect(compareOrders(pairOrders({ trade, seen: [{ ...order, update: { ...update, status: 'canceled', filled: 0 } }] }))).toEqual([]);
  });

  it('is an order that waits here and is unknown there: only where it was asked for', () => {
    const trade = filledTrade();
    const { orderId } = addOrder(trade, 'sell', 10, 120, 30_000);
    expect(compareOrders(pairOrders({ trade }))).toEqual([]);
    expect(compareOrders(pairOrders({ trade, asked: new Map([[orderId, null]]) }))).toMatchObject([
      { there: 'there is no such order', remedy: { kind: 'take_in', update: { status: 'canceled', filled: 0 } } },
    ]);
  });
});
