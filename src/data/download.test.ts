import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CandleRow, columnsOf } from '../core/market/candles.ts';
import { GRACE_MS } from '../core/market/closed-rows.ts';
import type { PublicTrade } from '../core/market/public-trade.ts';
import { EVERYTHING } from '../core/market/timerange.ts';
import { candleFile, loadCandles, saveCandles } from './candle-files.ts';
import { type DownloadPlan, downloadCandles, downloadTrades, type PastSource } from './download.ts';
import { loadTrades, tradeFile } from './trade-files.ts';

const START = Date.UTC(2026, 5, 1);

describe('downloading public trades', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trades-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const trade = (index: number, time: number, hasId = true): PublicTrade => ({
    time,
    id: hasId ? String(index) : null,
    type: null,
    side: index % 2 === 0 ? 'buy' : 'sell',
    price: 100 + index,
    amount: 1,
    cost: 100 + index,
  });

  /** An exchange that tells ten trades a request, from a moment or behind an id. */
  function source(trades: readonly PublicTrade[], countsById: boolean): PastSource & { requests: number } {
    const counted = {
      requests: 0,
      candleLimit: 500,
      candles: async () => [],
      trades: async (_pair: string, since: number, afterId: string | null) => {
        if (++counted.requests > 200) throw new Error('it asks for ever');
        const from =
          countsById && afterId !== null
            ? trades.filter(({ id }) => Number(id) >= Number(afterId))
            : trades.filter(({ time }) => time >= since);
        return from.slice(0, 10);
      },
    };
    return counted;
  }

  const plan = (to: number | null): DownloadPlan => ({
    label: 'trades',
    pair: 'BTC/USDT',
    kind: 'trades',
    folder,
    path: tradeFile(folder, 'BTC/USDT', 'feather'),
    format: 'feather',
    from: START,
    to,
    newFrom: START,
    prepends: false,
    fillsGaps: false,
  });
  const hooks = { now: () => START + 1e9, signal: new AbortController().signal, onProgress: () => undefined, onWarning: () => undefined };
  const stored = async () => [...(await loadTrades(plan(null).path, 'feather'))!.price];

  it.each([true, false])('brings each trade once, in order, and goes on where the file ends (ids are counted: %s)', async (countsById) => {
    const all = Array.from({ length: 95 }, (_value, index) => trade(index, START + Math.floor(index / 4) * 250));
    const half = source(all, countsById);
    expect(await downloadTrades(plan(START + 10 * 250), half, hooks)).toBe(44);
    expect(await stored()).toEqual(all.slice(0, 44).map(({ price }) => price));
    expect(await downloadTrades(plan(null), source(all, countsById), hooks)).toBe(95);
    expect(await stored()).toEqual(all.map(({ price }) => price));
  });

  it('does not ask for ever where a millisecond holds more trades than a request, and they have no ids', async () => {
    const all = Array.from({ length: 40 }, (_value, index) => trade(index, index < 30 ? START + 5 : START + index, false));
    const exchange = source(all, false);
    expect(await downloadTrades(plan(null), exchange, hooks)).toBeGreaterThanOrEqual(20);
    expect(exchange.requests).toBeLessThan(50);
  });

  it('keeps what has come when it is interrupted', async () => {
    const all = Array.from({ length: 50 }, (_value, index) => trade(index, START + index));
    const end = new AbortController();
    let pages = 0;
    const progress = { ...hooks, signal: end.signal, onProgress: () => ++pages === 2 && end.abort() };
    await expect(downloadTrades(plan(null), source(all, true), progress)).rejects.toThrow();
    expect((await stored()).length).toBe(19);
  });
});

