import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CcxtOptions, type CcxtVenue, openCcxtExchange } from '../../src/exchange/ccxt/ccxt-exchange.ts';
import { OrderOutcomeUnknown, StopRefused } from '../../src/exchange/errors.ts';
import { exchangeFacts } from '../../src/exchange/facts.ts';
import type { StopRequest } from '../../src/exchange/ports/stops.ts';
import { DIALECTS } from '../../src/simulator/dialects/all.ts';
import type { Dialect } from '../../src/simulator/dialects/dialect.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';

/** Stops that lie on the exchange, through our adapter, in every dialect that has them; the ledger is the judge. */

/** What a new stop is laid with, and what cancels one, as faults match it. */
const CALLS: Readonly<Record<string, { readonly place: string; readonly cancel: string }>> = {
  binance: { place: 'POST /api/v3/order', cancel: 'DELETE /api/v3/order' },
  'binance futures': { place: 'POST /fapi/v1/algoOrder', cancel: 'DELETE /fapi/v1/algoOrder' },
  'bybit futures': { place: 'POST /v5/order/create', cancel: 'POST /v5/order/cancel' },
  okx: { place: 'POST .*trade/order-algo', cancel: 'POST .*trade/cancel-algos' },
  'okx futures': { place: 'POST .*trade/order-algo', cancel: 'POST .*trade/cancel-algos' },
  gate: { place: 'POST .*/spot/price_orders', cancel: 'DELETE .*/spot/price_orders' },
  'gate futures': { place: 'POST .*/futures/usdt/price_orders', cancel: 'DELETE .*/futures/usdt/price_orders' },
  kraken: { place: 'AddOrder', cancel: 'CancelOrder' },
  kucoin: { place: 'POST .*/stop-order', cancel: 'DELETE .*/stop-order' },
  htx: { place: 'POST .*/orders/place', cancel: 'submitcancel' },
  bingx: { place: 'POST .*/trade/order', cancel: 'POST .*/trade/cancel' },
  bitget: { place: 'POST .*place-plan-order', cancel: 'POST .*cancel-plan-order' },
  'bitget futures': { place: 'POST .*place-tpsl-order', cancel: 'POST .*cancel-plan-order' },
  krakenfutures: { place: 'POST .*sendorder', cancel: 'POST .*cancelorder' },
  'krakenfutures futures': { place: 'POST .*sendorder', cancel: 'POST .*cancelorder' },
  'hyperliquid futures': { place: '"type":"order"', cancel: '"type":"cancel' },
};

const CASES = Object.values(DIALECTS).flatMap((dialect) =>
  [false, true].flatMap((isFutures) => {
    const { facts, modes } = exchangeFacts(dialect.name, isFutures);
    const isTraded = modes.some(([mode]) => mode === (isFutures ? 'futures' : 'spot'));
    return facts.stoploss_on_exchange && isTraded ? [{ name: `${dialect.name}${isFutures ? ' futures' : ''}`, dialect, isFutures }] : [];
  }),
);

it('are all looked at', () => {
  expect(CASES.map(({ name }) => name).filter((name) => CALLS[name] === undefined)).toEqual([]);
});

