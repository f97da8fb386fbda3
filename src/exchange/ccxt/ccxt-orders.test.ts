import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { type DDosProtection, OrderOutcomeUnknown, OrderRejected } from '../errors.ts';
import type { OrderRequest } from '../ports/trading.ts';
import { type CcxtOptions, type CcxtVenue, openCcxtExchange } from './ccxt-exchange.ts';

const PAIR = 'BTC/USDT';

let simulator: Simulator;
let venue: CcxtVenue;
let skew = { wall: 0, monotonic: 0 };
let moved: number[] = [];
const opened: CcxtVenue[] = [];

function urls(base: string) {
  const api = Object.fromEntries(['public', 'private', 'v1', 'sapi', 'fapiPublic', 'dapiPublic'].map((name) => [name, `${base}/api/v3`]));
  return { api: { ...api, ws: {} } };
}

async function open(options: Partial<CcxtOptions> & { ccxt?: object } = {}): Promise<CcxtVenue> {
  const { ccxt = {}, ...rest } = options;
  const made = await openCcxtExchange({
    name: 'binance',
    apiKey: 'simulator-key',
    secret: 'simulator-secret',
    config: { urls: urls(simulator.url), ...ccxt },
    enableStreams: false,
    now: Date.now,
    wall: () => Date.now() + skew.wall,
    monotonic: () => performance.now() + skew.monotonic,
    onClockMoved: (difference) => moved.push(difference),
    ...rest,
  });
  opened.push(made);
  return made;
}

let number = 0;
function request(changes: Partial<OrderRequest> = {}): OrderRequest {
  return {
    clientOrderId: `ftts-e-${Date.now()}${number++}`,
    pair: PAIR,
    side: 'buy',
    orderType: 'market',
    amount: 0.001,
    rate: 60_000,
    timeInForce: 'GTC',
    ...changes,
  };
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'placed',
    (error: unknown) => error,
  );
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

beforeEach(async () => {
  skew = { wall: 0, monotonic: 0 };
  moved = [];
  simulator = await startSimulator({ seed: 'orders' });
  venue = await open();
  await venue.market.markets();
});
afterEach(async () => {
  for (const made of opened.splice(0)) await made.close();
  await simulator.close();
});

describe('orders over ccxt, whatever their answer is', () => {
  it.each([
    ['429', { kind: 'http_after', status: 429 }],
    ['418', { kind: 'http_after', status: 418 }],
    ['a ban', { kind: 'ban_after', status: 418, ms: 300 }],
    ['an empty 200', { kind: 'empty_after' }],
    ['no id', { kind: 'no_id_after' }],
    ["another's client id", { kind: 'foreign_id_after' }],
    ['a time-out told as a refusal', { kind: 'refusal_after', status: 400, code: -1007, msg: 'Timeout waiting for response.' }],
    ['a vague refusal', { kind: 'refusal_after', status: 400, code: -1006, msg: 'An unexpected response was received.' }],
    ['a cut connection', { kind: 'drop_after' }],
  ] as const)('accepted, answered with %s: unknown, and found by its client id', async (_name, fault) => {
    simulator.faults.arm(fault);
    const wanted = request();
    expect(await failure(venue.trading.placeOrder(wanted))).toBeInstanceOf(OrderOutcomeUnknown);
    expect(simulator.exchange.orders).toHaveLength(1);
    await pause('status' in fault && fault.status !== 400 ? 2100 : 0);
    const found = await venue.trading.findOrder({ clientOrderId: wanted.clientOrderId }, PAIR);
    expect(found).toMatchObject({ status: 'closed', filled: 0.001 });
  });

  it('an answer that names a reason is a refusal', async () => {
    expect(await failure(venue.trading.placeOrder(request({ amount: 5000 })))).toBeInstanceOf(OrderRejected);
    expect(simulator.exchange.orders).toHaveLength(0);
  });

  it('a machine that reaches nobody has sent nothing', async () => {
    await simulator.close();
    expect(await failure(venue.trading.placeOrder(request()))).toBeInstanceOf(OrderRejected);
    simulator = await startSimulator();
  });

  it('all of a pair’s orders since a moment are listed, however many requests that takes', async () => {
    const { exchange } = simulator;
    const began = Date.now() - 3_600_000;
    for (let index = 0; index < 1203; index++) {
      const clientId = `web${index}`;
      const order = exchange.place({
        symbol: exchange.symbol('BTCUSDT'),
        side: 'buy',
        type: 'limit',
        amount: 0.01,
        price: 20_000,
        clientId,
      });
      exchange.cancel(order);
      Object.assign(order, { time: began + index * 1000 });
    }
    const venue = await open();
    const listed = await venue.trading.ordersSince(PAIR, began);
    expect(listed.map(({ clientOrderId }) => clientOrderId)).toEqual(Array.from({ length: 1203 }, (_, index) => `web${index}`));
  });

  it('an order that is still waiting when its time is over is never sent', async () => {
    const slow = await open({ ccxt: { rateLimit: 1500 } });
    await slow.market.markets();
    const first = slow.trading.placeOrder(request());
    const waiting = failure(slow.trading.placeOrder(request()));
    await pause(50);
    // the machine slept
    skew.wall += 60_000;
    await first;
    expect(await waiting).toBeInstanceOf(OrderRejected);
    expect(simulator.exchange.orders).toHaveLength(1);
  });

  it('an answer whose body never ends is cut, and the request has ended then', async () => {
    simulator.faults.arm({ kind: 'stall_body' });
    const outcome = failure(venue.trading.placeOrder(request()));
    const error = (await outcome) as OrderOutcomeUnknown;
    expect(error).toBeInstanceOf(OrderOutcomeUnknown);
    const began = Date.now();
    await error.settled;
    expect(Date.now() - began).toBeLessThan(2000);
  }, 20_000);

  it("ccxt's own repetitions are off for orders, whatever the user's options say", async () => {
    const retrying = await open({ ccxt: { options: { maxRetriesOnFailure: 3 } } });
    await retrying.market.markets();
    simulator.faults.arm({ kind: 'http_before', status: 502, count: 5 });
    expect(await failure(retrying.trading.placeOrder(request()))).toBeInstanceOf(OrderOutcomeUnknown);
    expect(simulator.faults.state()[0]!.struck).toBe(1);
  });

  it('the acceptance window is at least as long as what is sent says', async () => {
    expect(venue.trading.acceptanceWindowMs).toBe(6000);
    expect((await open({ ccxt: { options: { recvWindow: 30_000 } } })).trading.acceptanceWindowMs).toBe(31_000);
    expect((await open({ ccxt: { options: { recvWindow: 1000 } } })).trading.acceptanceWindowMs).toBe(6000);
  });
});

