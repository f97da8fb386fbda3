import type { Exchange as CcxtExchange, Order as CcxtOrder } from 'ccxt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient, loadCcxtClass } from '../../src/exchange/ccxt/load.ts';
import { dialectNamed } from '../../src/simulator/dialects/all.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';

/**
 * Stops that lie on an exchange, through unchanged ccxt with the parameters that freqtrade sends: laid, found, cancelled, woken by the
 * price. What is asked of ccxt differs from exchange to exchange; what the account has in the end is judged by its ledger.
 */

interface StopWays {
  readonly name: string;
  /** freqtrade's names of its orders, and what ccxt calls them. */
  readonly types: Readonly<Record<string, 'limit' | 'market'>>;
  readonly parameters: (stopPrice: number) => object;
  /** Carries our id into a new stop. */
  readonly clientIdParameter: string;
  /** What ccxt calls the price that wakes it; usually `triggerPrice`. */
  readonly priceAs?: 'stopLossPrice';
  /** Needed wherever the stop itself is meant. */
  readonly marked: object;
  /** Where the call for one order does not know stops. */
  readonly byId?: (client: CcxtExchange, id: string) => Promise<CcxtOrder | undefined>;
  readonly byClientId: (client: CcxtExchange, clientId: string) => Promise<CcxtOrder | undefined>;
  /** Whether a stop is an order that waits, not an entry in a book of its own. */
  readonly isOrder: boolean;
  /** Whether what it would sell is bound. */
  readonly bindsCoins: boolean;
  /** What ccxt calls a stop that was woken. */
  readonly woken: string;
  /** The order that a woken stop became, where that is another. */
  readonly becameOrder?: (client: CcxtExchange, clientId: string) => Promise<CcxtOrder>;
}

const PAIR = 'BTC/USDT';
const AMOUNT = 0.01;
const CLIENT_ID = 'ftx0123456789abcdef01234567';

/** Among the waiting and the finished stops. */
async function listedStop(client: CcxtExchange, isIt: (order: CcxtOrder) => boolean): Promise<CcxtOrder | undefined> {
  const waiting = await client.fetchOpenOrders(PAIR, undefined, undefined, { stop: true });
  return [...waiting, ...(await client.fetchCanceledAndClosedOrders(PAIR, undefined, undefined, { stop: true }))].find(isIt);
}

const WAYS: readonly StopWays[] = [
  {
    name: 'bingx',
    types: { limit: 'limit', market: 'market' },
    parameters: (stopLossPrice) => ({ stopLossPrice }),
    clientIdParameter: 'clientOrderId',
    priceAs: 'stopLossPrice',
    marked: {},
    byClientId: (client, clientOrderID) => client.fetchOrder(undefined as unknown as string, PAIR, { clientOrderID }) as Promise<CcxtOrder>,
    isOrder: true,
    bindsCoins: true,
    woken: 'closed',
  },
  {
    name: 'bitget',
    types: { limit: 'limit', market: 'market' },
    parameters: (stopPrice) => ({ stopPrice }),
    clientIdParameter: 'clientOid',
    marked: { stop: true },
    byId: (client, id) => listedStop(client, (order) => order.id === id),
    byClientId: (client, clientOid) => listedStop(client, ({ clientOrderId }) => clientOrderId === clientOid),
    isOrder: false,
    bindsCoins: false,
    woken: 'closed',
    // the order has the stop's number as its client id
    becameOrder: async (client, clientOid) => {
      const stop = await listedStop(client, ({ clientOrderId }) => clientOrderId === clientOid);
      return (await client.fetchCanceledAndClosedOrders(PAIR)).find(({ clientOrderId }) => clientOrderId === stop?.id) as CcxtOrder;
    },
  },
  {
    name: 'htx',
    types: { 'stop-limit': 'limit' },
    parameters: (stopPrice) => ({ stopPrice, operator: 'lte' }),
    clientIdParameter: 'clientOrderId',
    marked: {},
    byClientId: (client, clientOrderId) => client.fetchOrder('', PAIR, { clientOrderId }) as Promise<CcxtOrder>,
    isOrder: true,
    bindsCoins: true,
    woken: 'closed',
  },
  {
    name: 'kucoin',
    types: { limit: 'limit', market: 'market' },
    parameters: (stopPrice) => ({ stopPrice, stop: 'loss' }),
    clientIdParameter: 'clientOid',
    marked: { stop: true },
    // asked for one of that id, ccxt takes the list that is answered for nothing and tells of an empty order
    byClientId: async (client, clientOid) =>
      (await client.fetchOpenOrders(PAIR, undefined, undefined, { stop: true })).find(({ clientOrderId }) => clientOrderId === clientOid),
    isOrder: false,
    bindsCoins: false,
    woken: 'cancelled',
    becameOrder: (client, clientOid) => client.fetchOrder(clientOid, PAIR, { clientOid, hf: true }) as Promise<CcxtOrder>,
  },
];

