import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addOrder, filledTrade, fillWhole } from '../../../tests/fakes/open-trade.ts';
import { abandon, freeOrderId, holdOnly, noteExitReason, reopenOrder, unbind, withdrawOrder } from './amend-trade.ts';
import { applyOrderUpdate, type OrderUpdate } from './apply-order-update.ts';
import { InvariantBroken } from './invariant.ts';
import { placeEntryOrder, placeExitOrder } from './place-order.ts';
import type { Trade } from './trade.ts';

const FACTS = { orderType: 'limit', amount: 2, rate: 90, tag: 'why', orderId: 'n' };
const TOLD: OrderUpdate = { orderId: 'n', status: 'closed', amount: 2, filled: 2, average: 90, cost: null, price: 90, fees: [], at: 5 };

/** Sees that something is refused and leaves the trade as it was. */
function expectRefusal(trade: Trade, change: () => unknown): void {
  const before = structuredClone(trade);
  expect(change).toThrow(InvariantBroken);
  expect(trade).toEqual(before);
}

function closed(): Trade {
  const trade = filledTrade();
  fillWhole(trade, addOrder(trade, 'sell', 10, 110, 1), 1);
  expect(trade.isOpen).toBe(false);
  return trade;
}

describe('an order that is placed', () => {
  it('joins its trade; what a first one binds is the trade’s until it is filled', () => {
    const trade = { ...filledTrade(), amount: 0, orders: [] };
    expect(placeEntryOrder(trade, FACTS, 3, 180)).toMatchObject({ ftOrderSide: 'buy', isOpen: true, orderDate: 3, filled: 0 });
    expect(trade).toMatchObject({ stakeAmount: 180, openRate: 90, openRateRequested: 90, orders: [{ orderId: 'n' }] });
    placeEntryOrder(trade, { ...FACTS, rate: 80 }, 3, null);
    expect(trade).toMatchObject({ stakeAmount: 180, openRate: 90 });
    const filled = filledTrade();
    placeEntryOrder(filled, FACTS, 3, 180);
    expect(filled).toMatchObject({ stakeAmount: 1000, openRate: 100 });
  });

  it('tells why its trade is left', () => {
    const trade = filledTrade({ side: 'short' });
    expect(placeExitOrder(trade, FACTS, 3)).toMatchObject({ ftOrderSide: 'buy' });
    expect(trade).toMatchObject({ exitReason: 'why', closeRateRequested: 90, exitOrderStatus: '' });
    placeExitOrder(trade, FACTS, 3, 'another');
    expect(trade.exitReason).toBe('another');
  });

  it('joins no closed trade, and has an amount and a rate', () => {
    const trade = closed();
    expectRefusal(trade, () => placeEntryOrder(trade, FACTS, 3, null));
    expectRefusal(trade, () => placeExitOrder(trade, FACTS, 3));
    const open = filledTrade();
    for (const wrong of [{ amount: 0 }, { amount: -1 }, { amount: Number.NaN }, { rate: 0 }, { rate: Number.NaN }])
      expectRefusal(open, () => placeExitOrder(open, { ...FACTS, ...wrong }, 3));
  });
});

describe('what an exchange tells of an order', () => {
  it('changes no closed trade', () => {
    const trade = closed();
    const late = { ...addOrder(filledTrade(), 'buy', 2, 90, 3), orderId: 'late' };
    trade.orders.push(late);
    expectRefusal(trade, () => applyOrderUpdate(trade, late, TOLD, { now: 5 }));
    // that it is over without a fill is no change
    applyOrderUpdate(trade, late, { ...TOLD, status: 'canceled', filled: 0 }, { now: 5 });
    expect(late).toMatchObject({ isOpen: false, status: 'canceled' });
    expect(trade.amount).toBe(10);
  });

  it.each([{ filled: -1 }, { filled: Number.NaN }, { amount: -2 }, { amount: Number.NaN }])(
    'is not taken in where it can’t be true: %o',
    (wrong) => {
      const trade = filledTrade();
      const order = addOrder(trade, 'buy', 2, 90, 3);
      expectRefusal(trade, () => applyOrderUpdate(trade, order, { ...TOLD, ...wrong }, { now: 5 }));
      applyOrderUpdate(trade, order, TOLD, { now: 5 });
      expect(trade.amount).toBe(12);
    },
  );
});