describe.each(CASES)('a stop on $name', ({ name, dialect, isFutures }) => {
  const { facts } = exchangeFacts(dialect.name, isFutures);
  let pair = '';
  let simulator: Simulator;
  let venue: CcxtVenue;
  let number = 0;
  const engine = () => simulator.exchange;
  const symbol = () => engine().symbol(isFutures ? 'BTCUSDT.P' : 'BTCUSDT');

  beforeEach(async () => {
    simulator = await startSimulator({ dialect, seed: 'stops', balances: { USDT: 100_000, BTC: 1 }, perpetuals: isFutures });
    venue = await opened(simulator, dialect, isFutures);
    pair = await pairOf(venue, isFutures);
    move(60_000);
    await venue.leverage.obstacles();
    // a position to protect
    if (isFutures) engine().place({ symbol: symbol(), side: 'buy', type: 'market', amount: 0.02 });
  });
  afterEach(async () => {
    await venue.close();
    await simulator.close();
  });

  const move = (price: number) => engine().movePrice(symbol(), { fixed: price });
  const request = (more: Partial<StopRequest> = {}): StopRequest => {
    const orderType = venue.stops.orderTypes[0]!;
    const clientOrderId = `ftts-s-${String(++number).padStart(24, '0')}`;
    const stop = { clientOrderId, pair, side: 'sell', orderType, amount: 0.02, stopPrice: 57_000, priceType: null } as const;
    return { ...stop, limitRate: (more.orderType ?? orderType) === 'limit' ? 56_000 : null, ...more };
  };
  /** What of the account waits for a price. */
  const waiting = () =>
    engine().orders.filter(({ status, trigger, isTriggered }) => status === 'open' && trigger !== null && !isTriggered).length +
    engine().conditionals.filter(({ status }) => status === 'waiting').length;
  /** As the bot looks for one whose answer was lost. */
  const sought = async (wanted: StopRequest, since: number) => {
    if (venue.stops.keepsClientIds) {
      const found = await venue.stops.find({ clientOrderId: wanted.clientOrderId }, pair);
      if (found !== null) return found;
    }
    const listed = await venue.stops.since(pair, since);
    const named = listed.find(({ clientOrderId }) => clientOrderId === wanted.clientOrderId);
    if (venue.stops.keepsClientIds) return named?.update ?? null;
    return listed.find(({ update }) => update.stopPrice === wanted.stopPrice && update.amount === wanted.amount)?.update ?? null;
  };

  it.each(Object.keys(facts.stoploss_order_types) as ('limit' | 'market')[])(
    'of type %s rests, is found by every way, listed, and cancelled',
    async (orderType) => {
      const since = Date.now() - 1000;
      const wanted = request({ orderType });
      expect(await sought(wanted, since)).toBeNull();
      const { orderId } = await venue.stops.place(wanted);
      expect(waiting()).toBe(1);
      const resting = { orderId, status: 'open', filled: 0, amount: 0.02, stopPrice: 57_000, isTriggered: false };
      expect(await venue.stops.find({ orderId }, pair)).toMatchObject(resting);
      expect(await sought(wanted, since)).toMatchObject(resting);
      expect(await venue.stops.since(pair, since)).toMatchObject([{ side: 'sell', update: resting }]);
      await venue.stops.cancel(orderId, pair);
      expect(waiting()).toBe(0);
      expect((await venue.stops.find({ orderId }, pair))?.status ?? 'canceled').toBe('canceled');
      await venue.stops.cancel(orderId, pair).catch(() => undefined);
      expect((await venue.stops.find({ orderId }, pair))?.status ?? 'canceled').toBe('canceled');
      expect(await venue.stops.find({ orderId: '987654321' }, pair)).toBeNull();
    },
  );

  it('sells when the price has come to it, and tells for how much', async () => {
    const since = Date.now() - 1000;
    const wanted = request();
    const { orderId } = await venue.stops.place(wanted);
    move(56_900);
    engine().match(true);
    const [sold] = engine().orders.filter(({ side, executed }) => side === 'sell' && executed > 0);
    expect(sold).toMatchObject({ executed: 0.02 });
    const fact = { orderId, status: 'closed', filled: 0.02, average: expect.closeTo(sold!.executedValue / sold!.executed, 4) };
    const found = await venue.stops.find({ orderId }, pair);
    expect(found).toMatchObject(fact);
    expect(found!.fees.length).toBeGreaterThan(0);
    // where the stop is known no more, it is the order that it has become
    expect(await sought(wanted, since)).toMatchObject({ ...fact, orderId: expect.any(String) });
  });

  if (facts.stoploss_order_types.limit !== undefined)
    it('is cancelled also when it was woken, and rests as the limit that it has become', async () => {
      const { orderId } = await venue.stops.place(request({ orderType: 'limit' }));
      move(50_000);
      engine().match(true);
      const resting = () => engine().orders.filter(({ side, status }) => side === 'sell' && status === 'open');
      expect([waiting(), resting().length]).toEqual([0, 1]);
      expect(await venue.stops.find({ orderId }, pair)).toMatchObject({ orderId, status: 'open', isTriggered: expect.any(Boolean) });
      await venue.stops.cancel(orderId, pair);
      expect(resting()).toEqual([]);
      expect((await venue.stops.find({ orderId }, pair))?.status ?? 'canceled').toBe('canceled');
    });

  // one that hangs costs its whole deadline, and is alike on all
  it.each(['drop_before', 'drop_after', ...(dialect.name === 'binance' ? ['hang_after' as const] : []), 'http_after'] as const)(
    'whose answer is lost (%s) is unknown, and found, if it is there',
    async (kind) => {
      const since = Date.now() - 1000;
      const wanted = request();
      const hasty = await opened(simulator, dialect, isFutures, { deadlineMs: 1500 });
      simulator.faults.arm({ kind, status: 502, match: CALLS[name]!.place });
      await expect(hasty.stops.place(wanted)).rejects.toThrow(OrderOutcomeUnknown);
      await hasty.close();
      const isThere = kind !== 'drop_before';
      expect(waiting()).toBe(isThere ? 1 : 0);
      const found = await sought(wanted, since);
      if (isThere) expect(found).toMatchObject({ status: 'open', stopPrice: 57_000 });
      else expect(found).toBeNull();
    },
  );

  it.each(['drop_before', 'drop_after'] as const)('tells the truth where the answer to its end is lost (%s)', async (kind) => {
    const { orderId } = await venue.stops.place(request());
    simulator.faults.arm({ kind, match: CALLS[name]!.cancel });
    await expect(venue.stops.cancel(orderId, pair)).rejects.toThrow();
    const isGone = kind === 'drop_after';
    expect(waiting()).toBe(isGone ? 0 : 1);
    expect((await venue.stops.find({ orderId }, pair))?.status ?? 'canceled').toBe(isGone ? 'canceled' : 'open');
  });

  it('is refused where its price is passed already, or sells at once', async () => {
    const wanted = request({ stopPrice: 60_500, limitRate: facts.stoploss_order_types.limit === undefined ? null : 59_900 });
    const laid = await venue.stops.place(wanted).catch((error: unknown) => error);
    if (laid instanceof Error) {
      expect(laid).toBeInstanceOf(StopRefused);
      expect(waiting()).toBe(0);
      return;
    }
    move(60_000);
    engine().match(true);
    expect(engine().orders.filter(({ side, executed }) => side === 'sell' && executed > 0)).toHaveLength(1);
  });
});

/** Bitcoin's, in whatever it is counted there. */
async function pairOf(venue: CcxtVenue, isFutures: boolean): Promise<string> {
  const markets = [...(await venue.market.markets()).values()];
  const found = markets.find(({ base, isSpot, isSwap }) => base === 'BTC' && (isFutures ? isSwap : isSpot));
  if (found === undefined) throw new Error('There is no market for Bitcoin.');
  return found.pair;
}

async function opened(simulator: Simulator, dialect: Dialect, isFutures: boolean, more: Partial<CcxtOptions> = {}): Promise<CcxtVenue> {
  const { key, secret, passphrase } = simulator.credentials;
  const venue = await openCcxtExchange({
    name: dialect.name,
    apiKey: key,
    secret,
    password: passphrase,
    config: { ...dialect.ccxtConfig(simulator.url, simulator.url.replace('http', 'ws')), enableRateLimit: false },
    tradingMode: isFutures ? 'futures' : 'spot',
    enableStreams: false,
    now: Date.now,
    ...more,
  });
  await venue.market.markets();
  return venue;
}
