import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { timeframeMs } from '../../src/core/market/timeframe.ts';
import type { OrderUpdate } from '../../src/core/trade/apply-order-update.ts';
import {
  type DDosProtection,
  ExchangeError,
  InsufficientFundsError,
  OperationalException,
  OrderOutcomeUnknown,
  OrderRejected,
  TemporaryError,
} from '../../src/exchange/errors.ts';
import type { OpenExchange } from '../../src/exchange/port.ts';
import type { ExchangePush } from '../../src/exchange/ports/pushes.ts';
import type { OrderRequest } from '../../src/exchange/ports/trading.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';

const PAIR = 'BTC/USDT';
const OTHER = 'ETH/USDT';
const PERPETUAL = 'BTC/USDT:USDT';
const HOUR = 3_600_000;

/** An adapter of the exchange's ports, over an exchange that speaks HTTP. */
export interface ExchangeUnderTest {
  readonly name: string;
  /** Whether orders are the other side's, with its money, errors and lists, or simulated here. */
  readonly isRemote: boolean;
  /** @param key of the account; the right one where left out */
  open(simulator: Simulator, options?: { isFutures?: boolean; hasStreams?: boolean; key?: string }): Promise<OpenExchange>;
}

/** What every exchange must do for a bot, port by port: every member, every kind of error, order, and that nothing exists twice. */
export function exchangeConformance(tested: ExchangeUnderTest): void {
  describe(`an exchange: ${tested.name}`, () => {
    let simulator: Simulator;
    let exchange: OpenExchange;
    let number = 0;

    beforeEach(async () => {
      simulator = await startSimulator({ seed: 'conformance', balances: { USDT: 100_000, BTC: 1 }, perpetuals: true });
      exchange = await tested.open(simulator);
      await exchange.market.markets();
    });
    afterEach(async () => {
      await exchange.close();
      await simulator.close();
    });

    const price = () => simulator.exchange.price(simulator.exchange.symbol('BTCUSDT'));
    const move = (fixed: number) => simulator.exchange.movePrice(simulator.exchange.symbol('BTCUSDT'), { fixed });
    const whole = (factor: number) => Math.round(price() * factor);
    const request = (changes: Partial<OrderRequest> = {}): OrderRequest => ({
      clientOrderId: `ftts-e-${String(++number).padStart(24, '0')}`,
      pair: PAIR,
      side: 'buy',
      orderType: 'limit',
      amount: 0.01,
      rate: whole(0.9),
      timeInForce: 'GTC',
      ...changes,
    });
    const failure = (promise: Promise<unknown>): Promise<unknown> =>
      promise.then(
        () => 'nothing was thrown',
        (error: unknown) => error,
      );

    describe('market data', () => {
      it('are markets by their pair, remembered until they are asked for anew', async () => {
        const markets = await exchange.market.markets();
        expect(markets.get(PAIR)).toMatchObject({ pair: PAIR, base: 'BTC', quote: 'USDT', isActive: true, isSpot: true, isSwap: false });
        for (const [pair, market] of markets) expect(market.pair).toBe(pair);
        simulator.faults.arm({ kind: 'http_before', status: 503, match: 'GET /api/v3/exchangeInfo', count: 1 });
        expect([...(await exchange.market.markets()).keys()]).toEqual([...markets.keys()]);
        expect(await failure(exchange.market.markets(true))).toBeInstanceOf(TemporaryError);
        expect([...(await exchange.market.markets(true)).keys()]).toEqual([...markets.keys()]);
      });

      it("are the exchange's own words of a market, and none of one that it does not have", async () => {
        expect(exchange.market.marketInformation(PAIR)).toMatchObject({ symbol: PAIR, info: { symbol: 'BTCUSDT' } });
        expect(exchange.market.marketInformation('NO/SUCH')).toBeNull();
      });

      it('are candles, oldest first and without a gap, the running one last', async () => {
        const length = timeframeMs('5m');
        const latest = await exchange.market.candles(PAIR, '5m', null, 40);
        expect(latest).toHaveLength(40);
        for (const [index, [at, open, high, low, close, volume]] of latest.entries()) {
          expect(at).toBe(latest[0]![0] + index * length);
          expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
          expect(low).toBeLessThanOrEqual(Math.min(open, close));
          expect(volume).toBeGreaterThanOrEqual(0);
        }
        expect(Date.now() - latest.at(-1)![0]).toBeLessThan(2 * length);
        const since = latest[10]![0];
        const some = await exchange.market.candles(PAIR, '5m', since, 7);
        expect(some.map(([at]) => at)).toEqual(Array.from({ length: 7 }, (_one, index) => since + index * length));
      });

      it('are an order book, the best first on both sides', async () => {
        const { bids, asks } = await exchange.market.orderBook(PAIR, 5);
        for (const [side, sign] of [
          [bids, -1],
          [asks, 1],
        ] as const) {
          expect(side.length).toBeGreaterThanOrEqual(5);
          const rates = side.map(([rate]) => rate);
          expect(rates).toEqual(rates.toSorted((a, b) => sign * (a - b)));
          for (const [, amount] of side) expect(amount).toBeGreaterThan(0);
        }
        expect(bids[0]![0]).toBeLessThan(asks[0]![0]);
      });

      it('are tickers of the pairs that are asked for, and days of all', async () => {
        const tickers = await exchange.market.tickers([PAIR, OTHER]);
        expect([...tickers.keys()].toSorted()).toEqual([PAIR, OTHER]);
        for (const { bid, ask, last } of tickers.values()) {
          expect(bid).toBeGreaterThan(0);
          expect(ask!).toBeGreaterThan(bid!);
          expect(last).toBeGreaterThan(0);
        }
        const days = await exchange.market.dayTickers();
        const spot = [...(await exchange.market.markets()).values()].filter(({ isSpot }) => isSpot).map(({ pair }) => pair);
        expect([...days.keys()]).toEqual(expect.arrayContaining(spot));
        expect(days.get(PAIR)!.quoteVolume).toBeGreaterThan(0);
        expect(Number.isFinite(days.get(PAIR)!.percentage)).toBe(true);
      });

      it('are a quote, which has one rate where trades are real', () => {
        expect(exchange.market.quote(PAIR, 5, 7)).toEqual({ at: 7, rate: 5, high: 5, low: 5, close: 5 });
      });

      it('that can not be had are an error of their kind', async () => {
        const ask = () => exchange.market.orderBook(PAIR, 5);
        expect(await failure(exchange.market.candles('NO/SUCH', '5m', null, 5))).toBeInstanceOf(ExchangeError);
        simulator.faults.arm({ kind: 'http_before', status: 503, match: 'GET /api/v3/depth', count: 1 });
        expect(await failure(ask())).toMatchObject({ code: 'TEMPORARY_ERROR', isRetryable: true });
        simulator.faults.arm({ kind: 'drop_before', match: 'GET /api/v3/depth', count: 1 });
        expect(await failure(ask())).toBeInstanceOf(TemporaryError);
        simulator.faults.arm({ kind: 'http_before', status: 429, match: 'GET /api/v3/depth', count: 1 });
        const told = (await failure(ask())) as DDosProtection;
        expect(told).toMatchObject({ code: 'DDOS_PROTECTION', isRetryable: true });
        expect(told.retryAt - Date.now()).toBeGreaterThan(0);
        // nothing is sent before that, whatever it is
        const struck = () => simulator.faults.state().at(-1)!.struck;
        simulator.faults.arm({ kind: 'http_before', status: 503, match: 'GET', count: 9 });
        expect(await failure(exchange.market.tickers([PAIR]))).toMatchObject({ code: 'DDOS_PROTECTION' });
        expect(struck()).toBe(0);
      });
    });

    describe('funding rates', () => {
      it('are those since a moment, rising, per unit of base currency', async () => {
        const futures = await tested.open(simulator, { isFutures: true });
        try {
          await futures.market.markets();
          const since = Date.now() - 36 * HOUR;
          const { time, perUnit } = await futures.fundingRates.funding(PERPETUAL, since);
          expect(time.length).toBeGreaterThanOrEqual(4);
          expect(perUnit).toHaveLength(time.length);
          expect([...time]).toEqual([...time].toSorted((a, b) => a - b));
          expect(time[0]!).toBeGreaterThanOrEqual(since - (since % HOUR));
          expect([...perUnit].every((value) => Number.isFinite(value) && Math.abs(value) < price() * 0.01)).toBe(true);
        } finally {
          await futures.close();
        }
      });
    });

    describe('positions and leverage', () => {
      let futures: OpenExchange;
      beforeEach(async () => {
        futures = await tested.open(simulator, { isFutures: true });
        await futures.market.markets();
      });
      afterEach(() => futures.close());

      it('a position is there as long as it is held, with its side, amount and rate', async () => {
        expect(await futures.positions.open(null)).toEqual([]);
        const wanted = request({ pair: PERPETUAL, side: 'sell', orderType: 'market', rate: price() });
        const { average } = await futures.trading.placeOrder(wanted);
        for (const pair of [null, PERPETUAL]) {
          const [position, ...more] = await futures.positions.open(pair);
          expect(more).toEqual([]);
          expect(position).toMatchObject({ pair: PERPETUAL, side: 'short', amount: 0.01 });
          expect(position!.entryRate! / average!).toBeCloseTo(1, 6);
          if (futures.positions.tellsLiquidation) expect(position!.liquidationRate!).toBeGreaterThan(average!);
        }
        expect(await futures.positions.open('ETH/USDT:USDT')).toEqual([]);
        await futures.trading.placeOrder(request({ pair: PERPETUAL, orderType: 'market', amount: 0.004, rate: price(), isReducing: true }));
        expect(await futures.positions.open(PERPETUAL)).toMatchObject([{ side: 'short', amount: 0.006 }]);
        await futures.trading.placeOrder(request({ pair: PERPETUAL, orderType: 'market', amount: 0.006, rate: price(), isReducing: true }));
        expect(await futures.positions.open(null)).toEqual([]);
      });

      it('a pair is set up, as often as it is asked for; what it takes rises', async () => {
        expect(await futures.leverage.obstacles()).toEqual([]);
        for (const leverage of [3, 3, 10]) await futures.leverage.prepare({ pair: PERPETUAL, side: 'long', leverage });
        if (tested.isRemote) expect(simulator.exchange.positions.leverage(simulator.exchange.symbol('BTCUSDT.P'))).toBe(10);
        const tiers = await futures.leverage.tiers(PERPETUAL);
        expect(tiers.map(({ minNotional }) => minNotional)).toEqual(tiers.map(({ minNotional }) => minNotional).toSorted((a, b) => a - b));
        if (tested.isRemote) expect(tiers[0]).toMatchObject({ minNotional: 0, maxLeverage: 100 });
      });

      it('what a position has paid is known to the exchange, or to nobody', async () => {
        await futures.trading.placeOrder(request({ pair: PERPETUAL, orderType: 'market', rate: price() }));
        const since = Date.now() - 1000;
        simulator.exchange.payFunding();
        const paid = await futures.fundingRates.paid(PERPETUAL, since);
        if (tested.isRemote) expect(paid).toBeCloseTo(simulator.exchange.positions.payments[0]!.amount, 6);
        else expect(paid).toBeNull();
      });
    });

    describe('trading', () => {
      const keysOf = (wanted: OrderRequest, { orderId }: OrderUpdate) => [{ orderId }, { clientOrderId: wanted.clientOrderId }];

      it('an order that is not reached rests, is found by both ids, and fills once its price comes', async () => {
        const wanted = request();
        const placed = await exchange.trading.placeOrder(wanted);
        expect(placed).toMatchObject({ status: 'open', amount: 0.01, filled: 0, price: wanted.rate });
        for (const key of keysOf(wanted, placed)) {
          expect(await exchange.trading.findOrder(key, PAIR)).toMatchObject({ orderId: placed.orderId, status: 'open', filled: 0 });
        }
        move(wanted.rate - 50);
        for (const key of keysOf(wanted, placed)) {
          const found = await exchange.trading.findOrder(key, PAIR);
          expect(found).toMatchObject({ orderId: placed.orderId, status: 'closed', filled: 0.01 });
          expect(found!.average!).toBeLessThanOrEqual(wanted.rate);
          expect(found!.fees.length).toBeGreaterThan(0);
        }
        // what was told before stays what was told
        expect(placed).toMatchObject({ status: 'open', filled: 0 });
      });

      it.each(['buy', 'sell'] as const)('a market order to %s is filled at once, at about the price, with its fee', async (side) => {
        const wanted = request({ side, orderType: 'market', rate: price() });
        const placed = await exchange.trading.placeOrder(wanted);
        const found = (await exchange.trading.findOrder({ clientOrderId: wanted.clientOrderId }, PAIR))!;
        for (const update of [placed, found]) {
          expect(update).toMatchObject({ orderId: placed.orderId, status: 'closed', filled: 0.01 });
          expect(Math.abs(update.average! / price() - 1)).toBeLessThan(0.01);
        }
        expect(found.cost!).toBeCloseTo(found.average! * 0.01, 2);
        expect(found.fees.reduce((sum, { cost }) => sum + cost, 0)).toBeGreaterThan(0);
      });

      it('a limit beyond the best offer is filled, never worse than it says', async () => {
        for (const [side, factor] of [
          ['buy', 1.02],
          ['sell', 0.98],
        ] as const) {
          const wanted = request({ side, rate: whole(factor) });
          const { status, average } = await exchange.trading.placeOrder(wanted);
          expect(status).toBe('closed');
          const sign = side === 'buy' ? 1 : -1;
          expect(sign * average!).toBeLessThanOrEqual(sign * wanted.rate);
        }
      });

      it.each(['IOC', 'FOK'])('an order that is %s never rests', async (timeInForce) => {
        const wanted = request({ timeInForce });
        const placed = await exchange.trading.placeOrder(wanted);
        const found = await exchange.trading.findOrder({ orderId: placed.orderId }, PAIR);
        for (const update of [placed, found!]) {
          expect(['expired', 'canceled', 'rejected']).toContain(update.status);
          expect(update.filled).toBe(0);
        }
        move(wanted.rate - 50);
        expect(await exchange.trading.findOrder({ orderId: placed.orderId }, PAIR)).toMatchObject({ filled: 0 });
      });

      it('an order that is cancelled stays so, is found as such, and never fills', async () => {
        const wanted = request();
        const placed = await exchange.trading.placeOrder(wanted);
        await exchange.trading.cancelOrder(placed.orderId, PAIR);
        move(wanted.rate - 50);
        for (const key of keysOf(wanted, placed)) {
          expect(await exchange.trading.findOrder(key, PAIR)).toMatchObject({ status: 'canceled', filled: 0 });
        }
        // once more may be refused, and changes nothing
        const again = await failure(exchange.trading.cancelOrder(placed.orderId, PAIR));
        expect(again === 'nothing was thrown' || again instanceof ExchangeError, String(again)).toBe(true);
        expect(await exchange.trading.findOrder({ orderId: placed.orderId }, PAIR)).toMatchObject({ status: 'canceled' });
      });

      it('an order that fills while it is cancelled is what it became', async () => {
        const wanted = request();
        const placed = await exchange.trading.placeOrder(wanted);
        move(wanted.rate - 50);
        const [found] = await Promise.all([
          exchange.trading.findOrder({ orderId: placed.orderId }, PAIR),
          failure(exchange.trading.cancelOrder(placed.orderId, PAIR)),
        ]);
        const last = (await exchange.trading.findOrder({ orderId: placed.orderId }, PAIR))!;
        expect(found!.status === 'open' || found!.status === last.status, `${found!.status}, then ${last.status}`).toBe(true);
        expect(last.filled).toBe(last.status === 'closed' ? 0.01 : 0);
      });

      it('what there is no order of is null, by either id', async () => {
        await exchange.trading.placeOrder(request());
        const absent = request();
        expect(await exchange.trading.findOrder({ clientOrderId: absent.clientOrderId }, PAIR)).toBeNull();
        expect(await exchange.trading.findOrder({ orderId: '987654321' }, PAIR)).toBeNull();
        const error = await failure(exchange.trading.cancelOrder('987654321', PAIR));
        expect(error === 'nothing was thrown' || error instanceof ExchangeError, String(error)).toBe(true);
      });

      it('an order is not placed twice, whoever asks for it again and when', async () => {
        const wanted = request();
        const [first, second] = await Promise.allSettled([exchange.trading.placeOrder(wanted), exchange.trading.placeOrder(wanted)]);
        expect(first.status).toBe('fulfilled');
        expect(second.status === 'rejected' && second.reason).toBeInstanceOf(OrderOutcomeUnknown);
        expect(await failure(exchange.trading.placeOrder(wanted))).toBeInstanceOf(OrderOutcomeUnknown);
        expect(await exchange.trading.findOrder({ clientOrderId: wanted.clientOrderId }, PAIR)).toMatchObject({
          orderId: first.status === 'fulfilled' && first.value.orderId,
        });
        expect(simulator.exchange.orders).toHaveLength(tested.isRemote ? 1 : 0);
      });

      it('an order of a market that is not there is refused, not lost', async () => {
        const error = await failure(exchange.trading.placeOrder(request({ pair: 'NO/SUCH' })));
        expect(error).toBeInstanceOf(OrderRejected);
        expect(error).not.toBeInstanceOf(OrderOutcomeUnknown);
      });

      it('where nobody can be reached nothing is placed, and nothing is told of what was', async () => {
        const { orderId } = await exchange.trading.placeOrder(request());
        await simulator.close();
        expect(await failure(exchange.trading.placeOrder(request()))).toBeInstanceOf(OrderRejected);
        const error = await failure(exchange.trading.findOrder({ orderId }, PAIR));
        expect(error).toBeInstanceOf(ExchangeError);
        expect(error).toMatchObject({ isRetryable: true });
        simulator = await startSimulator();
      });

      it('says how long an order may still be accepted, and what is left of the money', async () => {
        expect(exchange.trading.acceptanceWindowMs).toBeGreaterThanOrEqual(0);
        const balances = await exchange.trading.balances();
        if (!tested.isRemote) expect([exchange.trading.acceptanceWindowMs, balances.size]).toEqual([0, 0]);
        for (const { free, used, total } of balances.values()) expect(free + used).toBeCloseTo(total, 8);
      });

      if (tested.isRemote)
        it('money that an open order binds is used, until it is cancelled', async () => {
          const before = (await exchange.trading.balances()).get('USDT')!;
          const wanted = request();
          const { orderId } = await exchange.trading.placeOrder(wanted);
          const bound = wanted.rate * wanted.amount;
          const during = (await exchange.trading.balances()).get('USDT')!;
          expect(during.used - before.used).toBeCloseTo(bound, 6);
          expect(before.free - during.free).toBeCloseTo(bound, 6);
          await exchange.trading.cancelOrder(orderId, PAIR);
          expect((await exchange.trading.balances()).get('USDT')).toEqual(before);
        });

      if (tested.isRemote)
        it('tells all orders since a moment, by hand too, oldest first', async () => {
          const since = Date.now() - 1000;
          const made = [request(), request({ side: 'sell', orderType: 'market', rate: price() }), request()];
          const ids: string[] = [];
          for (const one of made) ids.push((await exchange.trading.placeOrder(one)).orderId);
          await exchange.trading.cancelOrder(ids[2]!, PAIR);
          const found = await exchange.trading.ordersSince(PAIR, since);
          expect(
            found.map(({ clientOrderId, side, orderType, update }) => [clientOrderId, side, orderType, update.orderId, update.status]),
          ).toEqual([
            [made[0]!.clientOrderId, 'buy', 'limit', ids[0], 'open'],
            [made[1]!.clientOrderId, 'sell', 'market', ids[1], 'closed'],
            [made[2]!.clientOrderId, 'buy', 'limit', ids[2], 'canceled'],
          ]);
          expect(found.map(({ at }) => at)).toEqual(found.map(({ at }) => at).toSorted((a, b) => a - b));
          expect(found[1]!.update.fees.length).toBeGreaterThan(0);
          expect(await exchange.trading.ordersSince(OTHER, since)).toEqual([]);
        });

      if (!tested.isRemote)
        it('knows of no orders by hand, since there are none', async () => {
          await exchange.trading.placeOrder(request());
          expect(await exchange.trading.ordersSince(PAIR, 0)).toEqual([]);
        });

      if (tested.isRemote)
        it('what is refused, lost or forbidden is an error of its kind', async () => {
          expect(await failure(exchange.trading.placeOrder(request({ amount: 50 })))).toBeInstanceOf(InsufficientFundsError);
          expect(await failure(exchange.trading.placeOrder(request({ amount: 0.000_000_1 })))).toBeInstanceOf(OrderRejected);
          expect(simulator.exchange.orders).toEqual([]);
          simulator.faults.arm({ kind: 'http_after', status: 502 });
          const lost = request();
          expect(await failure(exchange.trading.placeOrder(lost))).toBeInstanceOf(OrderOutcomeUnknown);
          expect(await exchange.trading.findOrder({ clientOrderId: lost.clientOrderId }, PAIR)).toMatchObject({ status: 'open' });
          const stranger = await tested.open(simulator, { key: 'not-the-key' });
          try {
            await stranger.market.markets();
            expect(await failure(stranger.trading.balances())).toBeInstanceOf(OperationalException);
            expect(await failure(stranger.trading.placeOrder(request()))).toBeInstanceOf(OrderRejected);
          } finally {
            await stranger.close();
          }
          simulator.faults.arm({ kind: 'http_before', status: 418, match: 'GET /api/v3/account', count: 1 });
          expect(await failure(exchange.trading.balances())).toMatchObject({ code: 'DDOS_PROTECTION' });
          // asked to wait, nothing is sent: so it is refused
          expect(await failure(exchange.trading.placeOrder(request()))).toBeInstanceOf(OrderRejected);
          expect(simulator.exchange.orders).toHaveLength(1);
        });
    });

    describe('pushes', () => {
      it('are of the pairs that are watched last, and end when it is closed', async () => {
        const streaming = await tested.open(simulator, { hasStreams: true });
        await streaming.market.markets();
        const heard: ExchangePush[] = [];
        const heardOf = (kind: ExchangePush['kind'], pair: string) =>
          expect.poll(() => heard.some((push) => push.kind === kind && push.pair === pair), { timeout: 20_000 }).toBe(true);
        streaming.pushes.watch([PAIR], '1m', (push) => heard.push(push));
        await heardOf('ticker', PAIR);
        await heardOf('candle', PAIR);
        expect(heard.filter(({ pair }) => pair !== PAIR)).toEqual([]);
        const late: ExchangePush[] = [];
        streaming.pushes.watch([OTHER], '1m', (push) => late.push(push));
        await expect.poll(() => late.some(({ kind, pair }) => kind === 'ticker' && pair === OTHER), { timeout: 20_000 }).toBe(true);
        expect(late.filter(({ pair }) => pair !== OTHER)).toEqual([]);
        await streaming.close();
        const [before, lateBefore] = [heard.length, late.length];
        move(whole(1.01));
        await new Promise((resolve) => setTimeout(resolve, 300));
        expect([heard.length, late.length]).toEqual([before, lateBefore]);
      });
    });
  });
}
