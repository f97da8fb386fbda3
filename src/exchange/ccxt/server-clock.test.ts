import type { Exchange as CcxtExchange } from 'ccxt';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ServerClock } from './server-clock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('an exchange that does not tell its time to the end keeps nobody from signing', async () => {
  let answer: () => Promise<number> = () => new Promise(() => undefined);
  const source = { has: { fetchTime: true }, fetchTime: () => answer(), options: {} };
  const client = source as unknown as CcxtExchange;
  const clock = new ServerClock({ source: client, clients: [client], wall: () => 50_000, monotonic: () => 0, onMoved: () => undefined });
  let isReady = false;
  const ready = clock.ready().then(() => {
    isReady = true;
  });
  await vi.advanceTimersByTimeAsync(2900);
  expect(isReady).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  await ready;
  expect(source.options).toEqual({});
  // and is asked anew
  answer = async () => 20_000;
  await clock.ready();
  expect(source.options).toEqual({ timeDifference: 30_000 });
});
