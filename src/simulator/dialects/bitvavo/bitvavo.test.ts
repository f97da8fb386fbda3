import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../server.ts';
import { bitvavo } from './bitvavo.ts';

const CLIENT_ID = 'f77e5e01-2345-4678-89ab-cdef01234567';

/** What Bitvavo refuses, and with which code and status; what ccxt makes of the rest is held by the conformance suite. */
describe("the simulator in Bitvavo's dialect", () => {
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await startSimulator({ dialect: bitvavo, balances: { USDT: 1000 } });
  });
  afterEach(() => simulator.close());

  const call = async (method: string, address: string, input?: object, at = Date.now()) => {
    const body = input === undefined ? '' : JSON.stringify(input);
    const { key, secret } = simulator.credentials;
    const response = await fetch(simulator.url + address, {
      method,
      ...(body === '' ? {} : { body }),
      headers: {
        'bitvavo-access-key': key,
        'bitvavo-access-timestamp': String(at),
        'bitvavo-access-signature': createHmac('sha256', secret).update(`${at}${method}${address}${body}`).digest('hex'),
      },
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const order = { market: 'BTC-USDT', side: 'buy', orderType: 'limit', amount: '0.001', price: '50000', operatorId: 7 };
  const refused = async (change: object) => {
    const { status, body } = await call('POST', '/v2/order', { ...order, ...change });
    return [status, body['errorCode']];
  };

  it('refuses orders that it would not take', async () => {
    expect(await refused({ operatorId: undefined })).toEqual([400, 203]);
    expect(await refused({ operatorId: 'me' })).toEqual([400, 205]);
    expect(await refused({ clientOrderId: 'ftts-e-0123456789abcdef01234567' })).toEqual([400, 205]);
    expect(await refused({ market: 'BTCUSDT' })).toEqual([400, 205]);
    expect(await refused({ timeInForce: 'PO' })).toEqual([400, 205]);
    expect(await refused({ orderType: 'market' })).toEqual([400, 202]);
    expect(await refused({ newClientOrderId: CLIENT_ID })).toEqual([400, 204]);
    expect(await refused({ amount: '0.0000001' })).toEqual([400, 205]);
    expect(await refused({ amount: '0.00002' })).toEqual([400, 217]);
    expect(await refused({ amount: '1' })).toEqual([400, 216]);
    expect(simulator.exchange.orders).toHaveLength(0);
  });

  it('takes a client id once while its order is open, and finds by it', async () => {
    const placed = await call('POST', '/v2/order', { ...order, clientOrderId: CLIENT_ID });
    expect(placed).toMatchObject({ status: 200, body: { status: 'new', clientOrderId: CLIENT_ID, operatorId: 7, fills: [] } });
    expect(await refused({ clientOrderId: CLIENT_ID })).toEqual([400, 220]);
    const found = await call('GET', `/v2/order?market=BTC-USDT&clientOrderId=${CLIENT_ID}`);
    expect(found.body).toEqual(placed.body);
    const { orderId } = placed.body;
    expect(await call('DELETE', `/v2/order?market=BTC-USDT&orderId=${orderId}`)).toMatchObject({ status: 400, body: { errorCode: 203 } });
    expect(await call('DELETE', `/v2/order?market=BTC-USDT&orderId=${orderId}&operatorId=7`)).toMatchObject({
      status: 200,
      body: { orderId },
    });
    expect(await call('DELETE', `/v2/order?market=BTC-USDT&orderId=${orderId}&operatorId=7`)).toMatchObject({ body: { errorCode: 233 } });
    expect(await call('GET', '/v2/order?market=ETH-USDT&orderId=00000000-0000-0460-0100-000000000001')).toMatchObject({
      status: 404,
      body: { errorCode: 240 },
    });
  });

  it('cancels a maker-only order that would take, and what an immediate one has left', async () => {
    const dear = { ...order, price: '90000', amount: '0.001' };
    expect((await call('POST', '/v2/order', { ...dear, postOnly: true })).body).toMatchObject({ status: 'canceledPostOnly' });
    expect((await call('POST', '/v2/order', { ...order, timeInForce: 'IOC' })).body).toMatchObject({ status: 'canceledIOC' });
    expect((await call('POST', '/v2/order', { ...order, timeInForce: 'FOK' })).body).toMatchObject({ status: 'canceledFOK' });
    const { body } = await call('POST', '/v2/order', dear);
    expect(body).toMatchObject({ status: 'filled', feeCurrency: 'USDT', amountRemaining: '0' });
  });

  it('takes no request that is too old, or signed by somebody else', async () => {
    expect(await call('GET', '/v2/balance', undefined, Date.now() - 11_000)).toMatchObject({ status: 403, body: { errorCode: 304 } });
    const bare = await fetch(`${simulator.url}/v2/balance`);
    expect([bare.status, await bare.json()]).toMatchObject([403, { errorCode: 300 }]);
  });

  it('gives of too many candles those at the end, newest first', async () => {
    const hour = 3_600_000;
    const start = Math.floor(Date.now() / hour) * hour - 5 * hour;
    const { body } = await call('GET', `/v2/BTC-USDT/candles?interval=1h&limit=2&start=${start}&end=${start + 4 * hour}`);
    expect((body as unknown as [number][]).map(([at]) => (at - start) / hour)).toEqual([3, 2]);
  });
});
