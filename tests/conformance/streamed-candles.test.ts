import { expect, it, vi } from 'vitest';
import { must } from '../../src/core/must.ts';
import { loadCcxtClass } from '../../src/exchange/ccxt/load.ts';
import type { Exchange } from '../../src/exchange/port.ts';
import type { ExchangePush } from '../../src/exchange/ports/pushes.ts';
import { traitsOf } from '../../src/exchange/traits/all.ts';
import { DIALECTS } from '../../src/simulator/dialects/all.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { openDialect } from '../fakes/dialect-venue.ts';

/** Within a minute, and near the machine's clock, by which some are asked: nothing of the running candle changes while the clock stands. */
const STANDING = Math.floor(Date.now() / 60_000) * 60_000 + 30_000;
/** What needs no key is asked without one: no signature is too old. */
const NOBODY = { apiKey: undefined, secret: undefined, password: undefined };

const DEALS = Object.values(DIALECTS).flatMap((dialect) => {
  const spot = dialect.contractsOnlyIn === undefined ? [{ dialect, name: dialect.name, isFutures: false }] : [];
  const has = traitsOf(dialect.name, true).futures !== null;
  return [...spot, ...(has ? [{ dialect, name: `${dialect.name}, contracts`, isFutures: true }] : [])];
});

/** A simulated exchange and what is heard of it, both by one clock. */
async function opened({ dialect, isFutures }: Pick<(typeof DEALS)[number], 'dialect' | 'isFutures'>, seed: string, now: () => number) {
  const simulator = await startSimulator({ dialect, seed, now, perpetuals: isFutures });
  const venue = await openDialect(simulator, dialect, {
    ...{ ...NOBODY, enableStreams: true, now, wall: now },
    ...(isFutures ? { tradingMode: 'futures' as const } : {}),
  });
  return { simulator, venue };
}

/** Its pair of BTC. */
async function pairOf({ market }: Pick<Exchange, 'market'>, isFutures: boolean): Promise<string> {
  const markets = [...(await market.markets()).values()];
  return must(
    markets.find(({ base, isSpot, isSwap }) => base === 'BTC' && (isFutures ? isSwap : isSpot)),
    'BTC',
  ).pair;
}

it.each(DEALS.filter(({ dialect }) => traitsOf(dialect.name, false).endedCandles !== null))(
  'a candle has ended by the word of the exchange, before the next begins ($name)',
  async ({ dialect, isFutures }) => {
    let clock = STANDING;
    const now = () => clock;
    const { simulator, venue } = await opened({ dialect, isFutures }, 'ended', now);
    const heard: ExchangePush[] = [];
    try {
      const pair = await pairOf(venue, isFutures);
      venue.pushes.watch([pair], '1m', (push) => {
        if (push.kind !== 'ticker') heard.push(push);
      });
      await vi.waitFor(() => expect(heard.some(({ kind }) => kind === 'candle')).toBe(true), { timeout: 20_000 });
      expect(heard.some(({ kind }) => kind === 'candle_end')).toBe(false);
      const start = STANDING - 30_000;
      clock = start + 60_000;
      await vi.waitFor(() => expect(heard).toContainEqual({ kind: 'candle_end', pair, start }), { timeout: 20_000 });
      const asked = must(
        (await venue.market.candles(pair, '1m', null, 5)).find(([at]) => at === start),
        'the candle',
      );
      expect(heard.findLast((push) => push.kind === 'candle' && push.row[0] === start)).toEqual({ kind: 'candle', pair, row: asked });
    } finally {
      await venue.close();
      await simulator.close();
    }
  },
);

it.each(DEALS)('a candle that is streamed is the one that is asked for ($name)', async ({ dialect, isFutures }) => {
  const Class = await loadCcxtClass(dialect.name);
  if (new Class({}).has['watchOHLCV'] !== true) return;
  const now = () => STANDING;
  const { simulator, venue } = await opened({ dialect, isFutures }, 'streamed', now);
  const heard: ExchangePush[] = [];
  try {
    const pair = await pairOf(venue, isFutures);
    venue.pushes.watch([pair], '1m', (push) => heard.push(push));
    const last = () => heard.findLast((push) => push.kind === 'candle' && push.pair === pair);
    await vi.waitFor(() => expect(last()).toBeDefined(), { timeout: 20_000 });
    const streamed = must(last(), 'a candle');
    const asked = await venue.market.candles(pair, '1m', null, 5);
    expect(streamed).toEqual({ kind: 'candle', pair, row: asked.at(-1) });
    // how a candle that was under way went on while nothing was heard, nobody knows
    await fetch(`${simulator.url}/control/streams/cut`, { method: 'POST', body: '{}' });
    await vi.waitFor(() => expect(heard).toContainEqual({ kind: 'candle_break', pair }), { timeout: 20_000 });
  } finally {
    await venue.close();
    await simulator.close();
  }
});

it.each(DEALS.filter(({ name }) => /^(binance|kraken)/.test(name)))(
  'other pairs are heard over the same connections, and another timeframe, too ($name)',
  async ({ dialect, isFutures }) => {
    const Class = await loadCcxtClass(dialect.name);
    if (new Class({}).has['watchOHLCV'] !== true) return;
    const { simulator, venue } = await opened({ dialect, isFutures }, 'other', () => STANDING);
    const heard: ExchangePush[] = [];
    try {
      const pairs = [...(await venue.market.markets()).values()].filter(({ isSpot }) => isSpot !== isFutures).map(({ pair }) => pair);
      for (const count of [1, 2, 3]) {
        const wanted = pairs.slice(0, count);
        venue.pushes.watch(wanted, '1m', (push) => heard.push(push));
        for (const kind of ['ticker', 'candle'] as const) {
          const hears = (pair: string) => heard.some((push) => push.kind === kind && push.pair === pair);
          await vi.waitFor(() => expect(wanted.every(hears)).toBe(true), { timeout: 20_000 });
        }
      }
      if (dialect.name === 'binance') {
        const cut = await fetch(`${simulator.url}/control/streams/cut`, { method: 'POST', body: '{}' });
        // of prices and of candles
        expect(await cut.json()).toEqual({ cut: 2 });
      }
      heard.length = 0;
      const pair = pairs[0]!;
      venue.pushes.watch([pair], '15m', (push) => heard.push(push));
      await vi.waitFor(() => expect(heard.some(({ kind }) => kind === 'candle')).toBe(true), { timeout: 20_000 });
      const asked = await venue.market.candles(pair, '15m', null, 5);
      expect(heard.filter(({ kind }) => kind === 'candle')).toEqual([{ kind: 'candle', pair, row: asked.at(-1) }]);
    } finally {
      await venue.close();
      await simulator.close();
    }
  },
);
