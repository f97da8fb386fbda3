import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CcxtOptions, CcxtVenue } from '../../src/exchange/ccxt/ccxt-exchange.ts';
import { loadCcxtClass } from '../../src/exchange/ccxt/load.ts';
import { InsufficientFundsError, OrderOutcomeUnknown } from '../../src/exchange/errors.ts';
import type { ExchangePush } from '../../src/exchange/ports/pushes.ts';
import type { OrderRequest } from '../../src/exchange/ports/trading.ts';
import type { Dialect } from '../../src/simulator/dialects/dialect.ts';
import type { Order } from '../../src/simulator/engine/order.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { openDialect } from '../fakes/dialect-venue.ts';

const HOUR_MS = 3_600_000;

/** Requests and answers of orders that never end; those whose name ends in "before" have no order. */
const SILENT = ['hang_before', 'hang_after', 'stall_body'] as const;
/** What else may become of them. */
const LOST: readonly Partial<Fault>[] = [
  { kind: 'drop_before' },
  { kind: 'drop_after' },
  { kind: 'empty_after' },
  { kind: 'http_before', status: 503 },
  { kind: 'http_after', status: 502 },
  { kind: 'http_after', status: 504 },
];

interface Losing {
  readonly simulator: Simulator;
  readonly patient: CcxtVenue;
  readonly hasty: CcxtVenue;
  readonly fault: Partial<Fault>;
}

