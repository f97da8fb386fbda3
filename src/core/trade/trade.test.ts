import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTrade } from '../entry/open-trade.ts';
import type { Market } from '../market/market.ts';
import { applyOrderUpdate, type OrderUpdate } from './apply-order-update.ts';
import { noteFunding } from './funding.ts';
import { newOrder } from './new-order.ts';
import { closeRateForRoi, profitAt } from './profit.ts';
import type { Order, Trade } from './trade.ts';

const BTC: Market = {
  pair: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  isActive: true,
  isSpot: true,
  isSwap: false,
  amountPrecision: 0.00001,
  pricePrecision: 0.01,
  precisionMode: 4,
  minAmount: 0.00001,
  maxAmount: null,
  minCost: 5,
  maxCost: null,
  takerFee: 0.001,
  makerFee: 0.001,
  contractSize: 1,
  leverageTiers: [],
};
const FACTS = { exchange: 'binance', strategy: 'S', timeframe: 5, stoploss: -0.5, fee: 0.001, tradingMode: 'spot' as const };

function entered(rate: number, amount: number, feeInBase = 0, tradingMode: Trade['tradingMode'] = 'spot'): Trade {
  const trade = openTrade(
    {
      pair: BTC.pair,
      side: 'long',
      tag: 't',
      orderType: 'limit',
      timeInForce: 'GTC',
      rate,
      amount,
      amountRequested: amount,
      stakeAmount: rate * amount,
      leverage: 1,
    },
    BTC,
    { ...FACTS, tradingMode },
    1000,
  );
  const order = newOrder(trade, { side: 'buy', orderType: 'limit', amount, rate, tag: 't', orderId: '1' }, 1000);
  trade.orders.push(order);
  applyOrderUpdate(trade, order, update('1', 'closed', amount, amount, rate, feeInBase), { now: 1000 });
  return trade;
}

function update(
  orderId: string,
  status: OrderUpdate['status'],
  amount: number,
  filled: number,
  average: number,
  feeInBase = 0,
): OrderUpdate {
  const fees = feeInBase > 0 ? [{ cost: feeInBase, currency: 'BTC' }] : [];
  return { orderId, status, amount, filled, average, cost: null, price: average, fees, at: 2000 };
}

function leave(trade: Trade, amount: number, rate: number, id = '2'): ReturnType<typeof applyOrderUpdate> {
  const order = newOrder(trade, { side: 'sell', orderType: 'market', amount, rate, tag: 'x', orderId: id }, 3000);
  trade.orders.push(order);
  trade.exitReason = 'force_exit';
  return applyOrderUpdate(trade, order, update(id, 'closed', amount, amount, rate), { now: 3000 });
}

describe('a trade, beside what freqtrade answered (golden/trade-mode)', () => {
  it('values an open trade', () => {
    const trade = entered(60000.1, 0.00166);
    expect(trade.stakeAmount).toBe(99.600166);
    expect(trade.openTradeValue).toBeCloseTo(99.699766166, 9);
    expect(trade.stopLoss).toBe(30000.05);
    expect(profitAt(trade, 60000.1)).toMatchObject({ abs: -0.19920033, ratio: -0.001998 });
  });

  it('leaves in two parts', () => {
    const trade = entered(60000.1, 0.00166);
    expect(leave(trade, 0.0005, 59999.9)[0]).toMatchObject({ kind: 'exit_fill', closes: false });
    expect(trade).toMatchObject({ amount: 0.00116, stakeAmount: 69.600116, realizedProfit: -0.0601, isOpen: true });
    expect(leave(trade, 0.00116, 59999.9, '3')[0]).toMatchObject({ kind: 'exit_fill', closes: true });
    expect(trade.isOpen).toBe(false);
    expect(trade.realizedProfit).toBe(-0.199532);
    expect(trade.closeProfitAbs).toBe(-0.199532);
    expect(trade.closeProfit).toBeCloseTo(-0.0020013286657842248, 12);
    expect(trade.maxStakeAmount).toBe(99.600166);
    expect(trade.amount).toBe(0.00116);
  });

  it('sums the profits of its parts up without rounding them again', () => {
    const trade = entered(60000, 0.003);
    for (const [part, rate] of [60010.5, 60020.25, 60030.75].entries()) leave(trade, 0.001, rate, String(part + 2));
    const parts = [-0.1095105, -0.09977025, -0.08928075];
    expect(trade.closeProfitAbs).toBe(parts.reduce((sum, profit) => sum + profit, 0));
    expect(trade.closeProfitAbs).not.toBe(-0.2985615);
  });

  it('sells what is left after a fee in base currency', () => {
    const trade = entered(60000, 0.01, 0.00001);
    expect(trade.amount).toBe(0.00999);
    expect(trade.feeOpen).toBe(0.001);
    leave(trade, 0.00999, 61000);
    expect(trade.isOpen).toBe(false);
  });
});

