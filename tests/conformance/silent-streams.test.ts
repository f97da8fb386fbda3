import { afterEach, expect, it, vi } from 'vitest';
import type { ExchangePush } from '../../src/exchange/ports/pushes.ts';
import { dialectNamed } from '../../src/simulator/dialects/all.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { openDialect } from '../fakes/dialect-venue.ts';

/** Looks at the streams, ms. */
const EVERY = 10_000;

afterEach(() => {
  vi.useRealTimers();
});

it.each(['binance', 'okx', 'hyperliquid'])('streams of %s that say nothing are connected anew', async (name) => {
  const dialect = dialectNamed(name);
  let offset = 0;
  const now = () => Date.now() + offset;
  const simulator = await startSimulator({ dialect, seed: 'silent', now });
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const states: string[] = [];
  const heard: ExchangePush[] = [];
  const venue = await openDialect(simulator, dialect, {
    ...{ enableStreams: true, now, wall: now, monotonic: () => performance.now() + offset },
    onStreamState: (stream, error) => states.push(`${stream}: ${error ?? 'back'}`),
  });
  const control = (command: string, body: object) =>
    fetch(`${simulator.url}/control/${command}`, { method: 'POST', body: JSON.stringify(body) });
  const prices = () => heard.filter(({ kind }) => kind === 'ticker').length;
  const { pair } = [...(await venue.market.markets()).values()].find(({ base, isSpot }) => isSpot && base === 'BTC')!;
  try {
    venue.pushes.watch([pair], '1m', (push) => heard.push(push));
    await vi.waitFor(() => expect(prices()).toBeGreaterThan(0), { timeout: 10_000 });
    await control('streams/mute', { match: '.' });
    offset += 100_000;
    vi.advanceTimersByTime(EVERY);
    expect(states).toEqual([]);
    offset += 40_000;
    vi.advanceTimersByTime(EVERY);
    expect(states).toContainEqual(expect.stringMatching(/^tickers: it has said nothing for 1\d\d s$/));
    const before = prices();
    await control('streams/mute', {});
    // what has come to the old connection meanwhile would not be heard
    await vi.waitFor(() => expect(prices()).toBeGreaterThan(before), { timeout: 10_000 });
    expect(states).toContain('tickers: back');
    expect(states.filter((state) => !/said nothing|back$/.test(state))).toEqual([]);
  } finally {
    await venue.close();
    await simulator.close();
  }
});