describe.each(WAYS)('stops in the dialect of $name', (ways) => {
  let simulator: Simulator;
  let client: CcxtExchange;

  beforeEach(async () => {
    const dialect = dialectNamed(ways.name);
    simulator = await startSimulator({ dialect, seed: 'stops', balances: { USDT: 100_000, BTC: 1 } });
    simulator.exchange.movePrice(btc(), { fixed: 60_000 });
    const { key, secret, passphrase } = simulator.credentials;
    client = createClient(await loadCcxtClass(ways.name), {
      ...dialect.ccxtConfig(simulator.url, simulator.url.replace('http', 'ws')),
      apiKey: key,
      secret,
      password: passphrase,
      enableRateLimit: false,
    });
    await client.loadMarkets();
  });
  afterEach(async () => {
    await client.close();
    await simulator.close();
  });

  const engine = () => simulator.exchange;
  const btc = () => engine().symbol('BTCUSDT');
  const lay = async (type: string): Promise<string> => {
    const parameters = { ...ways.parameters(59_000), [ways.clientIdParameter]: CLIENT_ID };
    const limit = ways.types[type] === 'limit' ? 58_500 : undefined;
    const { id } = await client.createOrder(PAIR, type, 'sell', AMOUNT, limit, parameters);
    return String(id);
  };
  const found = async (id: string) =>
    (ways.byId === undefined ? await client.fetchOrder(id, PAIR, ways.marked) : await ways.byId(client, id)) as CcxtOrder;

  it.each(Object.entries(ways.types))('%s: is laid, found by both ids, and cancelled', async (type, carriedOutAs) => {
    const id = await lay(type);
    if (ways.isOrder) expect(engine().orders).toMatchObject([{ status: 'open', isTriggered: false, type: carriedOutAs, amount: AMOUNT }]);
    else
      expect(engine().conditionals).toMatchObject([{ status: 'waiting', request: { type: carriedOutAs, side: 'sell', amount: AMOUNT } }]);
    expect(engine().wallet.of('BTC').locked).toBe(ways.bindsCoins ? AMOUNT : 0);
    for (const order of [await found(id), await ways.byClientId(client, CLIENT_ID)]) {
      expect(order).toMatchObject({
        id,
        clientOrderId: CLIENT_ID,
        status: 'open',
        side: 'sell',
        amount: AMOUNT,
        [ways.priceAs ?? 'triggerPrice']: 59_000,
      });
    }
    await client.cancelOrder(id, PAIR, ways.marked);
    expect([...engine().orders, ...engine().conditionals]).toMatchObject([{ status: 'cancelled' }]);
    expect((await found(id)).status).toMatch(/^cancell?ed$/);
    await expect(client.cancelOrder(id, PAIR, ways.marked)).rejects.toThrow();
  });

  it.each(Object.entries(ways.types))('%s: sells once the price has come down to it, and not before', async (type) => {
    const id = await lay(type);
    engine().movePrice(btc(), { fixed: 59_400 });
    expect((await found(id)).status).toBe('open');
    engine().movePrice(btc(), { fixed: 58_900 });
    const stop = await found(id);
    expect(stop.status).toBe(ways.woken);
    const sold = ways.becameOrder === undefined ? stop : await ways.becameOrder(client, CLIENT_ID);
    expect(sold).toMatchObject({ status: 'closed', side: 'sell', filled: AMOUNT });
    expect(engine().orders).toMatchObject([{ status: 'filled', side: 'sell', executed: AMOUNT }]);
    expect(engine().wallet.of('BTC')).toMatchObject({ free: 1 - AMOUNT, locked: 0 });
  });
});
