import { expect, it } from 'vitest';
import type { ExchangePush } from '../ports/pushes.ts';
import { traitsOf } from '../traits/all.ts';
import { OrderIds } from './order-ids.ts';
import { CcxtPushes } from './pushes.ts';
import { Streams } from './streams.ts';

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
  const streams = new Streams(data as never, undefined);
  const session = { clients: { data, orders: { has: {} } }, now: () => 0, monotonic: () => 0 };
  const pushes = new CcxtPushes(session as never, streams, new OrderIds(traitsOf('binance')), {
    hasAccount: false,
    contracts: undefined as never,
    tickersHaveQuotes: true,
    isHeardPairByPair: call === 'watchTicker',
    endedCandles: null,
  });
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