describe('downloading candles', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'candles-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const MINUTE = 60_000;
  const row = (minute: number): CandleRow => [START + minute * MINUTE, 1, 1, 1, 1, minute];
  const END = 2000;
  /** An exchange that tells 500 candles a request, of which it never had some. */
  function exchange(lacks: ReadonlySet<number>): PastSource & { readonly asked: number[] } {
    const asked: number[] = [];
    return {
      asked,
      candleLimit: 500,
      trades: async () => [],
      candles: async (_pair, _timeframe, _kind, since) => {
        const first = Math.ceil((since - START) / MINUTE);
        asked.push(first);
        return Array.from({ length: 500 }, (_one, index) => first + index)
          .filter((minute) => minute < END && !lacks.has(minute))
          .map(row);
      },
    };
  }
  const plan = (changes: Partial<DownloadPlan>): DownloadPlan => {
    const path = candleFile(folder, 'BTC/USDT', '1m', 'spot', 'feather');
    const facts = { label: 'candles', pair: 'BTC/USDT', timeframe: '1m', type: 'spot', folder, path, format: 'feather' } as const;
    return { ...facts, kind: 'candles', from: START, to: null, newFrom: START, prepends: false, fillsGaps: false, ...changes };
  };
  const hooks = {
    // the last candle has had the time to be whole
    now: () => START + END * MINUTE + GRACE_MS,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onWarning: () => undefined,
  };
  const keep = async (minutes: readonly number[]) => {
    await saveCandles(plan({}).path, columnsOf(minutes.map(row)), 'feather', 'spot');
  };
  const missing = async () => {
    const { time } = (await loadCandles(folder, 'BTC/USDT', '1m', 'spot', 'feather', EVERYTHING, false))!;
    const there = new Set([...time].map((at) => (at - START) / MINUTE));
    expect([...time]).toEqual([...time].sort((a, b) => a - b));
    return Array.from({ length: END }, (_one, minute) => minute).filter((minute) => !there.has(minute));
  };
  const holes = new Set([300, 301, 302, 310, 900, 1200, 1201]);
  const stored = Array.from({ length: 1200 }, (_one, index) => index + 200).filter((minute) => !holes.has(minute));

  it('asks only for what is missing at the front, between and at the end, where that is wanted', async () => {
    await keep(stored);
    const source = exchange(new Set([901]));
    expect(await downloadCandles(plan({ prepends: true, fillsGaps: true }), source, hooks)).toBe(END);
    expect(await missing()).toEqual([]);
    // gaps that are near each other are one question
    expect(source.asked.slice(0, 4)).toEqual([0, 300, 900, 1200]);
  });

  it('leaves gaps alone where they are not asked for, outside of the range, and where the exchange has none', async () => {
    await keep(stored);
    await downloadCandles(plan({ prepends: true }), exchange(new Set()), hooks);
    expect(await missing()).toEqual([...holes]);
    await downloadCandles(plan({ from: START + 800 * MINUTE, to: START + 1000 * MINUTE, fillsGaps: true }), exchange(new Set()), hooks);
    expect(await missing()).toEqual([...holes].filter((minute) => minute !== 900));
    await downloadCandles(plan({ fillsGaps: true }), exchange(new Set([301])), hooks);
    expect(await missing()).toEqual([301]);
  });

  it('leaves out a candle that ran when it was asked for, though it has ended when it is written', async () => {
    let now = START + END * MINUTE - 100;
    const source = exchange(new Set());
    const { candles } = source;
    const slow: PastSource = {
      ...source,
      candles: async (...given) => {
        const rows = await candles(...given);
        if (rows.at(-1)?.[0] === row(END - 1)[0]) now += 200;
        return rows;
      },
    };
    await keep([0, 1]);
    await downloadCandles(plan({}), slow, { ...hooks, now: () => now });
    expect(await missing()).toContain(END - 1);
    now += GRACE_MS;
    await downloadCandles(plan({}), slow, { ...hooks, now: () => now });
    expect((await missing()).length).toBe(0);
  });

  it('goes on behind the time in which there was nothing, where an exchange looks no further than one request reaches', async () => {
    const lacks = (first: number, last: number) => new Set(Array.from({ length: last - first }, (_one, index) => first + index));
    /** Answers with nothing behind a gap that is longer than a request reaches. */
    const shortSighted = (holes: ReadonlySet<number>) => {
      const source = exchange(holes);
      const { candles } = source;
      return {
        ...source,
        candles: async (...given: Parameters<PastSource['candles']>) =>
          (await candles(...given)).filter(([at]) => at < given[3] + 500 * MINUTE),
      };
    };
    // it was listed later
    expect(await downloadCandles(plan({}), shortSighted(lacks(0, 1300)), hooks)).toBe(END - 1300);
    // nobody could trade it
    await keep([0, 1]);
    expect(await downloadCandles(plan({}), shortSighted(lacks(100, 1300)), hooks)).toBe(END - 1200);
    // it is traded no more, which is found out at once
    const dead = shortSighted(lacks(2, END));
    await keep([0, 1]);
    expect(await downloadCandles(plan({ to: START + 100_000 * MINUTE }), dead, hooks)).toBe(2);
    expect(dead.asked.length).toBeLessThan(5);
  });

  it('takes a candle out of the file that runs still, as another program may have stored it', async () => {
    const now = START + 10.5 * MINUTE;
    const source = { ...exchange(new Set()), candles: async () => [row(9), row(10)] };
    const times = async () => [...(await loadCandles(folder, 'BTC/USDT', '1m', 'spot', 'feather', EVERYTHING, false))!.time];
    await keep([8, 9, 10]);
    expect(await downloadCandles(plan({}), source, { ...hooks, now: () => now })).toBe(2);
    expect(await times()).toEqual([8, 9].map((minute) => START + minute * MINUTE));
    await keep([8, 9, 10]);
    expect(await downloadCandles(plan({}), { ...source, candles: async () => [] }, { ...hooks, now: () => now })).toBe(2);
    expect(await times()).toHaveLength(2);
    // one that has ended stays until it comes anew
    await keep([8, 9, 10]);
    expect(await downloadCandles(plan({}), { ...source, candles: async () => [] }, hooks)).toBe(3);
  });

  it('leaves no hole where it is interrupted before the candles of the file, and goes on there the next time', async () => {
    const FIRST = 250_000;
    await keep([FIRST, FIRST + 1]);
    const now = () => START + (FIRST + 2) * MINUTE + GRACE_MS;
    let answers = 0;
    const source: PastSource = {
      candleLimit: 10_000,
      trades: async () => [],
      candles: async (_pair, _timeframe, _kind, since) => {
        if (++answers === 25) throw new Error('the line is dead');
        const first = Math.ceil((since - START) / MINUTE);
        return Array.from({ length: 10_000 }, (_one, index) => row(first + index)).filter(([at]) => at <= now());
      },
    };
    const known = async () => {
      const { time } = (await loadCandles(folder, 'BTC/USDT', '1m', 'spot', 'feather', EVERYTHING, false))!;
      expect([...time].every((at, index) => index === 0 || at === time[index - 1]! + MINUTE)).toBe(true);
      return time.length;
    };
    await expect(downloadCandles(plan({ prepends: true }), source, { ...hooks, now })).rejects.toThrow('the line is dead');
    expect(await known()).toBeGreaterThan(200_000);
    expect(await downloadCandles(plan({ prepends: true }), source, { ...hooks, now })).toBe(FIRST + 2);
    expect(await known()).toBe(FIRST + 2);
    expect(answers).toBeLessThan(40);
  });
});
