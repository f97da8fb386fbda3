import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { symbolsFor } from './engine/symbol.ts';
import { FAULT_KINDS, type Fault } from './faults.ts';
import { DEFAULT_CREDENTIALS, type Simulator, startSimulator } from './server.ts';

describe('faults of the built-in exchange', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator({ symbols: symbolsFor(['BTC/USDT']), balances: { USDT: 100_000 } });
  });
  afterAll(() => simulator.close());
  beforeEach(() => simulator.faults.clear());

  /** @returns status and body, or the reason why there is none */
  async function call(method: string, path: string, params: Record<string, string> = {}): Promise<{ status: number; text: string }> {
    const unsigned = new URLSearchParams({ ...params, timestamp: String(simulator.exchange.now()), recvWindow: '5000' }).toString();
    const signature = createHmac('sha256', DEFAULT_CREDENTIALS.secret).update(unsigned).digest('hex');
    try {
      const response = await fetch(`${simulator.url}${path}?${unsigned}&signature=${signature}`, {
        method,
        headers: { 'x-mbx-apikey': DEFAULT_CREDENTIALS.key },
        signal: AbortSignal.timeout(300),
      });
      return { status: response.status, text: await response.text() };
    } catch {
      return { status: 0, text: '' };
    }
  }
  const control = (path: string, body: object) =>
    fetch(`${simulator.url}/control/${path}`, { method: 'POST', body: JSON.stringify(body) }).then((answer) => answer.json());
  const arm = (fault: Partial<Fault>) => simulator.faults.arm(fault);
  let number = 0;
  const rest = () => {
    const { exchange } = simulator;
    return {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '0.01',
      newClientOrderId: `o${++number}`,
      price: String(Math.round(exchange.price(exchange.symbol('BTCUSDT')) * 0.9)),
    };
  };

  it.each(FAULT_KINDS.filter((kind) => !['unknown_order', 'empty_list', 'fill_before'].includes(kind)))(
    '%s: the order exists afterwards, or does not, as the name says',
    async (kind) => {
      const order = rest();
      arm({ kind, ms: 200 });
      const { status, text } = await call('POST', '/api/v3/order', order);
      const wasTold = ['delay_before', 'delay_after', 'forget_order'].includes(kind);
      expect(status === 200 && text.includes(order.newClientOrderId)).toBe(wasTold);
      const exists = simulator.exchange.orders.some((known) => known.clientId === order.newClientOrderId);
      expect(exists).toBe(!kind.endsWith('_before') || kind === 'delay_before');
      await new Promise((resolve) => setTimeout(resolve, 210));
    },
  );

  it('bans for as long as told, and says for how long', async () => {
    arm({ kind: 'ban_after', status: 429, ms: 150 });
    expect((await call('POST', '/api/v3/order', rest())).status).toBe(429);
    expect((await call('GET', '/api/v3/openOrders')).status).toBe(429);
    await new Promise((resolve) => setTimeout(resolve, 160));
    expect((await call('GET', '/api/v3/openOrders')).status).toBe(200);
  });

  it('forgets an order, denies one, fills one before its cancel, lets requests pass first', async () => {
    const order = rest();
    const key = { symbol: 'BTCUSDT', origClientOrderId: order.newClientOrderId };
    arm({ kind: 'forget_order', ms: 150 });
    await call('POST', '/api/v3/order', order);
    expect((await call('GET', '/api/v3/order', key)).text).toContain('-2013');
    expect((await call('GET', '/api/v3/openOrders')).text).not.toContain(order.newClientOrderId);
    await new Promise((resolve) => setTimeout(resolve, 160));
    expect((await call('GET', '/api/v3/openOrders')).text).toContain(order.newClientOrderId);

    arm({ kind: 'unknown_order', match: '(GET|DELETE) /api/v3/order', count: 2, skip: 1 });
    expect((await call('GET', '/api/v3/order', key)).status).toBe(200);
    expect((await call('GET', '/api/v3/order', key)).text).toContain('-2013');
    expect((await call('DELETE', '/api/v3/order', key)).text).toContain('-2011');
    arm({ kind: 'empty_list', match: 'openOrders' });
    expect((await call('GET', '/api/v3/openOrders')).text).toBe('[]');

    arm({ kind: 'fill_before', match: 'DELETE', ratio: 0.5 });
    expect(JSON.parse((await call('DELETE', '/api/v3/order', key)).text)).toMatchObject({ status: 'CANCELED', executedQty: '0.00500000' });
  });

  it('sets its clock, is slow, is away, trades by hand', async () => {
    await control('clock', { offset_ms: -5000 });
    expect(JSON.parse((await call('GET', '/api/v3/time')).text).serverTime).toBeLessThan(Date.now() - 4000);
    await control('clock', { offset_ms: 0 });
    await control('latency', { ms: 100 });
    const start = performance.now();
    await call('GET', '/api/v3/time');
    expect(performance.now() - start).toBeGreaterThan(95);
    await control('latency', { ms: 0 });
    await control('outage', { ms: 150 });
    expect((await call('GET', '/api/v3/time')).status).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 160));
    expect((await call('GET', '/api/v3/time')).status).toBe(200);
    expect(await control('order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: 0.01 })).toMatchObject({ status: 'FILLED' });
  });

  it('refuses a fault it does not know', () => {
    expect(() => arm({ kind: 'nothing' as 'http_before' })).toThrow('"kind" must be one of');
    expect(() => arm({ kind: 'delay_after', ms: 'long' as unknown as number })).toThrow('"ms" must be a number.');
  });
});
