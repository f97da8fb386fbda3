import { expect, test } from 'vitest';
import { wantedOrder } from './wanted-order.ts';

const input = {
  price: '',
  stake: '',
  leverage: '',
  isMarket: false,
  rate: 50,
  stakeAmount: '100',
  total: 1000,
  free: 300,
  most: 4,
};

test('an order is shown with the amount it comes to, at the price that was asked for or that of the market', () => {
  expect(wantedOrder(input)).toEqual({ stake: 100, amount: 2, price: 50, isMarketPrice: true });
  expect(wantedOrder({ ...input, price: '40', stake: '80' })).toEqual({ stake: 80, amount: 2, price: 40, isMarketPrice: false });
  expect(wantedOrder({ ...input, price: '40', isMarket: true })).toMatchObject({ price: 50, isMarketPrice: true });
  expect(wantedOrder({ ...input, leverage: '3' })).toMatchObject({ stake: 100, amount: 6 });
  expect(wantedOrder({ ...input, rate: null })).toEqual({ stake: 100, amount: null, price: null, isMarketPrice: true });
});

test("an unlimited stake is a slot's part of everything, and never more than is free", () => {
  const unlimited = { ...input, stakeAmount: 'unlimited' };
  expect(wantedOrder(unlimited).stake).toBe(250);
  expect(wantedOrder({ ...unlimited, free: 120 }).stake).toBe(120);
  expect(wantedOrder({ ...unlimited, most: -1 }).stake).toBe(300);
  expect(wantedOrder({ ...unlimited, total: null }).stake).toBeNull();
});
