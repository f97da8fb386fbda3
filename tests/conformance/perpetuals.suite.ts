import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../src/core/must.ts';
import { type CcxtOptions, type CcxtVenue, openCcxtExchange } from '../../src/exchange/ccxt/ccxt-exchange.ts';
import { OrderOutcomeUnknown, OrderRejected } from '../../src/exchange/errors.ts';
import { exchangeFacts } from '../../src/exchange/facts.ts';
import type { OrderRequest } from '../../src/exchange/ports/trading.ts';
import type { Dialect } from '../../src/simulator/dialects/dialect.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';

/** What becomes of the answer to an order that exists. */
const LOST: readonly Partial<Fault>[] = [{ kind: 'drop_after' }, { kind: 'http_after', status: 502 }, { kind: 'empty_after' }];

/** Whose accounts can keep longs and shorts apart, which the bot can't trade on. */
const ONE_SIDED: readonly string[] = ['binance', 'bitget', 'bybit', 'gate'];

/** Everything the bot asks of an exchange's contracts, in one dialect of the simulator; its ledger is the judge. */
export function perpetualsSuite(dialect: Dialect, orderCall: string): void {
  describe(`contracts through ccxt, in the dialect of ${dialect.name}`, () => {
    let simulator: Simulator;
    let venue: CcxtVenue;
    let pair: string;
    let number = 0;

    const open = async (more: Partial<CcxtOptions> = {}): Promise<CcxtVenue> => {
      const { key, secret, passphrase } = simulator.credentials;
      const opened = await openCcxtExchange({
        name: dialect.name,
        apiKey: key,
        secret,
        password: passphrase,
        config: { ...dialect.ccxtConfig(simulator.url, simulator.url.replace('http', 'ws')), enableRateLimit: false },
        tradingMode: 'futures',
        marginMode: 'isolated',
        enableStreams: false,
        now: Date.now,
        ...more,
      });
      await opened.market.markets();
      return opened;
    };
    beforeEach(async () => {
      simulator = await startSimulator({ dialect, seed: 'contracts', balances: { USDT: 100_000 }, perpetuals: true });
      venue = await open();
      pair = must(
        [...(await venue.market.markets()).values()].find(({ base, isSwap }) => isSwap && base === 'BTC')?.pair,
        'a contract on BTC',
      );
    });
    afterEach(async () => {
      await venue.close();
      await simulator.close();
    });

    const engine = () => simulator.exchange;
    const btc = () =>
      must(
        [...engine().symbols.values()].find(({ base, isPerpetual }) => base === 'BTC' && isPerpetual),
        'BTC',
      );
    const price = () => engine().price(btc());
    const request = (more: Partial<OrderRequest> = {}): OrderRequest => ({
      clientOrderId: `ftts-e-${String(++number).padStart(24, '0')}`,
      pair,
      side: 'buy',
      orderType: 'market',
      amount: 0.02,
      rate: price(),
      timeInForce: 'GTC',
      isReducing: false,
      ...more,
    });
    const held = () => must(engine().positions.open.get(btc().id), 'a position');

    it('tells amounts in base currency, whatever a contract is', async () => {
      const market = must((await venue.market.markets()).get(pair), pair);
      const { stepSize, contractSize } = btc();
      expect(market).toMatchObject({ amountPrecision: stepSize, contractSize });
      const book = await venue.market.orderBook(pair, 5);
      const [level] = engine().book(btc(), 5).bids;
      // the book is another one at the next time step, but contracts are a hundred times as many or more
      expect(Math.abs(Math.log10(book.bids[0]![1] / level![1]))).toBeLessThan(1);
    });

    it.each([
      ['long', 'buy', 'sell'],
      ['short', 'sell', 'buy'],
    ] as const)(
      'a %s is set up, opened, told as a position, grown, and left by orders that only reduce',
      async (side, entering, leaving) => {
        expect(await venue.leverage.obstacles()).toEqual([]);
        await venue.leverage.prepare({ pair, side, leverage: 5 });
        const sign = side === 'long' ? 1 : -1;
        const wanted = request({ side: entering });
        const { orderId } = await venue.trading.placeOrder(wanted);
        expect(held()).toMatchObject({ amount: sign * 0.02, leverage: 5, marginMode: 'isolated' });
        for (const key of [{ orderId }, { clientOrderId: wanted.clientOrderId }]) {
          const found = must(await venue.trading.findOrder(key, pair), 'the order');
          expect(found).toMatchObject({ orderId, status: 'closed', amount: 0.02, filled: 0.02 });
          expect(found.average! / held().entryPrice).toBeCloseTo(1, 6);
          expect(found.cost! / (0.02 * held().entryPrice)).toBeCloseTo(1, 4);
        }
        const [position] = await venue.positions.open(pair);
        expect(position).toMatchObject({ pair, side, amount: 0.02, leverage: 5 });
        expect(position!.entryRate! / held().entryPrice).toBeCloseTo(1, 5);
        if (venue.positions.tellsLiquidation)
          expect(position!.liquidationRate! / engine().positions.liquidationPrice(held())).toBeCloseTo(1, 4);
        expect(await venue.positions.open(null)).toHaveLength(1);
        // the same again is no change
        await venue.leverage.prepare({ pair, side, leverage: 5 });
        await venue.trading.placeOrder(request({ side: entering, amount: 0.01 }));
        await venue.trading.placeOrder(request({ side: leaving, amount: 0.01, isReducing: true }));
        expect((await venue.positions.open(pair))[0]).toMatchObject({ side, amount: 0.02 });
        const resting = request({ side: leaving, orderType: 'limit', rate: Math.round(price() * (1 + sign * 0.1)), isReducing: true });
        const { orderId: restingId } = await venue.trading.placeOrder(resting);
        expect(await venue.trading.findOrder({ orderId: restingId }, pair)).toMatchObject({ status: 'open', filled: 0, amount: 0.02 });
        await venue.trading.cancelOrder(restingId, pair);
        expect(await venue.trading.findOrder({ clientOrderId: resting.clientOrderId }, pair)).toMatchObject({ status: 'canceled' });
        await venue.trading.placeOrder(request({ side: leaving, isReducing: true }));
        expect(await venue.positions.open(null)).toEqual([]);
        // what has nothing to reduce opens nothing
        await expect(venue.trading.placeOrder(request({ side: leaving, isReducing: true }))).rejects.toThrow(OrderRejected);
        expect(engine().positions.open.size).toBe(0);
      },
    );

    it('leverage is another one once it is asked for, and none that is not offered', async () => {
      await venue.leverage.prepare({ pair, side: 'long', leverage: 3 });
      expect(engine().positions.leverage(btc())).toBe(3);
      await venue.leverage.prepare({ pair, side: 'short', leverage: 7 });
      expect(engine().positions.leverage(btc())).toBe(7);
      // its owner has set another one on the exchange's page, which a new trade must not have
      engine().positions.setLeverage(btc(), 50);
      await venue.leverage.prepare({ pair, side: 'short', leverage: 7, isOurs: true });
      expect(engine().positions.leverage(btc())).toBe(50);
      await venue.leverage.prepare({ pair, side: 'short', leverage: 7 });
      expect(engine().positions.leverage(btc())).toBe(7);
      await expect(venue.leverage.prepare({ pair, side: 'long', leverage: 1000 })).rejects.toThrow();
      expect(engine().positions.leverage(btc())).toBe(7);
      // another process has done it before
      const again = await open();
      await again.leverage.prepare({ pair, side: 'long', leverage: 7 });
      await again.close();
      for (const { maxLeverage } of await venue.leverage.tiers(pair)) expect(maxLeverage).toBeGreaterThan(1);
    });

    if (exchangeFacts(dialect.name, true).modes.some(([mode, margin]) => mode === 'futures' && margin === 'cross'))
      it('margin is shared where that is asked for', async () => {
        const cross = await open({ marginMode: 'cross' });
        try {
          await cross.leverage.prepare({ pair, side: 'short', leverage: 4 });
          await cross.trading.placeOrder(request({ side: 'sell' }));
          expect(held()).toMatchObject({ amount: -0.02, leverage: 4, marginMode: 'cross' });
          expect(await cross.positions.open(pair)).toMatchObject([{ side: 'short', amount: 0.02, marginMode: 'cross' }]);
        } finally {
          await cross.close();
        }
      });

    it('an account that keeps longs and shorts apart is refused by name, or its orders say which they are for', async () => {
      engine().positions.account.isHedged = true;
      const hedged = await open();
      try {
        const obstacles = (await hedged.leverage.obstacles()).join(' ');
        if (!ONE_SIDED.includes(dialect.name)) expect(obstacles).toBe('');
        else {
          expect(obstacles).toMatch(new RegExp(`Hedge Mode is not supported by freqtrade.*on your ${dialect.name} `));
          await expect(hedged.leverage.prepare({ pair, side: 'long', leverage: 2 })).rejects.toThrow(/Hedge Mode/);
          // whoever mends the account need not start again
          engine().positions.account.isHedged = false;
          await hedged.leverage.prepare({ pair, side: 'long', leverage: 2 });
        }
      } finally {
        await hedged.close();
      }
    });

    it('tells what was paid in funding since a moment, or leaves it to be computed', async () => {
      await venue.leverage.prepare({ pair, side: 'long', leverage: 5 });
      await venue.trading.placeOrder(request());
      // what another position is paid is not this one's
      engine().place({ symbol: engine().symbol('ETHUSDT.P'), side: 'sell', type: 'market', amount: 0.5 });
      const since = Date.now() - 1000;
      engine().payFunding();
      await new Promise((resolve) => setTimeout(resolve, 5));
      engine().payFunding();
      const paid = await venue.fundingRates.paid(pair, since);
      const { payments } = engine().positions;
      const own = payments.filter(({ symbol }) => symbol.id === 'BTCUSDT.P');
      expect([payments.length, own.length]).toEqual([4, 2]);
      if (paid === null) expect(dialect.name).toBe('bybit');
      else
        expect(paid).toBeCloseTo(
          own.reduce((sum, { amount }) => sum + amount, 0),
          6,
        );
    });

    it('tells what was paid over a long time, whatever else was paid meanwhile', async () => {
      await venue.leverage.prepare({ pair, side: 'long', leverage: 5 });
      await venue.trading.placeOrder(request());
      engine().place({ symbol: engine().symbol('ETHUSDT.P'), side: 'sell', type: 'market', amount: 0.5 });
      for (const position of engine().positions.open.values()) Object.assign(position, { since: 0 });
      const hour = 3_600_000;
      const first = Date.now() - (Date.now() % hour) - 300 * hour;
      // each another one, so that none stands for another
      for (let nth = 0; nth < 300; nth++) engine().positions.payFundingOf(first + nth * hour, () => 1000 + nth);
      const { payments } = engine().positions;
      const since = first + 5 * hour;
      const own = payments.filter(({ symbol, time }) => symbol.id === 'BTCUSDT.P' && time >= since);
      expect([payments.length, own.length]).toEqual([600, 295]);
      const paid = await venue.fundingRates.paid(pair, since);
      if (paid === null) expect(dialect.name).toBe('bybit');
      else
        expect(paid).toBeCloseTo(
          own.reduce((sum, { amount }) => sum + amount, 0),
          6,
        );
    });

    it('tells what funding was over a long time', async () => {
      const { fundingMs } = engine().positions;
      const days = 40;
      const since = Date.now() - days * 86_400_000;
      const { time } = await venue.fundingRates.funding(pair, since);
      // one may have been due a moment ago
      expect(Math.abs(time.length - (days * 86_400_000) / fundingMs)).toBeLessThanOrEqual(2);
      expect(new Set([...time].map((at, nth) => (nth === 0 ? fundingMs : at - time[nth - 1]!)))).toEqual(new Set([fundingMs]));
    });

    it('tells every order since a moment, which of them was a liquidation, and what each has cost', async () => {
      const since = Date.now() - 1000;
      await venue.leverage.prepare({ pair, side: 'long', leverage: 20 });
      await venue.trading.placeOrder(request());
      const before = await venue.trading.balances();
      // some count what the position has gained meanwhile
      expect(Math.abs(must(before.get(pair.split(':')[1]!), 'a balance').free - engine().marginWallet.of('USDT').free)).toBeLessThan(5);
      engine().movePrice(btc(), { fixed: Math.round(engine().positions.liquidationPrice(held()) * 0.99) });
      expect(engine().positions.open.size).toBe(0);
      expect(await venue.positions.open(null)).toEqual([]);
      const found = await venue.trading.ordersSince(pair, since);
      expect(found.map(({ side, isLiquidation, update }) => [side, isLiquidation, update.status, update.filled])).toEqual([
        ['buy', false, 'closed', 0.02],
        ['sell', true, 'closed', 0.02],
      ]);
      const [, liquidation] = engine().orders;
      const { update } = found[1]!;
      expect(update.average! / (liquidation!.executedValue / liquidation!.executed)).toBeCloseTo(1, 6);
      for (const [index, { update: each }] of found.entries()) {
        const paid = engine().orders[index]!.fills.reduce((sum, { fee }) => sum + fee, 0);
        // Kraken tells no fees; ccxt has a schedule
        if (each.fees.length > 0 && dialect.name !== 'krakenfutures')
          expect(each.fees.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(paid, 4);
      }
    });

    it('tells an order of today of a position that was opened weeks ago', async () => {
      await venue.leverage.prepare({ pair, side: 'long', leverage: 5 });
      await venue.trading.placeOrder(request());
      const [entry] = engine().orders;
      const at = must(entry, 'the entry').time - 20 * 86_400_000;
      Object.assign(must(entry, 'the entry'), { time: at, updateTime: at });
      engine().place({ symbol: btc(), side: 'sell', type: 'market', amount: 0.01 });
      const found = await venue.trading.ordersSince(pair, at - 1000);
      expect(found.filter(({ side }) => side === 'sell').map(({ update }) => update.filled)).toEqual([0.01]);
    });

    it.each(LOST)('an order whose answer is lost ($kind $status) is unknown, and its client id tells the truth', async (fault) => {
      await venue.leverage.prepare({ pair, side: 'short', leverage: 2 });
      const wanted = request({ side: 'sell' });
      simulator.faults.arm({ ...fault, match: orderCall });
      await expect(venue.trading.placeOrder(wanted)).rejects.toThrow(OrderOutcomeUnknown);
      expect(engine().orders).toHaveLength(1);
      const found = await venue.trading.findOrder({ clientOrderId: wanted.clientOrderId }, pair);
      expect(found).toMatchObject({ orderId: dialect.orderId(engine().orders[0]!.id), status: 'closed', filled: 0.02 });
    });
  });
}
