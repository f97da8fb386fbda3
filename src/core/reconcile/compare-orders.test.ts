import { expect, it } from 'vitest';
import { filledTrade } from '../../../tests/fakes/open-trade.ts';
import { compareOrders } from './compare-orders.ts';
import type { SeenOrder } from './difference.ts';

const seen = (clientOrderId: string | null, status: 'open' | 'closed'): SeenOrder => ({
  ...{ clientOrderId, side: 'sell', orderType: 'limit', at: 5000 },
  update: { orderId: '77', status, amount: 10, filled: status === 'open' ? 0 : 10, average: 90, cost: 900, price: 89, fees: [], at: 5000 },
});
const compared = (order: SeenOrder, trade: ReturnType<typeof filledTrade> | null, restingStops: ReadonlySet<string> = new Set()) =>
  compareOrders({
    ...{ pair: 'A/USDT', trade, seen: [order], asked: new Map(), ofOthers: new Set(), intents: [] },
    ...{ restingStops, listedStops: new Set() },
  }).map(({ there }) => there);

it('an order that a stop has become is booked with its stop; one that waits, or is made by hand, is a difference', () => {
  const ours = 'ftts-s-0123456789abcdef01234567';
  expect(compared(seen(ours, 'closed'), null)).toEqual([]);
  expect(compared(seen(ours, 'closed'), filledTrade())).toEqual([]);
  expect(compared(seen(ours, 'open'), null)).toEqual([expect.stringContaining('an order of ours, open')]);
  expect(compared(seen(null, 'closed'), filledTrade())).toEqual([expect.stringContaining('made by hand')]);
});

it('a sale can be what a stop has become, but not while the exchange lists that stop as waiting', () => {
  const trade = filledTrade();
  const [entry] = trade.orders;
  // another amount than the stop's, so that nothing else tells whose it is
  trade.orders.push({ ...entry!, id: 9, orderId: 'S1', ftOrderSide: 'stoploss', side: 'sell', isOpen: true, status: 'open', filled: 0 });
  const half = seen(null, 'closed');
  const sold = { ...half, update: { ...half.update, amount: 4, filled: 4 } };
  expect(compared(sold, trade)).toEqual([expect.stringContaining('perhaps its stop')]);
  expect(compared(sold, trade, new Set(['S1']))).toEqual([expect.stringMatching(/made by hand, closed, 4 filled$/)]);
});
