import { describe, expect, it } from 'vitest';
import { addOrder, filledTrade } from '../../../tests/fakes/open-trade.ts';
import { hasTimedOut, leftToFill, mayBeRepriced, NO_ORDER_CALLBACKS, repricing } from './review-order.ts';

const RULES = { entryMs: 10_000, exitMs: null, exitTimeoutCount: 0 };
const wanting = (rate: number | null) => ({ ...NO_ORDER_CALLBACKS, wantedPrice: () => rate });

describe('an order that waits', () => {
  const trade = filledTrade();
  const entry = addOrder(trade, 'buy', 2, 90, 1000);
  const exit = addOrder(trade, 'sell', 2, 110, 1000);

  it('is given up after its time, or by the strategy’s word', () => {
    expect(hasTimedOut(trade, entry, RULES, 10_999)).toBe(false);
    expect(hasTimedOut(trade, entry, RULES, 11_000)).toBe(true);
    expect(hasTimedOut(trade, exit, RULES, 1e9)).toBe(false);
    expect(hasTimedOut(trade, exit, RULES, 1000, { ...NO_ORDER_CALLBACKS, isOverdue: (_trade, order) => order === exit })).toBe(true);
  });

  it('may get another price once a candle has begun since', () => {
    expect(mayBeRepriced(entry, 1000, wanting(1))).toBe(false);
    expect(mayBeRepriced(entry, 1001, wanting(1))).toBe(true);
    expect(mayBeRepriced(entry, 1001, NO_ORDER_CALLBACKS)).toBe(false);
  });

  it.each([
    [90, { kind: 'keep' }],
    [91, { kind: 'replace', rate: 91 }],
    [null, { kind: 'cancel' }],
    [0, { kind: 'cancel' }],
    [Number.NaN, { kind: 'cancel' }],
  ])('with a wish for %s: %o', (rate, expected) => {
    expect(repricing(trade, entry, 95, wanting(rate))).toEqual(expected);
  });

  it('is placed at no price where that is one', () => {
    for (const rate of [Number.NaN, Number.NEGATIVE_INFINITY]) {
      const callbacks = { ...wanting(rate), ordersAtNoPrice: true };
      expect(repricing(trade, entry, 95, callbacks)).toEqual({ kind: 'replace', rate });
    }
  });

  it('waits at less than nothing where it leaves a trade, and is kept at nothing once it is there', () => {
    const exit = { ...entry, ftOrderSide: 'sell' as const };
    const wished = (rate: number, order = exit) => repricing(trade, order, 95, { ...wanting(rate), ordersAtNoPrice: true });
    expect([wished(-5), wished(-5, entry as typeof exit), wished(0)]).toEqual([
      { kind: 'replace', rate: -5 },
      { kind: 'cancel' },
      { kind: 'cancel' },
    ]);
    expect(wished(0, { ...exit, ftPrice: 0 })).toEqual({ kind: 'keep' });
  });

  it('is left where the strategy gives no prices', () => {
    expect(repricing(trade, entry, 95, NO_ORDER_CALLBACKS)).toEqual({ kind: 'keep' });
  });

  it('has left what was not filled, and what that bound', () => {
    const leveraged = { ...trade, leverage: 2 };
    expect(leftToFill(leveraged, entry)).toEqual({ amount: 2, stakeAmount: 90 });
    expect(leftToFill(leveraged, { ...entry, remaining: 0.5 })).toEqual({ amount: 0.5, stakeAmount: 22.5 });
  });
});
