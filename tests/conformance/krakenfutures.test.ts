import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CcxtVenue, openCcxtExchange } from '../../src/exchange/ccxt/ccxt-exchange.ts';
import type { OrderRequest } from '../../src/exchange/ports/trading.ts';
import { krakenfutures } from '../../src/simulator/dialects/krakenfutures/krakenfutures.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';

/** What Kraken's futures leave out or ccxt reads in its own way, and that our adapter knows the truth all the same. */

const PAIR = 'BTC/USD:USD';
let simulator: Simulator;
let venue: CcxtVenue;
let number = 0;
/** How far the exchange's clock is ahead of the machine's, ms. */
let ahead = 0;

beforeEach(async () => {
  ahead = 0;
  const now = () => Date.now() + ahead;
  simulator = await startSimulator({ dialect: krakenfutures, seed: 'kraken', balances: { USDT: 100_000, BTC: 1 }, now });
  const { key, secret } = simulator.credentials;
  venue = await openCcxtExchange({
    name: 'krakenfutures',
    apiKey: key,
    secret,
    config: { ...krakenfutures.ccxtConfig(simulator.url, simulator.url.replace('http', 'ws')), enableRateLimit: false },
    tradingMode: 'futures',
    enableStreams: false,
    now: Date.now,
  });
  await venue.market.markets();
});
afterEach(async () => {
  await venue.close();
  await simulator.close();
});

const engine = () => simulator.exchange;
const btc = () => engine().symbol('BTCUSDT.P');
const price = () => engine().price(btc());
const request = (more: Partial<OrderRequest> = {}): OrderRequest => ({
  clientOrderId: `ftts-e-${String(++number).padStart(24, '0')}`,
  pair: PAIR,
  side: 'buy',
  orderType: 'market',
  amount: 0.1,
  rate: price(),
  timeInForce: 'GTC',
  isReducing: false,
  ...more,
});

it('lists what rests as open, what was filled in part once, and what the exchange itself has closed by name', async () => {
  const since = Date.now() - 1000;
  await venue.leverage.prepare({ pair: PAIR, side: 'long', leverage: 20 });
  await venue.trading.placeOrder(request());
  await venue.trading.placeOrder(request({ orderType: 'limit', rate: Math.round(price() * 0.5) }));
  engine().fillOpen(engine().orders[1]!, 0.5);
  /** As they were placed, whatever the moment. */
  const listed = async () =>
    (await venue.trading.ordersSince(PAIR, since)).sort((a, b) => a.update.orderId.localeCompare(b.update.orderId));
  expect((await listed()).map(({ update, isLiquidation }) => [update.status, update.amount, update.filled, isLiquidation])).toEqual([
    ['closed', 0.1, 0.1, false],
    ['open', 0.1, 0.05, false],
  ]);
  const position = engine().positions.open.get(btc().id)!;
  engine().movePrice(btc(), { fixed: Math.round(engine().positions.liquidationPrice(position) * 0.99) });
  expect((await listed()).map(({ update, isLiquidation }) => [update.status, isLiquidation])).toEqual([
    ['closed', false],
    ['canceled', false],
    ['closed', true],
  ]);
});

it('leaves it to us to compute where a position is liquidated', async () => {
  await venue.leverage.prepare({ pair: PAIR, side: 'short', leverage: 5 });
  await venue.trading.placeOrder(request({ side: 'sell' }));
  expect(await venue.positions.open(PAIR)).toMatchObject([{ side: 'short', amount: 0.1, leverage: 5, liquidationRate: null }]);
  expect(venue.positions.tellsLiquidation).toBe(false);
});

it('has the margin of all collateral as dollars, without what positions have gained', async () => {
  await venue.leverage.prepare({ pair: PAIR, side: 'long', leverage: 10 });
  await venue.trading.placeOrder(request());
  engine().movePrice(btc(), { fixed: Math.round(price() * 1.1) });
  const { free, locked } = engine().marginWallet.of('USDT');
  const gained = engine().unrealizedProfit(engine().positions.open.get(btc().id)!);
  const dollars = (await venue.trading.balances()).get('USD')!;
  expect(gained).toBeGreaterThan(500);
  expect(dollars.total).toBeCloseTo(free + locked, 6);
  expect(dollars.free).toBeCloseTo(free + gained, 6);
  expect(venue.positions.countsUnrealized).toBe(false);
});

it('places nothing that comes later than half a minute after it was sent', async () => {
  ahead = 29_000;
  await venue.trading.placeOrder(request());
  ahead = 31_000;
  await expect(venue.trading.placeOrder(request())).rejects.toThrow('processBeforeExpired');
  expect(engine().orders).toHaveLength(1);
});
