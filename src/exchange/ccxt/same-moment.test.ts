import type { Order as CcxtOrder } from 'ccxt';
import { expect, it } from 'vitest';
import { pushesOver } from '../../../tests/fakes/ccxt-pushes.ts';
import type { ExchangePush } from '../ports/pushes.ts';
import { traitsOf } from '../traits/all.ts';
import { HeardOrders } from './heard-orders.ts';
import { createClient, loadCcxtClass } from './load.ts';

const PAIRS = ['A/USDT', 'B/USDT'];

type Call = 'watchBidsAsks' | 'watchTicker';
interface Quote {
  readonly bid: number;
  readonly ask: number;
}

/** Listens to prices. @param memory where ccxt keeps what has come */
function listened(call: Call, memory: 'bidsasks' | 'tickers') {
  const heard: string[] = [];
  const kept: Record<string, Quote> = {};
  const waiting: { readonly isOf: (pair: string) => boolean; readonly resolve: (pair: string, quote: Quote) => void }[] = [];
  const data = {
    has: { [call]: true },
    markets: Object.fromEntries(PAIRS.map((pair) => [pair, {}])),
    [memory]: kept,
    watchBidsAsks: (pairs: string[]) =>
      new Promise((resolve) => {
        waiting.push({ isOf: (pair) => pairs.includes(pair), resolve: (pair, quote) => resolve({ [pair]: quote }) });
      }),
    watchTicker: (wanted: string) =>
      new Promise((resolve) => {
        waiting.push({ isOf: (pair) => pair === wanted, resolve: (_pair, quote) => resolve(quote) });
      }),
  };
  const send = (pair: string, bid: number) => {
    const quote = { bid, ask: bid + 1 };
    kept[pair] = quote;
    const index = waiting.findIndex(({ isOf }) => isOf(pair));
    if (index >= 0) waiting.splice(index, 1)[0]!.resolve(pair, quote);
  };
  const { pushes, streams } = pushesOver(data, { isHeardPairByPair: call === 'watchTicker' });
  pushes.watch(PAIRS, '5m', (push: ExchangePush) => heard.push(push.kind === 'ticker' ? `${push.pair} ${push.ticker.bid}` : push.kind));
  return {
    /** Messages that one packet holds: none of them is waited for anew before all have come. */
    packet: async (messages: readonly (readonly [string, number])[]) => {
      for (const [pair, bid] of messages) send(pair, bid);
      // whoever has worked for long rests for up to 20 ms
      await new Promise((resolve) => setTimeout(resolve, 50));
      return heard.splice(0);
    },
    close: async () => {
      pushes.close();
      const closed = streams.close();
      for (const pair of PAIRS) send(pair, 0);
      await closed;
    },
  };
}

const PACKET = [
  ['A/USDT', 1],
  ['B/USDT', 2],
] as const;

it.each(['bidsasks', 'tickers'] as const)('prices that come in one packet are all heard, kept in %s', async (memory) => {
  const { packet, close } = listened('watchBidsAsks', memory);
  for (let bid = 1; bid < 4; bid++) {
    const heard = await packet(PACKET.map(([pair, one]) => [pair, one * bid]));
    expect(heard).toEqual([`A/USDT ${bid}`, `B/USDT ${2 * bid}`]);
  }
  await close();
});

it.each(['watchBidsAsks', 'watchTicker'] as const)('%s: of prices of one pair in one packet the last counts', async (call) => {
  const { packet, close } = listened(call, call === 'watchTicker' ? 'tickers' : 'bidsasks');
  expect(await packet([...PACKET, ['A/USDT', 3], ['B/USDT', 4]])).toEqual(['A/USDT 3', 'B/USDT 4']);
  await close();
});

/** A client of ccxt as we use it, and how it is given what has come. */
async function hearing(name: string) {
  const client = createClient(await loadCcxtClass(name), {});
  traitsOf(name).tame(client);
  const socket = { url: 'wss://exchange', subscriptions: {}, resolve: () => undefined };
  const hear = (message: object): unknown => Reflect.apply(Reflect.get(client, 'handleMessage'), client, [socket, message]);
  return { client, hear };
}

it('of reports on orders that come in one message each is heard, of which market they ever were (kraken)', async () => {
  const { client, hear } = await hearing('kraken');
  const said = (...data: object[]) => hear({ channel: 'executions', type: 'update', data });
  const kept = () => [...(client.orders ?? [])].map(({ id, symbol, status, filled }: CcxtOrder) => [id, symbol, status, filled]);
  const whole = { order_id: 'A', symbol: 'BTC/USDT', order_qty: 2, limit_price: 5, cum_qty: 0, exec_type: 'pending_new' };
  said({ ...whole, order_status: 'pending_new' }, { ...whole, order_id: 'B', symbol: 'ETH/USDT', order_status: 'pending_new' });
  said({ order_id: 'A', exec_type: 'new', order_status: 'new' }, { order_id: 'B', exec_type: 'new', order_status: 'new' });
  expect(kept()).toEqual([
    ['A', 'BTC/USDT', 'open', 0],
    ['B', 'ETH/USDT', 'open', 0],
  ]);
  const fill = { ...whole, exec_type: 'trade', order_status: 'partially_filled', last_qty: 1 };
  said({ ...fill, cum_qty: 1 }, { ...fill, cum_qty: 2 }, { order_id: 'A', exec_type: 'filled', order_status: 'filled', cum_qty: 2 });
  said({ order_id: 'B', exec_type: 'canceled', order_status: 'canceled', cum_qty: 0 });
  expect(kept()).toEqual([
    ['A', 'BTC/USDT', 'closed', 2],
    ['B', 'ETH/USDT', 'canceled', 0],
  ]);
});