describe('laws', () => {
  const rate = fc.double({ min: 0.01, max: 100_000, noNaN: true }).map((value) => Math.max(0.01, Number(value.toFixed(2))));
  const amount = fc.integer({ min: 1, max: 100_000 }).map((steps) => Number((steps * 0.00001).toFixed(5)));

  it('values all of it against the most that was staked, with the fee, as freqtrade 2026.9 does', () => {
    const trade = entered(60000, 0.00005);
    const more = newOrder(trade, { side: 'buy', orderType: 'limit', amount: 0.00002, rate: 61000.01, tag: null, orderId: '2' }, 3000);
    trade.orders.push(more);
    applyOrderUpdate(trade, more, update('2', 'closed', 0.00002, 0.00002, 61000.01), { now: 3000 });
    expect([trade.openRate, trade.maxStakeAmount]).toEqual([60285.72, 4.2200002]);
    expect(profitAt(trade, 59000)).toEqual({ abs: -0.0983504, ratio: -0.0232825, totalAbs: -0.0983504, totalRatio: -0.0232825 });
    leave(trade, 0.00003, 62000, '3');
    expect(trade.realizedProfit).toBe(0.04775991);
    expect(profitAt(trade, 59000)).toEqual({ abs: -0.05620023, ratio: -0.0232825, totalAbs: -0.00844032, totalRatio: -0.00199808 });
  });

  it('on spot nothing is due with an order: 0 once it has filled, and nothing is said of a stop', () => {
    const trade = entered(60000, 0.01);
    leave(trade, 0.004, 61000);
    const facts = { side: 'sell', orderType: 'market', amount: 0.006, rate: 59000, tag: null, orderId: '3' } as const;
    const stop: Order = { ...newOrder(trade, facts, 3000), ftOrderSide: 'stoploss' };
    trade.orders.push(stop);
    applyOrderUpdate(trade, stop, update('3', 'closed', 0.006, 0.006, 59000), { now: 4000 });
    expect(trade.orders.map(({ fundingFee }) => fundingFee)).toEqual([0, 0, null]);
  });

  it('on futures 0 was due when the first entry filled, and what has come since then goes with the next order', () => {
    const trade = entered(60000, 0.01, 0, 'futures');
    noteFunding(trade, -0.25);
    leave(trade, 0.01, 61000);
    expect(trade.orders.map(({ fundingFee }) => fundingFee)).toEqual([0, -0.25]);
  });

  it('the same update twice changes nothing', () => {
    fc.assert(
      fc.property(rate, amount, (price, size) => {
        const trade = entered(price, size);
        const before = JSON.stringify(trade);
        expect(applyOrderUpdate(trade, trade.orders[0]!, update('1', 'closed', size, size, price), { now: 9000 })).toEqual([]);
        expect(JSON.stringify(trade)).toBe(before);
      }),
    );
  });

  it('an answer older than what the stream has sent takes away nothing that is known of its fills', () => {
    const trade = entered(100, 2);
    const order = newOrder(trade, { side: 'sell', orderType: 'limit', amount: 2, rate: 110, tag: 'x', orderId: '2' }, 3000);
    trade.orders.push(order);
    const heard = { ...update('2', 'open', 2, 1, 110), cost: 110 };
    applyOrderUpdate(trade, order, heard, { now: 3000 });
    applyOrderUpdate(trade, order, { ...heard, filled: 0, average: null, cost: 0 }, { now: 3100 });
    expect(order).toMatchObject({ filled: 1, remaining: 1, average: 110, cost: 110 });
    applyOrderUpdate(trade, order, { ...heard, status: 'canceled', filled: 0.5, average: 109, cost: 54.5 }, { now: 3200 });
    expect(order).toMatchObject({ filled: 1, average: 110, cost: 110, isOpen: false });
    expect(trade.amount).toBe(1);
  });

  it('however an exit is cut, everything is sold and the parts add up', () => {
    fc.assert(
      fc.property(rate, rate, fc.integer({ min: 2, max: 50_000 }), fc.integer({ min: 1, max: 99 }), (open, close, steps, percent) => {
        const size = Number((steps * 0.00001).toFixed(5));
        const part = Number((Math.max(1, Math.min(steps - 1, Math.floor((steps * percent) / 100))) * 0.00001).toFixed(5));
        const whole = entered(open, size);
        leave(whole, size, close);
        const cut = entered(open, size);
        leave(cut, part, close, '2');
        leave(cut, Number((size - part).toFixed(5)), close, '3');
        expect(cut.isOpen).toBe(false);
        expect(Math.abs(cut.realizedProfit - whole.realizedProfit)).toBeLessThan(3e-8);
      }),
    );
  });

  it('fills count in the order in which they came, whenever their orders were placed', () => {
    // a stop of 10 is laid first; then 4 are sold, 5 bought, and the stop is hit
    const lived = (places: readonly number[]) => {
      const trade = entered(100, 10);
      const bought = newOrder(trade, { side: 'buy', orderType: 'limit', amount: 5, rate: 80, tag: 't', orderId: 'b' }, 3000);
      const sold = newOrder(trade, { side: 'sell', orderType: 'market', amount: 4, rate: 110, tag: 'x', orderId: 's' }, 3000);
      const stop = newOrder(trade, { side: 'sell', orderType: 'market', amount: 11, rate: 70, tag: null, orderId: 'o' }, 2500);
      trade.orders.push(...places.map((place) => [stop, sold, bought][place]!));
      applyOrderUpdate(trade, sold, { ...update('s', 'closed', 4, 4, 110), at: 4000 }, { now: 4000 });
      applyOrderUpdate(trade, bought, { ...update('b', 'closed', 5, 5, 80), at: 5000 }, { now: 5000 });
      applyOrderUpdate(trade, stop, { ...update('o', 'closed', 11, 11, 70), at: 6000 }, { now: 6000 });
      return trade;
    };
    const [laid, late] = [lived([0, 1, 2]), lived([1, 2, 0])];
    expect(laid).toMatchObject({ isOpen: false, closeProfitAbs: late.closeProfitAbs, closeProfit: late.closeProfit });
    expect(laid.closeProfitAbs).toBeCloseTo(4 * 110 + 11 * 70 - 10 * 100 - 5 * 80 - 0.001 * (440 + 770 + 1000 + 400), 6);
  });

  it('leaving at the rate for a return gives that return', () => {
    fc.assert(
      fc.property(rate, amount, fc.double({ min: -0.5, max: 2, noNaN: true }), (price, size, roi) => {
        const trade = entered(price, size);
        expect(profitAt(trade, closeRateForRoi(trade, roi)).ratio).toBeCloseTo(roi, 6);
      }),
    );
  });
});
