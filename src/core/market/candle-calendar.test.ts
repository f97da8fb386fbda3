import { describe, expect, it } from 'vitest';
import { candleEnd, candleStart, candlesBetween, gridFrom, nextCandleStart } from './candle-calendar.ts';
import { type CandleRow, candlesFromRows } from './candles.ts';
import { timeframeMs } from './timeframe.ts';

const at = (text: string) => Date.parse(`${text}Z`);
const iso = (moment: number) => new Date(moment).toISOString().slice(0, 16);
const row = (text: string, close = 1, volume = 1): CandleRow => [at(text), close, close, close, close, volume];

describe('candles in the calendar', () => {
  it.each([
    ['1M', '2024-02-29T13:00', '2024-02-01T00:00', '2024-03-01T00:00'],
    ['1M', '2023-12-31T23:59', '2023-12-01T00:00', '2024-01-01T00:00'],
    ['3M', '2024-05-10T00:00', '2024-04-01T00:00', '2024-07-01T00:00'],
    ['1y', '2024-12-31T00:00', '2024-01-01T00:00', '2025-01-01T00:00'],
    ['1w', '2024-01-07T23:00', '2024-01-01T00:00', '2024-01-08T00:00'],
    ['1d', '2024-02-29T13:00', '2024-02-29T00:00', '2024-03-01T00:00'],
    ['8h', '2024-02-29T13:00', '2024-02-29T08:00', '2024-02-29T16:00'],
  ])('%s: the candle of %s begins %s, the next %s', (timeframe, moment, start, next) => {
    const length = timeframeMs(timeframe);
    expect(iso(candleStart(at(moment), length))).toBe(start);
    expect(iso(nextCandleStart(at(moment), length))).toBe(next);
    expect(candlesBetween(at(start), at(next), length)).toBe(1);
  });

  it('a month that begins in its middle is a month long, and never longer than the next has days', () => {
    expect(iso(candleEnd(at('2024-01-15T06:00'), timeframeMs('1M')))).toBe('2024-02-15T06:00');
    expect(iso(candleEnd(at('2024-01-31T00:00'), timeframeMs('1M')))).toBe('2024-02-29T00:00');
  });

  it('a week of a file ends with the Monday it is named after, as in pandas', () => {
    const grid = gridFrom(at('2024-01-04T00:00'), timeframeMs('1w'));
    expect(['2024-01-01T00:00', '2024-01-02T00:00', '2024-01-08T23:00'].map((moment) => iso(grid.of(at(moment))))).toEqual([
      '2024-01-01T00:00',
      '2024-01-08T00:00',
      '2024-01-08T00:00',
    ]);
  });

  it('monthly candles are filled by the calendar, every one of them kept', () => {
    const months = ['2023-11-01', '2023-12-01', '2024-01-01', '2024-02-01', '2024-04-01'];
    const filled = candlesFromRows(
      months.map((month) => row(`${month}T00:00`)),
      timeframeMs('1M'),
    );
    expect([...filled.time].map(iso)).toEqual([...months.slice(0, 4), '2024-03-01', '2024-04-01'].map((month) => `${month}T00:00`));
    expect([...filled.volume]).toEqual([1, 1, 1, 1, 0, 1]);
  });

  it('rows of one time are one candle: first, highest, lowest, last, largest volume, missing ones aside', () => {
    const time = at('2024-01-01T00:00');
    const nan = Number.NaN;
    const joined = candlesFromRows(
      [
        [time + 300_000, nan, 4, 0.5, nan, 2],
        [time, nan, nan, nan, 1, nan],
        [time, 2, 2, 1, nan, 7],
        [time, 3, 9, 0.1, nan, 5],
        [nan, 5, 5, 5, 5, 5],
      ],
      300_000,
    );
    expect([...joined.time]).toEqual([time, time + 300_000]);
    expect([joined.open[0], joined.high[0], joined.low[0], joined.close[0], joined.volume[0]]).toEqual([2, 9, 0.1, 1, 7]);
    // what is missing is the last close
    expect([joined.open[1], joined.high[1], joined.low[1], joined.close[1], joined.volume[1]]).toEqual([1, 4, 0.5, 1, 2]);
  });

  it('a gap of decades is no gap', () => {
    expect(() => candlesFromRows([row('2009-01-03T00:00'), row('2039-01-01T00:00')], 60_000)).toThrow(
      'the gap from 2009-01-03 to 2039-01-01 would take more than 10 million candles; one of the two dates is wrong',
    );
  });
});
