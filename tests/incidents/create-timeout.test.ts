import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CcxtVenue, openCcxtExchange } from '../../src/exchange/ccxt/ccxt-exchange.ts';
import { OrderOutcomeUnknown } from '../../src/exchange/errors.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { chance, SEED } from './seed.ts';

const PAIR = 'BTC/USDT';

/** Answers after which nobody knows whether the order was placed: the exchange's own time-out, a gateway's, none at all. */
const ANSWERS: readonly (Partial<Fault> & { readonly name: string })[] = [
  { name: "the exchange's own time-out (-1007)", kind: 'refusal_after', status: 408 },
  { name: 'its time-out, told as a refusal', kind: 'refusal_after', status: 400 },
  {
    name: 'its internal error (-1000, -1001)',
    kind: 'refusal_after',
    status: 500,
    code: -1001,
    msg: 'Internal error; unable to process your request. Please try again.',
  },
  { name: "a gateway's time-out", kind: 'http_after', status: 504 },
  { name: 'a connection that is cut', kind: 'drop_after' },
  { name: 'nothing', kind: 'empty_after' },
];

describe(`create-timeout: was it placed? (seed ${SEED})`, () => {
  let simulator: Simulator;
  let venue: CcxtVenue;
  beforeEach(async () => {
    simulator = await startSimulator({ seed: SEED });
    const base = `${simulator.url}/api/v3`;
    const names = ['public', 'private', 'v1', 'sapi', 'fapiPublic', 'dapiPublic'];
    venue = await openCcxtExchange({
      name: 'binance',
      apiKey: 'simulator-key',
      secret: 'simulator-secret',
      config: { urls: { api: { ...Object.fromEntries(names.map((name) => [name, base])), ws: {} } } },
      enableStreams: false,
      now: Date.now,
      wall: Date.now,
      monotonic: () => performance.now(),
    });
    await venue.market.markets();
  });
  afterEach(async () => {
    await venue.close();
    await simulator.close();
  });

  it.each(ANSWERS)('$name: asked by client id, or found in the lists where that is not kept', async ({ name: _name, ...fault }) => {
    const { pick, whole } = chance('create-timeout');
    const clientOrderId = `ftts-e-${whole(1, 1e9)}`;
    const side = pick(['buy', 'sell'] as const);
    simulator.exchange.wallet.balances.set('BTC', { free: 1, locked: 0 });
    const since = Date.now();
    simulator.faults.arm({ match: 'POST /api/v3/order', ...fault });
    const request = {
      clientOrderId,
      pair: PAIR,
      side,
      orderType: 'market' as const,
      amount: whole(1, 50) / 1000,
      rate: 60_000,
      timeInForce: 'GTC',
    };
    await expect(venue.trading.placeOrder(request)).rejects.toThrow(OrderOutcomeUnknown);
    expect(await venue.trading.findOrder({ clientOrderId }, PAIR)).toMatchObject({ status: 'closed', filled: request.amount });
    const listed = await venue.trading.ordersSince(PAIR, since - 1000);
    expect(listed).toMatchObject([{ clientOrderId, side, update: { filled: request.amount } }]);
    expect(simulator.exchange.orders).toHaveLength(1);
  });
});
