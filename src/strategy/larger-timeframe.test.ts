import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candleStart } from '../core/market/candle-calendar.ts';
import { emptyCandles } from '../core/market/candles.ts';
import { Column } from '../indicators/column.ts';
import { DataFrame } from './data-frame.ts';
import { joinLarger } from './informative.ts';

const MINUTE = 60_000;

/** Candles of 5 minutes, some missing, of small whole numbers. */
const frames = fc
  .array(
    fc.record({
      step: fc.integer({ min: 1, max: 4 }),
      close: fc.integer({ min: 1, max: 100 }),
      up: fc.nat(9),
      down: fc.nat(9),
      volume: fc.nat(50),
    }),
    {
      minLength: 1,
      maxLength: 60,
    },
  )
  .map((rows) => {
    const candles = emptyCandles(rows.length);
    let time = 1_700_000_100_000 - (1_700_000_100_000 % (5 * MINUTE));
    rows.forEach(({ step, close, up, down, volume }, row) => {
      time += step * 5 * MINUTE;
      candles.time[row] = time;
      candles.open[row] = close - down + 5;
      candles.close[row] = close;
      candles.high[row] = close + up + 20;
      candles.low[row] = close - down - 20;
      candles.volume[row] = volume;
    });
    return new DataFrame(candles);
  });

describe('larger timeframes', () => {
  it('resampling keeps all volume, the extremes, the first open and the last close', () => {
    fc.assert(
      fc.property(frames, fc.constantFrom('15m', '1h', '4h', '1d', '1w'), (frame, timeframe) => {
        const larger = frame.resample(timeframe);
        const sum = (column: Column) => column.values.reduce((total, value) => total + value, 0);
        expect(sum(larger.volume)).toBe(sum(frame.volume));
        expect(Math.max(...larger.high.values)).toBe(Math.max(...frame.high.values));
        expect(Math.min(...larger.low.values)).toBe(Math.min(...frame.low.values));
        expect(larger.open.values[0]).toBe(frame.open.values[0]);
        expect(larger.close.values.at(-1)).toBe(frame.close.values.at(-1));
        for (let row = 1; row < larger.length; row++) expect(larger.time[row]!).toBeGreaterThan(larger.time[row - 1]!);
      }),
    );
  });

  it('weeks begin on Mondays', () => {
    const week = 7 * 24 * 60 * MINUTE;
    expect(new Date(candleStart(Date.UTC(2024, 0, 7, 23), week)).toISOString()).toBe('2024-01-01T00:00:00.000Z');
    expect(new Date(candleStart(Date.UTC(2024, 0, 8), week)).toISOString()).toBe('2024-01-08T00:00:00.000Z');
  });

  it('a joined column never knows a candle before it has ended', () => {
    fc.assert(
      fc.property(frames, fc.constantFrom(3, 12, 48), (frame, factor) => {
        const length = factor * 5 * MINUTE;
        const larger = frame.resample(`${factor * 5}m`);
        // each larger candle carries the moment at which it is known
        larger.set('known', new Column(Float64Array.from(larger.time, (start) => start + length)));
        joinLarger(frame, larger, 5 * MINUTE, length, (column) => `${column}_x`);
        const known = frame.get('known_x').values;
        for (let row = 0; row < frame.length; row++) {
          const closes = frame.time[row]! + 5 * MINUTE;
          if (!Number.isNaN(known[row]!)) expect(known[row]!).toBeLessThanOrEqual(closes);
          // and it is the newest of those
          const ended = [...larger.time].filter((start) => start + length <= closes);
          expect(known[row]).toBe(ended.length === 0 ? Number.NaN : ended.at(-1)! + length);
        }
      }),
    );
  });

  it('names a column that does not exist, and the one that was meant', () => {
    const frame = new DataFrame(emptyCandles(1)).set('rsi_slow', new Column(new Float64Array(1)));
    expect(() => frame.get('rsi_slwo')).toThrow('No column "rsi_slwo"; did you mean "rsi_slow"?');
  });
});
