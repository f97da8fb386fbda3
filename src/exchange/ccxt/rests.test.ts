import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pushesOver } from '../../../tests/fakes/ccxt-pushes.ts';
import type { ExchangePush } from '../ports/pushes.ts';

const PAIRS = Array.from({ length: 300 }, (_value, index) => `P${index}/USDT`);

let clock = 0;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Listens to prices. @param cost of listening anew, ms */
function listened(cost: number) {
  const memory: Record<string, { bid: number; ask: number }> = {};
  const heard: ExchangePush[] = [];
  let asked = 0;
  let wake: (answer: object) => void = () => undefined;
  const data = {
    has: { watchBidsAsks: true },
    markets: Object.fromEntries(PAIRS.map((pair) => [pair, {}])),
    bidsasks: memory,
    watchBidsAsks: () => {
      asked++;
      clock += cost;
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
  };
  const { pushes, streams } = pushesOver(data);
  pushes.watch(PAIRS, '5m', (push) => heard.push(push));
  return {
    heard,
    asked: () => asked,
    close: async () => {
      const closed = streams.close();
      pushes.close();
      wake({});
      await vi.advanceTimersByTimeAsync(30);
      await closed;
    },
    /** A message of one pair; a millisecond goes by. */
    send: async (pair: string, bid: number) => {
      memory[pair] = { bid, ask: bid + 1 };
      wake({ [pair]: memory[pair] });
      clock++;
      await vi.advanceTimersByTimeAsync(1);
    },
  };
}

it('hundreds of pairs whose messages come one by one are not listened to anew with each of them, and no price is lost', async () => {
  const { heard, asked, send, close } = listened(1);
  for (let round = 0; round < 600; round++) await send(PAIRS[round % PAIRS.length]!, round + 1);
  await vi.advanceTimersByTimeAsync(30);
  expect(asked()).toBeLessThan(600 / 3);
  const last = new Map(heard.map((push) => [push.pair, push.kind === 'ticker' ? push.ticker.bid : null]));
  expect([...last.values()]).toEqual(PAIRS.map((_pair, index) => PAIRS.length + index + 1));
  await close();
});

it('where it costs next to nothing each message is heard at once', async () => {
  const { heard, asked, send, close } = listened(0.1);
  for (let round = 0; round < 50; round++) {
    await send(PAIRS[round]!, 1);
    expect(heard).toHaveLength(round + 1);
  }
  expect(asked()).toBe(51);
  await close();
});
