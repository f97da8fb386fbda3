import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Exchange } from './exchange.ts';
import type { NewOrder } from './order.ts';
import { PriceSource, TICK_MS } from './price.ts';
import { Refusal } from './refusal.ts';
import { DEFAULT_SYMBOLS, symbolsFor } from './symbol.ts';

const START = Date.UTC(2026, 5, 1);
const [BTC] = DEFAULT_SYMBOLS;

function create(now = START): { exchange: Exchange; clock: { now: number } } {
  const clock = { now };
  const exchange = new Exchange({
    seed: 's',
    symbols: symbolsFor(['BTC/USDT', 'XRP/USDT']),
    balances: { USDT: 10_000, BTC: 1 },
    fee: 0.001,
    now: () => clock.now,
  });
  return { exchange, clock };
}

describe('prices', () => {
  it('are a pure function of seed, pair and time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.constantFrom(...DEFAULT_SYMBOLS), (offset, symbol) => {
        const at = START + offset * 250;
        const first = new PriceSource(symbol, 'a');
        const second = new PriceSource(symbol, 'a');
        expect(first.priceAt(at)).toBe(second.priceAt(at));
      }),
      { numRuns: 50 },
    );
    expect(new PriceSource(BTC!, 'a').priceAt(START)).not.toBe(new PriceSource(BTC!, 'b').priceAt(START));
  });

  it('stay within the candle, and candles of any length are made of the same minutes', () => {
    for (const symbol of DEFAULT_SYMBOLS.slice(0, 7)) {
      const source = new PriceSource(symbol, 'a');
      const far = START + 1e9;
      const hour = source.bar(START, START + 3_600_000, far)!;
      let high = 0;
      let low = Number.POSITIVE_INFINITY;
      for (let minute = 0; minute < 60; minute++) {
        const bar = source.bar(START + minute * 60_000, START + (minute + 1) * 60_000, far)!;
        high = Math.max(high, bar.high);
        low = Math.min(low, bar.low);
        for (let tick = 0; tick < 240; tick++) {
          const price = source.priceAt(START + minute * 60_000 + tick * TICK_MS);
          expect(price).toBeLessThanOrEqual(bar.high);
          expect(price).toBeGreaterThanOrEqual(bar.low);
        }
      }
      expect([hour.high, hour.low]).toEqual([high, low]);
    }
  });

  it('replay recorded candles for two markets', () => {
    expect(DEFAULT_SYMBOLS.filter((symbol) => symbol.recorded !== undefined).map((symbol) => symbol.base)).toEqual(['XRP', 'LTC']);
  });
});

describe('orders', () => {
  const buy = (amount: number, price?: number): NewOrder => ({
    symbol: BTC!,
    side: 'buy',
    type: price === undefined ? 'market' : 'limit',
    amount,
    price,
  });

  it('fill at prices the market had', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            wait: fc.integer({ min: 1, max: 400 }),
            isBuy: fc.boolean(),
            size: fc.integer({ min: 20, max: 40_000 }),
            offset: fc.integer({ min: -40, max: 40 }),
          }),
          { maxLength: 12 },
        ),
        (steps) => {
          const { exchange, clock } = create();
          const symbol = exchange.symbol('BTCUSDT');
          for (const { wait, isBuy, size, offset } of steps) {
            clock.now += wait * 250;
            const price = Math.round(exchange.price(symbol) * (1 + offset / 10_000) * 100) / 100;
            try {
              exchange.place({ symbol, side: isBuy ? 'buy' : 'sell', type: 'limit', amount: size / 100_000, price });
            } catch (error) {
              if (!(error instanceof Refusal)) throw error;
            }
          }
          clock.now += 60_000;
          exchange.match();
          for (const order of exchange.orders) {
            for (const fill of order.fills) {
              const start = Math.floor(fill.time / 60_000) * 60_000;
              const bar = exchange.bar(symbol, start, start + 60_000)!;
              expect(fill.price).toBeLessThanOrEqual(bar.high);
              expect(fill.price).toBeGreaterThanOrEqual(bar.low);
              if (order.side === 'buy') expect(fill.price).toBeLessThanOrEqual(order.price);
              else expect(fill.price).toBeGreaterThanOrEqual(order.price);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keep the books: nothing is made, nothing is lost but fees', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 20, max: 20_000 })), { maxLength: 10 }), (steps) => {
        const { exchange, clock } = create();
        for (const [isBuy, size] of steps) {
          clock.now += 500;
          try {
            exchange.place({ symbol: BTC!, side: isBuy ? 'buy' : 'sell', type: 'market', amount: size / 100_000 });
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
          }
        }
        let usdt = 10_000;
        let btc = 1;
        for (const order of exchange.orders) {
          for (const fill of order.fills) {
            const value = fill.price * fill.amount;
            if (order.side === 'buy') {
              usdt -= value;
              btc += fill.amount - fill.fee;
            } else {
              usdt += value - fill.fee;
              btc -= fill.amount;
            }
          }
        }
        expect(exchange.wallet.balances.get('USDT')!.free).toBeCloseTo(usdt, 5);
        expect(exchange.wallet.balances.get('BTC')!.free).toBeCloseTo(btc, 7);
        for (const balance of exchange.wallet.balances.values()) {
          expect(balance.free).toBeGreaterThanOrEqual(0);
          expect(balance.locked).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lock what they need, free it when cancelled', () => {
    const { exchange } = create();
    const order = exchange.place(buy(0.01, 40_000));
    expect(exchange.wallet.balances.get('USDT')).toEqual({ free: 9600, locked: 400 });
    exchange.cancel(order);
    expect(exchange.wallet.balances.get('USDT')).toEqual({ free: 10_000, locked: 0 });
  });

  it.each([
    ['too fine an amount', buy(0.0000001), 'bad_amount'],
    ['too fine a price', buy(0.01, 50_000.001), 'bad_price'],
    ['too little value', buy(0.00005), 'too_little_value'],
    ['more than there is', buy(5), 'too_little_balance'],
  ])('refuse %s', (_name, request, reason) => {
    expect(() => create().exchange.place(request)).toThrow(reason);
  });

  it('refuse the same client order id twice while the first is open', () => {
    const { exchange } = create();
    exchange.place({ ...buy(0.01, 40_000), clientId: 'x' });
    expect(() => exchange.place({ ...buy(0.01, 40_000), clientId: 'x' })).toThrow('client_id_in_use');
  });

  it('trigger a stop-loss-limit when its price is touched', () => {
    const { exchange, clock } = create();
    const symbol = exchange.symbol('BTCUSDT');
    const price = exchange.price(symbol);
    const stop = Math.round(price * 0.99 * 100) / 100;
    const limit = Math.round(price * 0.97 * 100) / 100;
    const order = exchange.place({
      symbol,
      side: 'sell',
      type: 'limit',
      amount: 0.01,
      price: limit,
      trigger: { price: stop, direction: 'below' },
    });
    expect(order.isTriggered).toBe(false);
    clock.now += 250;
    exchange.movePrice(symbol, { factor: 0.985 });
    clock.now += 500;
    exchange.match();
    expect(order.status).toBe('filled');
  });
});
