import type { Order } from 'ccxt';
import { describe, expect, it } from 'vitest';
import { toUpdate } from './convert-order.ts';

describe('what ccxt says of an order', () => {
  it.each([
    ['limit', 'closed', 1, 'closed'],
    ['limit', 'closed', 0.4, 'canceled'],
    ['limit', 'canceled', 0.4, 'canceled'],
    ['limit', 'open', 0.4, 'open'],
    // a market order to buy for a cost is done when the cost is spent
    ['market', 'closed', 0.4, 'closed'],
  ])('a %s order of 1 that is %s with %d filled is %4$s', (type, status, filled, expected) => {
    expect(toUpdate({ id: '1', type, status, amount: 1, filled } as Order, 1, 0)).toMatchObject({ status: expected, filled });
  });

  it('has amounts without the dust of a division', () => {
    const order = { id: '1', type: 'market', status: 'closed', amount: 0.010000000000000002, filled: 0.009990000000000002 } as Order;
    expect(toUpdate(order, 1, 0)).toMatchObject({ amount: 0.00999, filled: 0.00999 });
  });
});
