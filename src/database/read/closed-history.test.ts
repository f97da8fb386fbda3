import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Trade } from '../../core/trade/trade.ts';
import { ClosedHistory } from './closed-history.ts';

const closed = (id: number, closeDate: number): Trade =>
  ({
    id,
    pair: 'A/B',
    openDate: 0,
    closeDate,
    isOpen: false,
    closeProfit: 0,
    closeProfitAbs: id,
    stakeAmount: 1,
    maxStakeAmount: 1,
    orders: [],
  }) as unknown as Trade;

describe('the history of closed trades', () => {
  it('pages like a sorted list, whatever comes and goes in whatever order', () => {
    const step = fc.record({ id: fc.integer({ min: 1, max: 30 }), at: fc.integer({ min: 1, max: 100 }), isRemoved: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 0, max: 20 }),
        (steps, limit, offset) => {
          const history = new ClosedHistory();
          const plain = new Map<number, number>();
          for (const { id, at, isRemoved } of steps) {
            if (isRemoved) {
              history.remove(id);
              plain.delete(id);
            } else {
              history.add(closed(id, at));
              plain.set(id, at);
            }
          }
          expect(history.rows.length).toBe(plain.size);
          expect(history.rows.every((row, index, rows) => index === 0 || rows[index - 1]!.closeDate <= row.closeDate)).toBe(true);
          expect(history.page(limit, offset, true)).toEqual([...plain.keys()].sort((a, b) => a - b).slice(offset, offset + limit));
          const latest = history.page(limit, offset, false).map((id) => plain.get(id)!);
          expect(latest).toEqual([...plain.values()].sort((a, b) => b - a).slice(offset, offset + limit));
        },
      ),
    );
  });

  it('ignores a trade that is still open, and tells by its version that something changed', () => {
    const history = new ClosedHistory();
    history.add({ ...closed(1, 5), isOpen: true });
    expect([history.rows.length, history.version]).toEqual([0, 0]);
    history.add(closed(1, 5));
    history.remove(7);
    expect([history.rows.length, history.version]).toEqual([1, 1]);
  });
});