/** Everything the bot asks of an exchange, through unchanged ccxt, in one dialect of the simulator; its ledger is the judge. */
export function dialectSuite(dialect: Dialect): void {
  const isOfContracts = dialect.contractsOnlyIn !== undefined;
  const PAIR = isOfContracts ? 'BTC/USD:USD' : 'BTC/USDT';
  const OTHER = isOfContracts ? 'ETH/USD:USD' : 'ETH/USDT';

  describe(`the exchange through ccxt, in the dialect of ${dialect.name}`, () => {
    let simulator: Simulator;
    let venue: CcxtVenue;
    let number = 0;

    const open = (more: Partial<CcxtOptions>) => openDialect(simulator, dialect, more);
    beforeEach(async () => {
      simulator = await startSimulator({ dialect, seed: 'conformance', balances: { USDT: 100_000, BTC: 1 } });
      venue = await open({});
    });
    afterEach(async () => {
      await venue.close();
      await simulator.close();
    });

    const engine = () => simulator.exchange;
    const btc = () => engine().symbol(isOfContracts ? 'BTCUSDT.P' : 'BTCUSDT');
    const price = () => engine().price(btc());
    const request = (more: Partial<OrderRequest> = {}): OrderRequest => ({
      clientOrderId: `ftts-e-${String(++number).padStart(24, '0')}`,
      pair: PAIR,
      side: 'buy',
      orderType: 'limit',
      amount: 0.01,
      rate: Math.round(price() * 0.9),
      timeInForce: 'GTC',
      ...more,
    });

    it('tells markets, books, tickers and candles, those of more than one page without a gap', async () => {
      const markets = await venue.market.markets();
      expect([...markets.keys()].sort()).toContain(PAIR);
      const book = await venue.market.orderBook(PAIR, 5);
      expect(book.bids[0]![0]).toBeLessThan(book.asks[0]![0]);
      expect((await venue.market.tickers([PAIR])).get(PAIR)!.last).toBeGreaterThan(0);
      const rows = await venue.market.candles(PAIR, '1h', null, 1500);
      expect(rows.length).toBeGreaterThanOrEqual(Math.min(1500, dialect.candlesKept ?? 1500));
      const first = rows[0]![0];
      // the last one is still running
      for (const [index, [at, open, high, low, close]] of rows.slice(0, -1).entries()) {
        const bar = engine().bar(btc(), at, at + HOUR_MS)!;
        expect([at, open, high, low, close]).toEqual([first + index * HOUR_MS, bar.open, bar.high, bar.low, bar.close]);
      }
    });

    it('finds an order by both ids while it rests and when it is cancelled, and one it never had not at all', async () => {
      const wanted = request();
      expect(await venue.trading.findOrder({ clientOrderId: wanted.clientOrderId }, PAIR)).toBeNull();
      const { orderId } = await venue.trading.placeOrder(wanted);
      for (const key of [{ orderId }, { clientOrderId: wanted.clientOrderId }]) {
        expect(await venue.trading.findOrder(key, PAIR)).toMatchObject({ orderId, status: 'open', filled: 0, amount: 0.01 });
      }
      await venue.trading.cancelOrder(orderId, PAIR);
      for (const key of [{ orderId }, { clientOrderId: wanted.clientOrderId }]) {
        expect(await venue.trading.findOrder(key, PAIR)).toMatchObject({ orderId, status: 'canceled', filled: 0 });
      }
      expect(engine().orders).toMatchObject([{ status: 'cancelled', side: 'buy', amount: 0.01, price: wanted.rate }]);
      await expect(venue.trading.cancelOrder(orderId, PAIR)).rejects.toThrow();
    });

    it.each(['buy', 'sell'] as const)('fills a market order to %s by the amount that was wanted', async (side) => {
      const wanted = request({ side, orderType: 'market', rate: price() });
      const { orderId } = await venue.trading.placeOrder(wanted);
      const found = await venue.trading.findOrder({ clientOrderId: wanted.clientOrderId }, PAIR);
      const [order] = engine().orders;
      expect(order!.side).toBe(side);
      // where there are no market orders it is a limit far away that does not rest
      expect(order!.type === 'market' || order!.timeInForce === 'IOC').toBe(true);
      expect(order!.executed).toBeGreaterThan(0.0099);
      expect(order!.executed).toBeLessThanOrEqual(0.01);
      expect(found).toMatchObject({ orderId, status: 'closed', filled: order!.executed });
      expect(found!.average).toBeCloseTo(order!.executedValue / order!.executed, 6);
    });

    it('tells how much of an order is filled, and keeps that part when it is cancelled', async () => {
      engine().movePrice(btc(), { fixed: 50_000 });
      engine().market.setLevelValue(btc(), 100);
      const wanted = request({ amount: 0.5, rate: 50_000 });
      const { orderId } = await venue.trading.placeOrder(wanted);
      engine().movePrice(btc(), { fixed: 51_000 });
      const { executed } = engine().orders[0]!;
      expect(executed).toBeGreaterThan(0);
      expect(await venue.trading.findOrder({ orderId }, PAIR)).toMatchObject({ status: 'open', filled: executed });
      await venue.trading.cancelOrder(orderId, PAIR);
      expect(await venue.trading.findOrder({ clientOrderId: wanted.clientOrderId }, PAIR)).toMatchObject({
        status: 'canceled',
        filled: executed,
      });
    });

    it('tells by fills alone what an order has brought, and of one that has none that it has none', async () => {
      const at = Date.now() - 60_000;
      const wanted = request({ side: 'sell', orderType: 'market', rate: price() });
      const { orderId } = await venue.trading.placeOrder(wanted);
      const part = await venue.trading.placeOrder(request());
      const nothing = await venue.trading.placeOrder(request({ rate: Math.round(price() * 0.8) }));
      engine().fillOpen(engine().orders[1]!, 0.5);
      const found = await venue.trading.findOrder({ orderId }, PAIR);
      const by = (id: string) => venue.trading.filledOf({ orderId: id, at, amount: 0.01 }, PAIR);
      const { status, filled, average, fees } = (await by(orderId))!;
      expect({ status, filled }).toEqual({ status: 'closed', filled: found!.filled });
      expect(average).toBeCloseTo(found!.average!, 6);
      expect(fees.map(({ currency }) => currency)).toEqual(found!.fees.map(({ currency }) => currency));
      expect(await by(part.orderId)).toMatchObject({ status: 'canceled', filled: 0.005, amount: 0.01 });
      expect(await by(nothing.orderId)).toBeNull();
    });

    it('finds orders by both ids long after they ended', async () => {
      const since = Date.now() - 601_000;
      const filled = request({ side: 'sell', orderType: 'market', rate: price() });
      const cancelled = request();
      const ids = [(await venue.trading.placeOrder(filled)).orderId, (await venue.trading.placeOrder(cancelled)).orderId];
      engine().fillOpen(engine().orders[1]!, 0.5);
      await venue.trading.cancelOrder(ids[1]!, PAIR);
      for (const [index, order] of engine().orders.entries()) aged(order, 600_000 - 1000 * index);
      for (const key of [{ orderId: ids[0]! }, { clientOrderId: filled.clientOrderId }]) {
        expect(await venue.trading.findOrder(key, PAIR)).toMatchObject({ orderId: ids[0], status: 'closed', filled: 0.01 });
      }
      for (const key of [{ orderId: ids[1]! }, { clientOrderId: cancelled.clientOrderId }]) {
        expect(await venue.trading.findOrder(key, PAIR)).toMatchObject({ orderId: ids[1], status: 'canceled', filled: 0.005 });
      }
      const listed = await venue.trading.ordersSince(PAIR, since);
      expect(listed.map(({ update }) => [update.orderId, update.status, update.filled])).toEqual([
        [ids[0], 'closed', 0.01],
        [ids[1], 'canceled', 0.005],
      ]);
    });

    it('tells balances, and all orders since a moment', async () => {
      const since = Date.now() - 1000;
      const resting = request();
      await venue.trading.placeOrder(resting);
      const taken = request({ orderType: 'market', side: 'sell', rate: price() });
      await venue.trading.placeOrder(taken);
      const balances = await venue.trading.balances();
      // contracts are settled in dollars
      for (const [coin, { free, locked }] of isOfContracts
        ? ([['USD', engine().marginWallet.of('USDT')]] as const)
        : (['USDT', 'BTC'] as const).map((each) => [each, engine().wallet.of(each)] as const)) {
        expect(balances.get(coin)!.total).toBeCloseTo(free + locked, 6);
        // what positions gain is margin, too
        expect(Math.abs(balances.get(coin)!.free - free)).toBeLessThan(isOfContracts ? 60 : 1e-6);
        expect(Math.abs(balances.get(coin)!.used - locked)).toBeLessThan(isOfContracts ? 60 : 1e-6);
      }
      const found = await venue.trading.ordersSince(PAIR, since);
      expect(found.map(({ side, update }) => [side, update.status])).toEqual([
        ['buy', 'open'],
        ['sell', 'closed'],
      ]);
    });

    it.each(LOST)('an order whose answer is lost ($kind $status) is unknown, and its client id tells the truth', async (fault) => {
      await loses({ simulator, patient: venue, hasty: await open({}), fault });
    });

    it(`an order whose answer never comes (${SILENT.join(', ')}) is unknown, and its client id tells the truth`, async () => {
      // each on an exchange of its own, so that they are waited for at the same time
      const lose = async (kind: (typeof SILENT)[number]) => {
        const own = await startSimulator({ dialect, seed: 'conformance', balances: { USDT: 100_000, BTC: 1 } });
        const patient = await openDialect(own, dialect);
        try {
          await loses({ simulator: own, patient, hasty: await openDialect(own, dialect, { deadlineMs: 1500 }), fault: { kind } });
        } finally {
          await patient.close();
          await own.close();
        }
      };
      await Promise.all(SILENT.map(lose));
    });

    /** @param hasty whose order it is; closed then */
    async function loses({ simulator, patient, hasty, fault }: Losing): Promise<void> {
      const wanted = request();
      simulator.faults.arm({ ...fault, match: dialect.orderCall });
      await expect(hasty.trading.placeOrder(wanted), fault.kind).rejects.toThrow(OrderOutcomeUnknown);
      await hasty.close();
      const { orders } = simulator.exchange;
      const isPlaced = !fault.kind!.endsWith('_before');
      expect(orders, fault.kind).toHaveLength(isPlaced ? 1 : 0);
      const found = await patient.trading.findOrder({ clientOrderId: wanted.clientOrderId }, PAIR);
      if (isPlaced) expect(found, fault.kind).toMatchObject({ orderId: dialect.orderId(orders[0]!.id), status: 'open' });
      else expect(found, fault.kind).toBeNull();
    }

    it('is reached by a machine whose clock is ten minutes off', async () => {
      await venue.close();
      await simulator.close();
      simulator = await startSimulator({ dialect, seed: 'conformance', balances: { USDT: 100_000 }, now: () => Date.now() + 600_000 });
      venue = await open({ enableStreams: true });
      const wanted = request();
      const { orderId } = await venue.trading.placeOrder(wanted);
      expect(await venue.trading.findOrder({ clientOrderId: wanted.clientOrderId }, PAIR)).toMatchObject({ orderId, status: 'open' });
      const heard: ExchangePush[] = [];
      venue.pushes.watch([PAIR], '1m', (push) => heard.push(push));
      await told(heard, async () => {
        await venue.trading.placeOrder(request());
        engine().fillOpen(engine().orders.at(-1)!, 1);
      });
    });

    it('is reached while the clocks drift apart', async () => {
      await venue.close();
      await simulator.close();
      let drift = 0;
      simulator = await startSimulator({ dialect, seed: 'conformance', balances: { USDT: 100_000 }, now: () => Date.now() + drift });
      venue = await open({});
      await venue.trading.balances();
      drift = 600_000;
      expect(await venue.trading.balances()).not.toEqual({});
      drift = 1_200_000;
      // where only orders are bound to a time, the first that comes too late is what tells
      await venue.trading.placeOrder(request()).catch((error) => expect(String(error)).toMatch(/expired/i));
      const { orderId } = await venue.trading.placeOrder(request());
      expect(await venue.trading.findOrder({ orderId }, PAIR)).toMatchObject({ orderId, status: 'open' });
    });

    it.each(['empty_after', 'page_after'] as const)('takes an answer of no orders (%s) for no answer', async (kind) => {
      const wanted = request();
      const { orderId } = await venue.trading.placeOrder(wanted);
      // what is asked first at all, such as the time
      await venue.trading.balances();
      const asked = [
        () => venue.trading.findOrder({ orderId }, PAIR),
        () => venue.trading.findOrder({ clientOrderId: wanted.clientOrderId }, PAIR),
        () => venue.trading.ordersSince(PAIR, Date.now() - 60_000),
      ];
      for (const ask of asked) {
        simulator.faults.arm({ kind, match: '.', count: 9 });
        await expect(ask()).rejects.toThrow(/in place of JSON/);
        simulator.faults.clear();
      }
    });

    it('refuses what it has no money for, by name', async () => {
      await expect(venue.trading.placeOrder(request({ amount: 5 }))).rejects.toThrow(InsufficientFundsError);
      expect(engine().orders).toHaveLength(0);
    });

    it('pushes prices and what becomes of our orders', async () => {
      const heard: ExchangePush[] = [];
      const streaming = await open({ enableStreams: true });
      try {
        streaming.pushes.watch([OTHER], '1m', (push) => heard.push(push));
        await heardOf(heard, 'ticker');
        // a pair that joins later is heard, too
        heard.length = 0;
        streaming.pushes.watch([PAIR, OTHER], '1m', (push) => push.pair === PAIR && heard.push(push));
        await heardOf(heard, 'ticker');
        const Class = await loadCcxtClass(dialect.name);
        if (new Class({}).has['watchOHLCV'] === true) await heardOf(heard, 'candle');
        // the account's stream tells nothing of what it is there for until something happens
        const order = await told(heard, async () => {
          await streaming.trading.placeOrder(isOfContracts ? request() : request({ orderType: 'market', rate: price() }));
          // Kraken's contracts tell of orders that have rested only
          if (isOfContracts) engine().fillOpen(engine().orders.at(-1)!, 1);
        });
        expect(order).toMatchObject({ pair: PAIR, update: { status: 'closed' } });
        // of every part all that is filled until then, not the last part alone
        const wanted = request();
        const { orderId } = await streaming.trading.placeOrder(wanted);
        const resting = engine().orders.at(-1)!;
        const parts = () => heard.flatMap((push) => (push.kind === 'order' && push.update.orderId === orderId ? [push.update.filled] : []));
        for (const executed of [0.005, 0.0075]) {
          engine().fillOpen(resting, 0.5);
          expect(resting.executed).toBe(executed);
          await until(
            () => parts().includes(executed),
            () => `Nothing was heard of ${executed}, but of ${parts()}.`,
          );
        }
        expect(parts()).toEqual(parts().toSorted((a, b) => a - b));
        // what happens in one moment comes in one packet
        for (let count = 0; count < 3; count++) await streaming.trading.placeOrder(request());
        const [filled, cut, untouched] = engine().orders.slice(-3) as [Order, Order, Order];
        for (const ratio of [0.25, 0.5, 1]) engine().fillOpen(filled, ratio);
        engine().fillOpen(cut, 0.5);
        for (const order of [untouched, cut, resting]) engine().cancel(order);
        const lastOf = ({ id }: Order) => {
          const last = heard.findLast((push) => push.kind === 'order' && push.update.orderId === dialect.orderId(id));
          return last?.kind === 'order' ? `${last.pair} ${last.update.status} ${last.update.filled}` : 'nothing';
        };
        const ends = () => [filled, cut, untouched, resting].map(lastOf);
        const expected = ['closed 0.01', 'canceled 0.005', 'canceled 0', 'canceled 0.0075'].map((end) => `${PAIR} ${end}`);
        await until(
          () => ends().join() === expected.join(),
          () => `Of ${expected.join(', ')} was heard: ${ends().join(', ')}.`,
        );
      } finally {
        await streaming.close();
      }
    });
  });
}

/** Makes an order, and what was filled of it, older. @param by ms */
function aged(order: Order, by: number): void {
  Object.assign(order, { time: order.time - by, updateTime: order.updateTime - by });
  for (const fill of order.fills) Object.assign(fill, { time: fill.time - by });
}

async function heardOf(heard: readonly ExchangePush[], kind: ExchangePush['kind']): Promise<void> {
  await until(
    () => heard.some((push) => push.kind === kind),
    () => `Nothing was heard of ${kind}, but of ${heard.length} other pushes.`,
  );
}

/** @param failure what is wrong where it never comes */
async function until(isSo: () => boolean, failure: () => string): Promise<void> {
  const end = Date.now() + 20_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(failure());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Places orders until the stream, which may still be opening, tells that one is filled. */
async function told(heard: readonly ExchangePush[], place: () => Promise<unknown>): Promise<ExchangePush> {
  for (let attempt = 0; attempt < 20; attempt++) {
    await place();
    for (let look = 0; look < 25; look++) {
      const order = heard.find((push) => push.kind === 'order' && push.update.status === 'closed');
      if (order !== undefined) return order;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error('The stream told of no order.');
}