it('of prices and candles that come in one message each is kept (kraken)', async () => {
  const { client, hear } = await hearing('kraken');
  hear({ channel: 'ticker', data: PACKET.map(([symbol, bid]) => ({ symbol, bid, ask: bid + 1 })) });
  expect(PACKET.map(([pair]) => client.tickers[pair]?.bid)).toEqual([1, 2]);
  const at = '2026-01-01T00:00:00.000000000Z';
  hear({ channel: 'ohlc', data: PACKET.map(([symbol, close]) => ({ symbol, close, interval: 1, interval_begin: at })) });
  expect(PACKET.map(([pair]) => client.ohlcvs[pair]?.['1m']?.[0]?.[4])).toEqual([1, 2]);
});

it('the candle that ends is kept behind the one that begins (bingx)', async () => {
  const { client, hear } = await hearing('bingx');
  for (const [t, c] of [
    [0, 1],
    [60_000, 2],
    [60_000, 3],
  ])
    hear({ dataType: 'BTC-USDT@kline_1min', data: { e: 'kline', K: { t, T: t, c } } });
  expect(client.ohlcvs['BTC-USDT']?.['1m']?.map((row: readonly unknown[]) => [row[0], row[4]])).toEqual([
    [0, 1],
    [60_000, 3],
  ]);
});

it.each([
  ['kraken', { params: { channel: 'ohlc', symbol: ['B/USDT'], interval: 5 } }],
  ['bitget', { args: PACKET.map(([pair]) => ({ instType: 'SPOT', channel: 'candle5m', instId: pair.replace('/', '') })) }],
] as const)('candles of all pairs are asked for in one message (%s)', async (name, expected) => {
  const { client } = await hearing(name);
  const asked: object[] = [];
  Object.assign(client, {
    loadMarkets: async () => ({}),
    market: (pair: string) => ({ id: pair.replace('/', ''), type: 'spot', spot: true }),
    client: () => ({ subscriptions: { 'ohlcv@A/USDT': true } }),
    watchMultiple: async (_address: string, _hashes: string[], message: object) => asked.push(message),
  });
  expect(client.has['watchOHLCVForSymbols']).toBe(true);
  await client.watchOHLCVForSymbols(PACKET.map(([pair]) => [pair, '5m']));
  expect(asked).toEqual([expect.objectContaining(expected)]);
});

it('prices of a pair that joins are asked for, too (coinex)', async () => {
  const { client } = await hearing('coinex');
  const sent: { readonly params: object }[] = [];
  const socket = {
    subscriptions: {},
    future: () => new Promise(() => undefined),
    connect: async () => undefined,
    send: async (message: { readonly params: object }) => sent.push(message),
  };
  Object.assign(client, {
    loadMarkets: async () => ({}),
    market: (symbol: string) => ({ id: symbol.replace('/', ''), symbol, type: 'spot' }),
    client: () => socket,
  });
  for (const pairs of [['A/USDT'], PAIRS, PAIRS]) {
    client.watchBidsAsks(pairs).catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(sent.map(({ params }) => params)).toEqual([{ market_list: ['AUSDT'] }, { market_list: ['AUSDT', 'BUSDT'] }]);
});

it("a key of the account's stream that is kept good is not made anew (bingx)", async () => {
  const { client } = await hearing('bingx');
  let made = 0;
  const answers = { delay: () => undefined, userAuthPrivatePostUserDataStream: async () => ({ listenKey: `key ${++made}` }) };
  Object.assign(client, answers);
  const open = (): Promise<void> => Reflect.apply(Reflect.get(client, 'authenticate'), client, []);
  await open();
  Object.assign(client.options, { lastAuthenticatedTime: 0 });
  await open();
  expect([client.options['listenKey'], made]).toEqual(['key 1', 1]);
  // as where it could not be kept good
  Object.assign(client.options, { listenKey: undefined });
  await open();
  expect([client.options['listenKey'], made]).toEqual(['key 2', 2]);
});

it('an order that is changed where it lies is heard, and each change once', () => {
  const orders = new HeardOrders();
  const order = { symbol: 'A/USDT', id: '1', status: 'open', filled: 0 };
  const others = ['2', '3'].map((id) => ({ ...order, id }));
  const news = (answer: readonly object[] = []) =>
    orders.news([order, ...others] as CcxtOrder[], answer as CcxtOrder[]).map(({ id, status, filled }) => `${id} ${status} ${filled}`);
  expect(news([order])).toEqual(['1 open 0', '2 open 0', '3 open 0']);
  order.filled = 1;
  // ccxt may take another for the new one
  expect(news([others[1]!])).toEqual(['1 open 1']);
  order.status = 'canceled';
  expect([news(), news([order])]).toEqual([['1 canceled 1'], []]);
});
