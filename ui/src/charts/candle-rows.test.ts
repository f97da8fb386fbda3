import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Candle, candlesOf, heikinAshi, larger, largerTimeframes, lengthOf } from './candle-rows.ts';

const candle = (time: number, open: number, high: number, low: number, close: number, volume = 1): Candle => ({
  time,
  open,
  high,
  low,
  close,
  volume,
});

test('columns are found by name', () => {
  const table = { columns: ['close', '__date_ts', 'open', 'volume', 'low', 'high'], data: [[5, 1000, 2, 7, 1, 6]] };
  expect(candlesOf(table)).toEqual([candle(1000, 2, 6, 1, 5, 7)]);
});

test('larger candles keep volume, extremes, the first open and the last close', () => {
  const rate = fc.double({ min: 1, max: 1000, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(rate, rate, rate), { minLength: 1, maxLength: 40 }), (rates) => {
      const candles = rates.map(([a, b, c], index) => candle(index * 60_000, a, Math.max(a, b, c), Math.min(a, b, c), c, b));
      const result = larger(candles, 300_000);
      const sum = (list: readonly Candle[]) => list.reduce((total, { volume }) => total + volume, 0);
      expect(sum(result)).toBeCloseTo(sum(candles), 6);
      expect(Math.max(...result.map(({ high }) => high))).toBe(Math.max(...candles.map(({ high }) => high)));
      expect(Math.min(...result.map(({ low }) => low))).toBe(Math.min(...candles.map(({ low }) => low)));
      expect([result[0]!.open, result.at(-1)!.close]).toEqual([candles[0]!.open, candles.at(-1)!.close]);
      expect(result).toHaveLength(Math.ceil(candles.length / 5));
    }),
  );
});

test('Heikin-Ashi candles are those of the definition', () => {
  const [first, second] = heikinAshi([candle(0, 10, 14, 8, 12), candle(1, 12, 20, 11, 18)]);
  expect(first).toMatchObject({ open: 11, close: 11, high: 14, low: 8 });
  expect(second).toMatchObject({ open: 11, close: 15.25, high: 20, low: 11 });
});

test('only timeframes that whole candles make are offered', () => {
  expect(largerTimeframes('15m')).toEqual(['15m', '30m', '1h', '2h', '4h', '8h', '12h', '1d', '1w']);
  expect(largerTimeframes('2h')).not.toContain('3m');
  expect([lengthOf('1h'), lengthOf('x')]).toEqual([3_600_000, 0]);
});
