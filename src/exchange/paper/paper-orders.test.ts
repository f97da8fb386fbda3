import { expect, it } from 'vitest';
import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';
import { PaperOrders } from './paper-orders.ts';

it('keeps every open order, and of those that ended only as many as somebody may still ask about', () => {
  const orders = new PaperOrders();
  const add = (number: number, status: OrderUpdate['status']) =>
    orders.add({
      request: { clientOrderId: `c${number}`, pair: 'A/B', side: 'buy', orderType: 'limit', amount: 1, rate: 1, timeInForce: 'GTC' },
      update: { orderId: `o${number}`, status, amount: 1, filled: 0, average: null, cost: null, price: 1, fees: [], at: number },
    });
  add(0, 'open');
  for (let number = 1; number <= 10_000; number++) add(number, 'closed');
  expect(orders.size).toBeLessThanOrEqual(2001);
  expect(orders.find({ orderId: 'o0' })?.update.status).toBe('open');
  expect(orders.find({ clientOrderId: 'c0' })?.update.orderId).toBe('o0');
  expect(orders.find({ orderId: 'o10000' })?.update.at).toBe(10_000);
  expect(orders.find({ orderId: 'o1' })).toBeNull();
  expect(orders.find({ clientOrderId: 'c1' })).toBeNull();
});
