import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candleStart, gridFrom } from '../core/market/candle-calendar.ts';
import { emptyCandles, sliceCandles } from '../core/market/candles.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { Column } from '../indicators/column.ts';
import { lookaheadAnalysis } from '../research/lookahead-analysis.ts';
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

  it.each([
    ['1M', '2023-11-01', 'December is known as it ends, on the 31st', Date.UTC(2023, 11, 1), Date.UTC(2024, 0, 1)],
    ['1M', '2023-11-01', 'February of a leap year', Date.UTC(2024, 1, 1), Date.UTC(2024, 2, 1)],
    ['1w', '2023-11-06', 'a week over the turn of the year', Date.UTC(2023, 11, 25), Date.UTC(2024, 0, 1)],
    ['3d', '2023-11-02', 'three days over the turn of the year', Date.UTC(2023, 11, 29), Date.UTC(2024, 0, 1)],
  ])('candles of %s from %s: %s', (timeframe, first, _what, start, end) => {
    const length = timeframeMs(timeframe);
    const [grid, starts] = [gridFrom(Date.parse(first), length), [] as number[]];
    for (let at = grid.of(Date.parse(first)); at < Date.UTC(2024, 3, 1); at = grid.next(at)) starts.push(at);
    expect(starts).toContain(start);
    const larger = new DataFrame({ ...emptyCandles(starts.length), time: Float64Array.from(starts) });
    larger.set('began', new Column(Float64Array.from(starts)));
    const hours = (end - start) / (60 * MINUTE) + 2;
    const frame = new DataFrame({
      ...emptyCandles(hours),
      time: Float64Array.from({ length: hours }, (_value, row) => start + row * 60 * MINUTE),
    });
    joinLarger(frame, larger, 60 * MINUTE, length, (column) => `${column}_x`);
    // known to the candle that ends with it, and to none before
    const known = [...frame.get('began_x').values].indexOf(start);
    expect(frame.time[known]! + 60 * MINUTE).toBe(end);
  });

  it('look-ahead analysis finds nothing in joined weeks, three days and months, and what a month of 30 days would tell early', async () => {
    const [day, days] = [24 * 60 * MINUTE, 200];
    const candles = emptyCandles(days);
    for (let row = 0; row < days; row++) {
      candles.time[row] = Date.UTC(2023, 9, 2) + row * day;
      candles.close[row] = 100 + Math.sin(row) * 10;
    }
    const analysed = (end: number, month: (frame: DataFrame) => number): DataFrame => {
      const frame = new DataFrame(sliceCandles(candles, 0, end));
      for (const timeframe of ['1w', '3d', '1M']) {
        const length = timeframeMs(timeframe);
        joinLarger(frame, frame.resample(timeframe), day, timeframe === '1M' ? month(frame) : length, (column) => `${column}_${timeframe}`);
      }
      const signals = Float64Array.from(frame.get('close_1M').values, (close, row) => (close > 100 && row % 9 === 0 ? 1 : 0));
      return frame.set('enter_long', new Column(signals));
    };
    const findings = async (month: (frame: DataFrame) => number) => {
      const whole = analysed(days, month);
      const rows = Array.from({ length: days - 60 }, (_value, row) => row + 40);
      const trades = rows.map((row) => ({ entry: { row, column: 'enter_long' as const }, exit: null }));
      return lookaheadAnalysis(
        whole,
        trades,
        async (end) => analysed(end, month),
        () => undefined,
      );
    };
    expect(await findings(() => timeframeMs('1M'))).toMatchObject({ biasedEntries: 0, biasedIndicators: [] });
    expect((await findings(() => 28 * day)).biasedIndicators).toContain('close_1M');
  });

  it('names a column that does not exist, and the one that was meant', () => {
    const frame = new DataFrame(emptyCandles(1)).set('rsi_slow', new Column(new Float64Array(1)));
    expect(() => frame.get('rsi_slwo')).toThrow('No column "rsi_slwo"; did you mean "rsi_slow"?');
  });
});
