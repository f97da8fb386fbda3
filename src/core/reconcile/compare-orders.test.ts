import { expect, it } from 'vitest';
import { filledTrade } from '../../../tests/fakes/open-trade.ts';
import { compareOrders } from './compare-orders.ts';
import type { SeenOrder } from './difference.ts';

const seen = (clientOrderId: string | null, status: 'open' | 'closed'): SeenOrder => ({
  ...{ clientOrderId, side: 'sell', orderType: 'limit', at: 5000 },
  update: { orderId: '77', status, amount: 10, filled: status === 'open' ? 0 : 10, average: 90, cost: 900, price: 89, fees: [], at: 5000 },
});
const compared = (order: SeenOrder, trade: ReturnType<typeof filledTrade> | null) =>
  compareOrders({ pair: 'A/USDT', trade, seen: [order], asked: new Map(), ofOthers: new Set(), intents: [] }).map(({ there }) => there);

it('an order that a stop has become is booked with its stop; one that waits, or is made by hand, is a difference', () => {
  const ours = 'ftts-s-0123456789abcdef01234567';
  expect(compared(seen(ours, 'closed'), null)).toEqual([]);
  expect(compared(seen(ours, 'closed'), filledTrade())).toEqual([]);
  expect(compared(seen(ours, 'open'), null)).toEqual([expect.stringContaining('an order of ours, open')]);
  expect(compared(seen(null, 'closed'), filledTrade())).toEqual([expect.stringContaining('made by hand')]);
});
