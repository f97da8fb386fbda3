import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PublicTrade } from '../core/market/public-trade.ts';
import { type DownloadPlan, downloadTrades, type PastSource } from './download.ts';
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