describe('clocks that move', () => {
  it.each([-30_000, 30_000])(
    'the exchange is asked its time again when it refuses a request for it, and the order goes out (%i ms)',
    async (by) => {
      await venue.trading.placeOrder(request());
      const response = await fetch(`${simulator.url}/control/clock`, { method: 'POST', body: JSON.stringify({ offset_ms: by }) });
      expect(response.ok).toBe(true);
      expect(await venue.trading.placeOrder(request())).toMatchObject({ status: 'closed' });
      expect([...(await venue.trading.balances()).keys()]).toContain('BTC');
      expect(simulator.exchange.orders).toHaveLength(2);
      expect(moved).toHaveLength(1);
      expect(Math.abs(moved[0]! + by)).toBeLessThan(500);
    },
  );

  it("a refusal for its time costs a read one repetition, not an hour's", async () => {
    await fetch(`${simulator.url}/control/clock`, { method: 'POST', body: JSON.stringify({ offset_ms: 20_000 }) });
    expect((await venue.trading.balances()).get('USDT')!.free).toBe(10_000);
    expect(moved).toHaveLength(1);
  });

  it('are noticed too where the keys are given to ccxt itself', async () => {
    const keys = { apiKey: 'simulator-key', secret: 'simulator-secret' };
    const own = await open({ apiKey: '', secret: '', ccxt: keys });
    await own.market.markets();
    await fetch(`${simulator.url}/control/clock`, { method: 'POST', body: JSON.stringify({ offset_ms: 20_000 }) });
    expect(await own.trading.placeOrder(request())).toMatchObject({ status: 'closed' });
  });

  it('tells what time the exchange has', async () => {
    await fetch(`${simulator.url}/control/clock`, { method: 'POST', body: JSON.stringify({ offset_ms: -90_000 }) });
    expect(Math.abs((await venue.serverTime())! - (Date.now() - 90_000))).toBeLessThan(500);
  });
});

describe('an exchange that is away at the start', () => {
  it('is there when it is back', async () => {
    simulator.faults.arm({ kind: 'http_before', status: 503, match: 'GET /api/v3/exchangeInfo', count: 2 });
    const late = await open();
    await expect(late.market.markets()).rejects.toThrow();
    await expect(late.market.candles(PAIR, '1m', null, 5)).rejects.toThrow();
    expect((await late.market.markets()).has(PAIR)).toBe(true);
    expect(await late.market.candles(PAIR, '1m', null, 5)).not.toHaveLength(0);
    expect(await late.trading.placeOrder(request())).toMatchObject({ status: 'closed' });
  });
});

describe('an exchange that asks to wait', () => {
  it('is left alone for as long as it has said, whatever else arrives meanwhile', async () => {
    let isBanning = false;
    const fetchImplementation = async (url: string, init: RequestInit) => {
      if (!isBanning) return fetch(url, init);
      const isOrder = init.method === 'POST';
      // one that was under way is answered later, with a shorter wait
      if (!isOrder) await pause(200);
      const headers = isOrder ? { 'Retry-After': '60' } : {};
      return new Response('{"code":-1003,"msg":"Too many requests."}', { status: isOrder ? 418 : 429, headers });
    };
    const banned = await open({ ccxt: { fetchImplementation, enableRateLimit: false } });
    await banned.market.markets();
    isBanning = true;
    const underWay = failure(banned.market.orderBook(PAIR, 5));
    expect(await failure(banned.trading.placeOrder(request()))).toBeInstanceOf(OrderOutcomeUnknown);
    expect(await underWay).toMatchObject({ code: 'DDOS_PROTECTION' });
    const refused = (await failure(banned.trading.balances())) as DDosProtection;
    expect(refused.retryAt - Date.now()).toBeGreaterThan(50_000);
  });
});

describe('look-ups', () => {
  it('whose answer is empty say that it can not be read', async () => {
    const { orderId } = await venue.trading.placeOrder(request());
    simulator.faults.arm({ kind: 'empty_after', match: 'GET /api/v3/order' });
    await expect(venue.trading.findOrder({ orderId }, PAIR)).rejects.toThrow("the answer can't be read");
  });

  it("are not believed when they are about another's order", async () => {
    const mine = request();
    await venue.trading.placeOrder(mine);
    const other = await venue.trading.placeOrder(request());
    simulator.faults.arm({ kind: 'foreign_id_after', match: 'GET /api/v3/order' });
    await expect(venue.trading.findOrder({ clientOrderId: mine.clientOrderId }, PAIR)).rejects.toThrow('another order');
    expect(await venue.trading.findOrder({ orderId: other.orderId }, PAIR)).toMatchObject({ orderId: other.orderId });
  });
});
