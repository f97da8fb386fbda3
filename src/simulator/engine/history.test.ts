import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Exchange } from './exchange.ts';
import { History } from './history.ts';
import { symbolsFor } from './symbol.ts';

const START = Date.UTC(2024, 4, 31, 12);
const FIVE = 300_000;
const ROWS = [
  [START, 0.5, 0.52, 0.49, 0.51, 1000],
  [START + FIVE, 0.511, 0.55, 0.5, 0.54, 2000],
  // nobody traded for ten minutes
  [START + 4 * FIVE, 0.56, 0.57, 0.53, 0.55, 500],
];
const folder = mkdtempSync(join(tmpdir(), 'history-'));
const file = join(folder, 'XRP_USDT-5m.json');
writeFileSync(file, JSON.stringify(ROWS));
afterAll(() => rmSync(folder, { recursive: true }));
const XRP = { ...symbolsFor(['XRP/USDT'])[0]!, history: file, scale: 1 };

describe('candles with their times', () => {
  const history = new History(XRP, file);

  it('are shown when their time comes: the price moves late in each, from where the one before has ended', () => {
    const at = (candles: number) => history.priceAt(START + candles * FIVE);
    expect([-1, 0, 0.79, 0.8, 1, 1.79, 1.8].map(at)).toEqual([0.5, 0.5, 0.5, 0.51, 0.51, 0.51, 0.54]);
    // no candle runs: it stands where the last one ended
    expect([2, 4, 4.79, 4.8, 9].map(at)).toEqual([0.54, 0.54, 0.54, 0.55, 0.55]);
  });

  it('are what they were once they have ended; of the one that runs there is what the price has been', () => {
    const bar = (from: number, to: number, now: number) => history.bar(START + from * FIVE, START + to * FIVE, START + now * FIVE);
    expect(bar(0, 1, 1)).toEqual({ open: 0.5, high: 0.52, low: 0.49, close: 0.51, volume: 1000 });
    expect(bar(1, 2, 1.9)).toEqual({ open: 0.511, high: 0.54, low: 0.511, close: 0.54, volume: 0 });
    expect(bar(0, 3, 3)).toEqual({ open: 0.5, high: 0.55, low: 0.49, close: 0.54, volume: 3000 });
    expect(bar(0, 3, 1.1)).toEqual({ open: 0.5, high: 0.52, low: 0.49, close: 0.51, volume: 1000 });
    // before the first, where nobody traded, and what has not come yet
    expect([bar(-3, 0, 9), bar(2, 4, 9), bar(4, 5, 3.99)]).toEqual([null, null, null]);
  });

  it('drive a market, whose price is not moved', () => {
    const clock = { now: START + FIVE };
    const exchange = new Exchange({ seed: 's', symbols: [XRP], balances: { USDT: 100 }, fee: 0.001, now: () => clock.now });
    expect(exchange.price(XRP)).toBe(0.51);
    expect(exchange.book(XRP, 1)).toMatchObject({ bids: [[0.5099, expect.anything()]], asks: [[0.51, expect.anything()]] });
    clock.now += 3 * FIVE;
    expect(exchange.bar(XRP, START + 4 * FIVE, START + 5 * FIVE)?.close).toBe(0.54);
    expect(() => exchange.movePrice(XRP, { factor: 2 })).toThrow('XRPUSDT follows recorded candles; its price is not moved.');
  });

  it('are shown as it is ordered', () => {
    const ordered = new History(XRP, file);
    const at = (candles: number) => ordered.priceAt(START + candles * FIVE);
    ordered.show(START);
    expect([0, 0.9, 1, 1.9].map(at)).toEqual([0.5, 0.5, 0.51, 0.51]);
    ordered.show(START + 2 * FIVE);
    expect([0, 0.1, 1, 2, 4.9].map(at)).toEqual([0.51, 0.51, 0.54, 0.54, 0.54]);
  });

  it('are refused where they are none', () => {
    const broken = join(folder, 'broken.json');
    for (const [rows, reason] of [
      [[ROWS[0]], 'holds no candles of time, open, high, low, close, volume'],
      [[ROWS[1], ROWS[0]], 'holds candles that are not in their order'],
    ] as const) {
      writeFileSync(broken, JSON.stringify(rows));
      expect(() => new History(XRP, broken)).toThrow(reason);
    }
  });
});
