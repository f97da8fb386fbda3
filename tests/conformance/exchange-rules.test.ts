import { afterEach, describe, expect, it } from 'vitest';
import { type CcxtVenue, openCcxtExchange } from '../../src/exchange/ccxt/ccxt-exchange.ts';
import { toWire } from '../../src/exchange/client-order-id.ts';
import { TemporaryError } from '../../src/exchange/errors.ts';
import { dialectNamed } from '../../src/simulator/dialects/all.ts';
import type { NewOrder, Order } from '../../src/simulator/engine/order.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';

/** What single exchanges forget, bound or word in their own way, and that our adapter finds the truth all the same. */

const PAIR = 'BTC/USDT';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ID = 'ftts-e-0123456789abcdef01234567';
const WIRE_ID = toWire('letters', ID);

let simulator: Simulator;
let venue: CcxtVenue;
/** How long ago it is on the exchange, ms. */
let ago = 0;

async function open(name: string): Promise<void> {
  const dialect = dialectNamed(name);
  ago = 0;
  simulator = await startSimulator({ dialect, seed: 'rules', balances: { USDT: 100_000, BTC: 1 }, now: () => Date.now() - ago });
  const { key, secret, passphrase } = simulator.credentials;
  venue = await openCcxtExchange({
    name,
    apiKey: key,
    secret,
    password: passphrase,
    config: { ...dialect.ccxtConfig(simulator.url, simulator.url.replace('http', 'ws')), enableRateLimit: false },
    enableStreams: false,
    now: Date.now,
  });
  await venue.market.markets();
}

/** An order that was placed so long ago, ms. */
function placedAgo(ms: number, more: Partial<NewOrder> = {}): Order {
  const { exchange } = simulator;
  const symbol = exchange.symbol('BTCUSDT');
  ago = ms;
  const price = Math.round(exchange.price(symbol) * 0.9);
  const order = exchange.place({ symbol, side: 'buy', type: 'limit', amount: 0.01, price, clientId: WIRE_ID, ...more });
  return order;
}

const now = (): void => {
  ago = 0;
};
const byClientId = () => venue.trading.findOrder({ clientOrderId: ID }, PAIR);

afterEach(async () => {
  await venue.close();
  await simulator.close();
});

describe('kucoin', () => {
  it('a look-up that is refused for another reason than that there is no such order says nothing of it', async () => {
    await open('kucoin');
    expect(await byClientId()).toBeNull();
    const refused = { kind: 'refusal_before', match: 'GET /api/v1/hf/orders/client-order', code: 400_100, status: 200 } as const;
    simulator.faults.arm({ ...refused, msg: 'symbol can not be empty' });
    await expect(byClientId()).rejects.toThrow(TemporaryError);
    expect(await byClientId()).toBeNull();
  });

  it('the money of an account of high frequency is seen, which lies under a name of its own', async () => {
    await open('kucoin');
    expect((await venue.trading.balances()).get('USDT')).toMatchObject({ free: 100_000 });
  });
});

describe('htx', () => {
  it.each([
    ['filled', 3 * HOUR_MS, { type: 'market' }, 'closed'],
    ['cancelled in part', 3 * HOUR_MS, { timeInForce: 'IOC', amount: 1 }, 'canceled'],
    ['open', 9 * HOUR_MS, {}, 'open'],
  ] as const)('an order %s is found in the lists when our id has lost its power', async (_, age, more, status) => {
    await open('htx');
    const { exchange } = simulator;
    const symbol = exchange.symbol('BTCUSDT');
    if ('timeInForce' in more) exchange.market.setLevelValue(symbol, 100);
    const order = placedAgo(
      age,
      'timeInForce' in more ? { ...more, price: Math.round(exchange.price(symbol, Date.now() - age) * 1.0003) } : more,
    );
    now();
    expect(await byClientId()).toMatchObject({ orderId: String(order.id), status, filled: order.executed });
    if (status === 'canceled') expect(order.executed).toBeGreaterThan(0);
  });

  it('of two orders with one id the later one is found', async () => {
    await open('htx');
    placedAgo(2000, { mayRepeatId: true });
    const later = placedAgo(1000, { mayRepeatId: true });
    now();
    expect(await byClientId()).toMatchObject({ orderId: String(later.id) });
  });

  it('a market order to buy a coin that is traded whole spends all of its cost', async () => {
    await open('htx');
    simulator.exchange.movePrice(simulator.exchange.symbol('DOGEUSDT'), { fixed: 0.155 });
    const order = { pair: 'DOGE/USDT', side: 'buy', orderType: 'market', amount: 45, rate: 0.155, timeInForce: 'GTC' } as const;
    await venue.trading.placeOrder({ ...order, clientOrderId: ID });
    expect(simulator.exchange.orders).toMatchObject([{ cost: 6.975, side: 'buy', type: 'market', status: 'filled' }]);
  });

  it('a fee that was paid in another coin is asked for with the order, however old it is', async () => {
    await open('htx');
    simulator.exchange.setFree('BNB', 5);
    simulator.exchange.payFeesIn('BNB');
    const order = placedAgo(4 * DAY_MS, { type: 'market' });
    now();
    const found = await venue.trading.findOrder({ orderId: String(order.id) }, PAIR);
    expect(found!.fees.map(({ currency }) => currency)).toEqual(order.fills.map(() => 'BNB'));
  });
});

describe('bingx', () => {
  it('an order that is not found by our id any more is told by it in the list', async () => {
    await open('bingx');
    const order = placedAgo(3 * HOUR_MS);
    placedAgo(2 * HOUR_MS, { clientId: 'byhand' });
    now();
    expect(await byClientId()).toBeNull();
    const found = await venue.trading.ordersSince(PAIR, Date.now() - 4 * HOUR_MS);
    expect(found.map(({ clientOrderId, update }) => [clientOrderId, update.orderId])).toEqual([
      [ID, String(order.id)],
      ['byhand', String(order.id + 1)],
    ]);
  });
});

describe.each(['htx', 'bybit'])('%s, which searches a few days at a time', (name) => {
  it('an order of weeks ago and one of days ago are both found since', async () => {
    await open(name);
    const long = placedAgo(20 * DAY_MS, { type: 'market' });
    const lately = placedAgo(DAY_MS, { type: 'market', side: 'sell', clientId: 'byhand' });
    now();
    const found = await venue.trading.ordersSince(PAIR, Date.now() - 21 * DAY_MS);
    expect(found.map(({ side, update }) => [side, update.orderId, update.filled])).toEqual([
      ['buy', String(long.id), 0.01],
      ['sell', String(lately.id), 0.01],
    ]);
  });
});

describe.each(['bybit', 'kucoin'])('%s, whose pages are short unless a longer one is asked for', (name) => {
  it('an order is found in the lists before forty others', async () => {
    await open(name);
    const { exchange } = simulator;
    const wanted = placedAgo(HOUR_MS, { type: 'market' });
    for (let other = 0; other < 40; other++) exchange.cancel(placedAgo(HOUR_MS - 1000 * (other + 1), { clientId: `other${other}` }));
    now();
    const found = await venue.trading.ordersSince(PAIR, Date.now() - 2 * HOUR_MS);
    expect(found).toHaveLength(41);
    expect(found[0]).toMatchObject({ clientOrderId: ID, update: { filled: wanted.executed, status: 'closed' } });
  });
});
