import { describe, expect, it } from 'vitest';
import type { CandleRow } from '../../core/market/candles.ts';
import { inPages } from './candle-pages.ts';

const STEP = 60_000;
const NOW = 1_795_824_030_000;
const row = (at: number): CandleRow => [at, 1, 1, 1, 1, 1];

/** An exchange that gives at most so many candles from a moment on. */
function exchange(cap: number, gap: (at: number) => boolean = () => false) {
  const asked: number[] = [];
  const request = async (from: number) => {
    asked.push(from);
    const rows: CandleRow[] = [];
    for (let at = Math.ceil(from / STEP) * STEP; at <= NOW && rows.length < cap; at += STEP) if (!gap(at)) rows.push(row(at));
    return rows;
  };
  return { request, asked };
}

describe('candles over more than one page', () => {
  it.each([100, 300, 1000])('are all there, each once, %i at a time', async (cap) => {
    const { request, asked } = exchange(cap);
    const rows = await inPages(request, { from: NOW - 750 * STEP, until: NOW, step: STEP, most: cap });
    expect(rows.map(([at]) => at)).toEqual(Array.from({ length: 750 }, (_, index) => Math.floor(NOW / STEP) * STEP - (749 - index) * STEP));
    expect(asked.length).toBe(Math.ceil(750 / cap));
  });

  it('are as many as there are where some are missing', async () => {
    const { request } = exchange(100, (at) => (at / STEP) % 7 === 0);
    const rows = await inPages(request, { from: NOW - 700 * STEP, until: NOW, step: STEP, most: 100 });
    expect(rows.length).toBe(600);
  });

  it('are there behind a time without any that is longer than a request reaches', async () => {
    const listed = NOW - 250 * STEP;
    const { request, asked } = exchange(100);
    const shortSighted = async (from: number) => (await request(from)).filter(([at]) => at < from + 100 * STEP && at >= listed);
    const rows = await inPages(shortSighted, { from: NOW - 700 * STEP, until: NOW, step: STEP, most: 100 });
    expect(rows.length).toBe(250);
    expect(asked.length).toBeLessThan(9);
  });

  it('end where an exchange gives the newest ones whatever it was asked', async () => {
    const newest = Array.from({ length: 50 }, (_, index) => row(NOW - 30_000 - (49 - index) * STEP));
    let asked = 0;
    const rows = await inPages(
      async () => {
        asked++;
        return newest;
      },
      { from: NOW - 500 * STEP, until: NOW, step: STEP, most: 100 },
    );
    expect(rows).toHaveLength(50);
    expect(asked).toBe(1);
  });
});
