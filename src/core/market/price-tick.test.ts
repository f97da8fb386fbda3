import { describe, expect, it } from 'vitest';
import { type CandleRow, candlesFromRows } from './candles.ts';
import { priceTicks, tickAt } from './price-tick.ts';

const DAY = 86_400_000;
const JANUARY = Date.UTC(2024, 0, 30);
const FEBRUARY = Date.UTC(2024, 1, 1);

function ticksOf(prices: readonly number[]) {
  const rows = prices.map((price, index): CandleRow => [JANUARY + index * DAY, price, price, price, price, 1]);
  return priceTicks(candlesFromRows(rows, DAY));
}

describe('price steps found in candles', () => {
  it('are the finest of each month', () => {
    const ticks = ticksOf([10, 10.5, 10.25, 11.125, 12]);
    expect(tickAt(ticks, JANUARY + DAY)).toBe(0.1);
    expect(tickAt(ticks, FEBRUARY)).toBe(0.001);
    expect(tickAt(ticks, FEBRUARY + 40 * DAY)).toBe(0.001);
  });

  it('are not found in whole prices, nor before the first candle', () => {
    expect(tickAt(ticksOf([3, 4]), JANUARY)).toBeNull();
    const ticks = ticksOf([3.5, 4, 5, 6]);
    expect(tickAt(ticks, JANUARY)).toBe(0.1);
    // a month of whole prices has the step of the one before
    expect(tickAt(ticks, FEBRUARY + DAY)).toBe(0.1);
    expect(tickAt(ticks, Date.UTC(2023, 11, 31))).toBeNull();
  });

  it('see the smallest prices and no binary dust', () => {
    expect(tickAt(ticksOf([0.00000123, 0.0000012]), JANUARY)).toBe(1e-8);
    expect(tickAt(ticksOf([0.1 + 0.2, 0.7]), JANUARY)).toBe(0.1);
  });
});
