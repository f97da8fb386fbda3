import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient, loadCcxtClass } from './load.ts';
import { type Bucket, Pace } from './pace.ts';

const LEAKY: Bucket = { algorithm: 'leakyBucket', refillRate: 1 / 50, capacity: 1, cost: 1, windowSize: 0, rateLimit: 50 };
const ROLLING: Bucket = { ...LEAKY, algorithm: 'rollingWindow', windowSize: 1000, rateLimit: 100 };

describe('the pace of requests', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  /** When each request passed, ms. */
  async function passes(bucket: Bucket, costs: readonly number[]): Promise<number[]> {
    const start = performance.now();
    const pace = new Pace(bucket);
    const times = costs.map((cost) => pace.throttle(cost).then(() => Math.round(performance.now() - start)));
    await vi.advanceTimersByTimeAsync(20_000);
    return Promise.all(times);
  }

  it('is that of a leaky bucket: the first at once, the others as their costs allow', async () => {
    expect(await passes(LEAKY, [1, 1, 4, 1])).toEqual([0, 50, 100, 300]);
  });

  it('is that of a rolling window: as many as it holds at once, the others as the first leave it', async () => {
    expect(await passes(ROLLING, [5, 5, 1, 20, 1])).toEqual([0, 0, 1000, 2000, 3000]);
  });
});

describe('a client of ccxt', () => {
  it('goes on where the calendar is set back by an hour, and forward again', async () => {
    const Class = await loadCcxtClass('binance');
    const client = createClient(Class, { enableRateLimit: true, rateLimit: 20 }) as unknown as { throttle(cost?: number): Promise<void> };
    const real = Date.now;
    try {
      for (const hours of [0, -1, 0, 2, 1]) {
        const start = performance.now();
        Date.now = () => real() + hours * 3_600_000;
        await Promise.all([client.throttle(1), client.throttle(1), client.throttle(1)]);
        expect(performance.now() - start).toBeLessThan(1000);
      }
    } finally {
      Date.now = real;
    }
  });
});