describe('what changes a trade besides its orders', () => {
  it('a wallet that has less', () => {
    const trade = filledTrade();
    holdOnly(trade, 9.9);
    expect(trade.amount).toBe(9.9);
    for (const wrong of [10, 0, -1, Number.NaN]) expectRefusal(trade, () => holdOnly(trade, wrong));
    const done = closed();
    expectRefusal(done, () => holdOnly(done, 1));
  });

  it('a first entry that went', () => {
    const trade = { ...filledTrade(), amount: 0 };
    unbind(trade);
    expect(trade.stakeAmount).toBe(0);
    const filled = filledTrade();
    expectRefusal(filled, () => unbind(filled));
  });

  it('that it has nothing', () => {
    const empty = { ...filledTrade(), amount: 0, orders: [] };
    abandon(empty);
    expect(empty.isOpen).toBe(false);
    const filled = filledTrade();
    expectRefusal(filled, () => abandon(filled));
    const waiting = { ...filledTrade(), amount: 0, orders: [] };
    addOrder(waiting, 'buy', 1, 90, 0);
    expectRefusal(waiting, () => abandon(waiting));
  });

  it('an order that brought more than it was known for, or whose number was given again', () => {
    const trade = filledTrade();
    reopenOrder(trade, trade.orders[0]!);
    expect(trade.orders[0]!.isOpen).toBe(true);
    trade.orders[0]!.id = 7;
    freeOrderId(trade, '1');
    expect(trade.orders[0]!.orderId).toBe('1@7');
    const done = closed();
    expectRefusal(done, () => reopenOrder(done, done.orders[0]!));
    expectRefusal(done, () => noteExitReason(done, 'x'));
  });

  it('an order that is withdrawn leaves nothing', () => {
    const trade = filledTrade();
    const before = structuredClone(trade);
    withdrawOrder(trade, addOrder(trade, 'buy', 2, 90, 3), 5);
    expect(trade).toEqual(before);
    const exit = placeExitOrder(trade, FACTS, 3);
    withdrawOrder(trade, exit, 5);
    expect(trade).toMatchObject({ exitReason: null, closeRateRequested: null, orders: [{ ftOrderSide: 'buy' }] });
    expectRefusal(trade, () => withdrawOrder(trade, trade.orders[0]!, 5));
  });
});

describe('a trade', () => {
  const source = join(import.meta.dirname, '../..');
  const shapes = readFileSync(join(import.meta.dirname, 'trade.ts'), 'utf8').match(/export interface (?:Order|Trade) \{.*?^\}/gms) ?? [];
  const fields = shapes.flatMap((shape) => [...shape.matchAll(/^ {2}(?:readonly )?(\w+): /gm)].map(([, name]) => name));
  const writes = new RegExp(String.raw`\b(?:trade|order|known|other|open)\.(?:${fields.join('|')})\s*(?:[-+*/]|\?\?|\|\|)?=(?!=)`);
  const pushes = /\b(?:trade|known|other|open)\.orders\.(?:push|splice|pop|shift|unshift|sort|reverse)\(/;

  it('is changed in core only', () => {
    expect(fields.length).toBeGreaterThan(50);
    expect('  trade.amount = 5;').toMatch(writes);
    expect('  order.isOpen ??= false;').toMatch(writes);
    expect('  if (trade.amount === 5)').not.toMatch(writes);
    expect('  trade.orders.push(order);').toMatch(pushes);
    const rooms = ['bot', 'backtest', 'strategy', 'api', 'app', 'research', 'notify'];
    const paths = rooms.flatMap((room) =>
      readdirSync(join(source, room), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
        .map((path) => join(room, path)),
    );
    expect(paths.length).toBeGreaterThan(150);
    const found = paths.flatMap((path) =>
      readFileSync(join(source, path), 'utf8')
        .split('\n')
        .filter((line) => writes.test(line) || pushes.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
});
