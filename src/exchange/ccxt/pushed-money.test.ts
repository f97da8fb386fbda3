import type { Order as CcxtOrder } from 'ccxt';
import { afterEach, expect, it, vi } from 'vitest';
import { dialectNamed } from '../../simulator/dialects/all.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import type { ExchangePush } from '../ports/pushes.ts';
import { traitsOf } from '../traits/all.ts';
import { Contracts } from './contracts.ts';
import { createClient, loadCcxtClass } from './load.ts';
import { OrderIds } from './order-ids.ts';
import { CcxtPushes } from './pushes.ts';
import { Streams } from './streams.ts';

/** What ccxt makes of HTX's messages of one order; it keeps them in one object that changes. */
interface Htx {
  orders: CcxtOrder[] | undefined;
  handleOrder(client: object, message: object): void;
}

let simulator: Simulator | null = null;
afterEach(async () => {
  await simulator?.close();
});

/** Source: HTX, "Subscribe Order Updates". */
const message = (more: object) => ({
  action: 'push',
  ch: 'orders#*',
  data: {
    orderId: 27163536,
    clientOrderId: 'fte0123456789abcdef01234567',
    symbol: 'btcusdt',
    type: 'buy-market',
    orderSource: 'spot-api',
    orderValue: '600',
    ...more,
  },
});

it('money that a part of a market order to buy has cost (HTX) is not taken for coins', async () => {
  const dialect = dialectNamed('htx');
  simulator = await startSimulator({ dialect });
  const client = createClient(await loadCcxtClass('htx'), { ...dialect.ccxtConfig(simulator.url, ''), enableRateLimit: false });
  await client.loadMarkets();
  const htx = client as unknown as Htx;
  const part = { eventType: 'trade', tradePrice: '60000', tradeVolume: '0.005', tradeId: 301, tradeTime: 1583854188883, aggressor: true };
  const messages = [
    { eventType: 'creation', orderStatus: 'submitted', orderCreateTime: 1583854188880 },
    { ...part, orderStatus: 'partial-filled', execAmt: '300', remainAmt: '300' },
    { ...part, orderStatus: 'filled', execAmt: '600', remainAmt: '0', tradeId: 302 },
  ].map(message);
  const heard: ExchangePush[] = [];
  const watchOrders = async () => {
    const next = messages.shift();
    if (next === undefined) return new Promise(() => undefined);
    htx.handleOrder({ resolve: () => undefined }, next);
    return [...(htx.orders ?? [])];
  };
  const orders = { has: { watchOrders: true }, watchOrders };
  const session = { clients: { data: { has: {} }, orders }, now: () => 0 };
  const pushes = new CcxtPushes(session as never, new Streams(client, undefined), new OrderIds(traitsOf('htx')), {
    contracts: new Contracts(client),
    hasAccount: true,
    tickersHaveQuotes: true,
    isHeardPairByPair: false,
    endedCandles: null,
  });
  pushes.watch([], '1m', (push) => heard.push(push));
  await vi.waitFor(() => expect(heard.at(-1)).toMatchObject({ kind: 'order', update: { status: 'closed' } }));
  const updates = heard.flatMap((push) => (push.kind === 'order' ? [[push.update.status, push.update.filled]] : []));
  expect(updates).toEqual([
    ['open', 0],
    ['closed', 600],
  ]);
});
