import { expect, it } from 'vitest';
import { pushesOver } from '../../../tests/fakes/ccxt-pushes.ts';
import type { ExchangePush } from '../ports/pushes.ts';

const MINUTE = 60_000;

/** Listens to candles, of all pairs together or of each. */
function listened(call: 'watchOHLCVForSymbols' | 'watchOHLCV') {
  const heard: string[] = [];
  const ohlcvs: Record<string, Record<string, number[][]>> = {};
  const bidsasks: Record<string, { bid: number; ask: number }> = {};
  /** Those who listen. */
  const waiting: (() => void)[] = [];
  const answer = (empty: object) => () => new Promise((resolve) => waiting.push(() => resolve(empty)));
  const wake = () => {
    for (const one of waiting.splice(0)) one();
  };
  let ended = 0;
  let closed = 0;
  const data = {
    has: { [call]: true, watchBidsAsks: true },
    ohlcvs,
    bidsasks,
    [call]: answer(call === 'watchOHLCV' ? [] : {}),
    watchBidsAsks: answer({}),
    close: async () => void closed++,
    onClose: () => void ended++,
    onError: () => void ended++,
  };
  const { pushes, streams } = pushesOver(data);
  const words = (push: ExchangePush) => {
    if (push.kind === 'candle') return `${push.pair} ${push.row[0] / MINUTE}: ${push.row[5]}`;
    return push.kind === 'ticker' ? `${push.pair} at ${push.ticker.bid}` : `${push.pair} ${push.kind}`;
  };
  return {
    watch: (pairs: readonly string[], timeframe = '1m') => pushes.watch(pairs, timeframe, (push) => heard.push(words(push))),
    /** The exchange's volume of a candle; what has come is read at once, or later. */
    send: async (pair: string, minute: number, volume: number, isRead = true) => {
      ohlcvs[pair] ??= {};
      ohlcvs[pair]['1m'] ??= [];
      const known = ohlcvs[pair]['1m'].find(([at]) => at === minute * MINUTE);
      if (known === undefined) ohlcvs[pair]['1m'].push([minute * MINUTE, 1, 1, 1, 1, volume]);
      else known[5] = volume;
      if (isRead) wake();
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    },
    quote: (pair: string, price: number) => {
      bidsasks[pair] = { bid: price, ask: price };
    },
    breaks: (how: 'onClose' | 'onError' = 'onClose') => (data[how] as (client: object, error: object) => void)({}, {}),
    take: () => heard.splice(0),
    ended: () => ended,
    closed: () => closed,
    close: async () => {
      pushes.close();
      (data['onClose'] as (client: object, error: object) => void)({}, {});
      const over = streams.close();
      wake();
      await over;
    },
  };
}

it.each(['watchOHLCVForSymbols', 'watchOHLCV'] as const)('%s: a break is reported behind what came before it', async (call) => {
  const { watch, send, breaks, take, ended, close } = listened(call);
  watch(['A/USDT']);
  await send('A/USDT', 1, 5);
  expect(take()).toEqual(['A/USDT 1: 5']);
  await send('A/USDT', 1, 6, false);
  breaks();
  expect([take(), ended()]).toEqual([['A/USDT 1: 6', 'A/USDT candle_break'], 1]);
  breaks('onError');
  expect([take(), ended()]).toEqual([['A/USDT candle_break'], 2]);
  await close();
  expect([take(), ended()]).toEqual([[], 3]);
});

it.each(['watchOHLCVForSymbols', 'watchOHLCV'] as const)(
  '%s: nothing is lost between two lists of pairs, nor old news told',
  async (call) => {
    const { watch, send, quote, take, breaks, close } = listened(call);
    quote('B/USDT', 50);
    await send('B/USDT', 1, 9, false);
    watch(['A/USDT']);
    await send('A/USDT', 1, 5);
    take();
    quote('A/USDT', 100);
    await send('A/USDT', 1, 6, false);
    await send('A/USDT', 2, 1, false);
    // what ccxt remembers of a pair that was not watched is long over
    watch(['A/USDT', 'B/USDT']);
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    breaks();
    expect(take().toSorted()).toEqual(['A/USDT 1: 6', 'A/USDT 2: 1', 'A/USDT at 100', 'A/USDT candle_break', 'B/USDT candle_break']);
    await send('B/USDT', 2, 1);
    breaks();
    expect(take()).toContain('B/USDT 2: 1');
    await close();
  },
);

it('connections are made anew where most of what they were asked for is heard in vain', async () => {
  const { watch, closed, close } = listened('watchOHLCV');
  const some = (from: number, count = 30) => Array.from({ length: count }, (_, number) => `C${from + number}/USDT`);
  const after = (pairs: readonly string[], timeframe = '1m') => {
    watch(pairs, timeframe);
    return closed();
  };
  expect([after(some(0)), after(some(0)), after(some(0, 29)), after(some(30)), after(some(60)), after(some(60))]).toEqual([
    0, 0, 0, 0, 1, 1,
  ]);
  expect([after(some(90)), after(some(90), '5m'), after(some(90), '5m')]).toEqual([1, 2, 2]);
  await close();
});
