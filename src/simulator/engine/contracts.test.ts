import { describe, expect, it } from 'vitest';
import { Exchange } from './exchange.ts';
import { averagePrice, type NewOrder } from './order.ts';
import { FUNDING_MS, FUNDING_RATE, MAINTENANCE_RATIO } from './positions.ts';
import { Refusal } from './refusal.ts';
import { perpetualOf, symbolsFor } from './symbol.ts';

const START = Date.UTC(2026, 5, 1, 1);
const [SPOT] = symbolsFor(['BTC/USDT']);
const BTC = perpetualOf(SPOT!, 0.01, 1);

function create() {
  const clock = { now: START };
  const exchange = new Exchange({ seed: 's', symbols: [SPOT!, BTC], balances: { USDT: 1000 }, fee: 0, now: () => clock.now });
  exchange.movePrice(SPOT!, { fixed: 50_000 });
  const order = (more: Partial<NewOrder>) => exchange.place({ symbol: BTC, side: 'buy', type: 'market', amount: 0.02, ...more });
  const moveTo = (fixed: number) => {
    clock.now += 250;
    exchange.movePrice(SPOT!, { fixed });
  };
  return { exchange, clock, order, moveTo, usdt: exchange.marginWallet.of('USDT') };
}

describe('perpetual contracts', () => {
  it('are traded in whole steps of contracts, and bind margin by leverage', () => {
    const { exchange, order, usdt } = create();
    exchange.positions.setLeverage(BTC, 5);
    expect(() => order({ amount: 0.005 })).toThrow(new Refusal('bad_amount'));
    const filled = order({});
    const [position] = [...exchange.positions.open.values()];
    expect(position).toMatchObject({ amount: 0.02, leverage: 5, entryPrice: averagePrice(filled) });
    expect(position!.margin).toBeCloseTo(filled.executedValue / 5, 6);
    expect(usdt.free + usdt.locked).toBeCloseTo(1000, 6);
    expect(usdt.locked).toBeCloseTo(position!.margin, 6);
  });

  it('pay the profit of what is closed, on both sides, and turn round', () => {
    const { exchange, order, moveTo, usdt } = create();
    exchange.positions.setLeverage(BTC, 2);
    const entry = averagePrice(order({ side: 'sell' }));
    moveTo(45_000);
    const closed = order({ side: 'buy', amount: 0.03 });
    const profit = (entry - averagePrice(closed)) * 0.02;
    expect(closed.fills.reduce((sum, { realizedProfit }) => sum + realizedProfit, 0)).toBeCloseTo(profit, 6);
    expect(usdt.free + usdt.locked).toBeCloseTo(1000 + profit, 6);
    expect([...exchange.positions.open.values()]).toMatchObject([{ amount: 0.01 }]);
  });

  it('are only reduced by an order that reduces', () => {
    const { exchange, order } = create();
    exchange.positions.setLeverage(BTC, 5);
    expect(() => order({ side: 'sell', isReduceOnly: true })).toThrow(new Refusal('nothing_to_reduce'));
    order({});
    const sold = order({ side: 'sell', amount: 0.05, isReduceOnly: true });
    expect(sold).toMatchObject({ executed: 0.02, status: 'expired' });
    expect(exchange.positions.open.size).toBe(0);
  });

  it('pay funding at its hours, from longs to shorts', () => {
    const { exchange, clock, order, usdt } = create();
    order({ amount: 0.01 });
    const before = usdt.free;
    clock.now = Math.ceil(START / FUNDING_MS) * FUNDING_MS + 1000;
    exchange.match();
    expect(exchange.positions.payments).toMatchObject([{ amount: -0.01 * 50_000 * FUNDING_RATE, time: clock.now - 1000 }]);
    expect(usdt.free - before).toBeCloseTo(-0.01 * 50_000 * FUNDING_RATE, 8);
  });

  it('are closed by the exchange at the price of liquidation, which leaves what must be left of the margin', () => {
    const { exchange, order, moveTo } = create();
    exchange.positions.setLeverage(BTC, 10);
    exchange.positions.setMarginMode(BTC, 'isolated');
    order({});
    const position = exchange.positions.open.get(BTC.id)!;
    const price = exchange.positions.liquidationPrice(position);
    const left = position.margin + (price - position.entryPrice) * position.amount;
    expect(left).toBeCloseTo(price * position.amount * MAINTENANCE_RATIO, 6);
    moveTo(Math.ceil(price) + 1);
    expect(exchange.positions.open.size).toBe(1);
    moveTo(Math.floor(price) - 1);
    expect(exchange.positions.open.size).toBe(0);
    expect(exchange.orders.at(-1)).toMatchObject({ isLiquidation: true, status: 'filled', side: 'sell' });
  });

  it('refuse another margin mode while they are held', () => {
    const { exchange, order } = create();
    order({ amount: 0.01 });
    expect(() => exchange.positions.setMarginMode(BTC, 'isolated')).toThrow(new Refusal('position_in_the_way'));
    expect(() => exchange.positions.setLeverage(BTC, 1000)).toThrow(new Refusal('bad_leverage'));
  });
});

describe('stops in a book of their own', () => {
  const stop = (price: number, more: { clientId?: string } = {}) =>
    ({
      symbol: BTC,
      side: 'sell',
      type: 'market',
      amount: 0.01,
      isReduceOnly: true,
      trigger: { price, direction: 'below' },
      ...more,
    }) as const;

  it('place an order of another number when the price comes', () => {
    const { exchange, order, moveTo } = create();
    order({ amount: 0.01 });
    const conditional = exchange.placeConditional(stop(48_000, { clientId: 'mine' }));
    expect(exchange.openOrders(null)).toHaveLength(0);
    moveTo(48_001);
    expect(conditional.status).toBe('waiting');
    moveTo(48_000);
    expect(conditional).toMatchObject({ status: 'fired', order: { status: 'filled', executed: 0.01 } });
    expect(conditional.order!.id).not.toBe(conditional.id);
    expect(() => exchange.cancelConditional(conditional)).toThrow(new Refusal('order_is_closed'));
  });

  it('fail when there is nothing left to reduce, end when their time is over, and are not placed twice', () => {
    const { exchange, clock, moveTo } = create();
    const failing = exchange.placeConditional(stop(48_000));
    const short = exchange.placeConditional(stop(40_000, { clientId: 'a' }), 24 * 3_600_000);
    expect(() => exchange.placeConditional(stop(41_000, { clientId: 'a' }))).toThrow(new Refusal('client_id_in_use'));
    moveTo(47_000);
    expect(failing.status).toBe('failed');
    clock.now += 24 * 3_600_000;
    exchange.match();
    expect(short.status).toBe('expired');
  });
});
