import { expect, it } from 'vitest';
import {
  adx,
  atr,
  Column,
  candlestick,
  DataFrame,
  doji,
  IntParameter,
  Mask,
  movingAverage,
  resampledMerge,
  resampleToInterval,
  rsi,
  sslChannels,
  touches,
} from '../index.ts';

/** Strategies run without their types: what a typing mistake hands over must be named, not traded on. */

const LENGTH = 40;
const numbers = Float64Array.from({ length: LENGTH }, (_value, index) => 100 + (index % 7));
const frame = (): DataFrame =>
  new DataFrame({
    length: LENGTH,
    time: Float64Array.from({ length: LENGTH }, (_value, index) => index * 60_000),
    open: numbers,
    high: numbers.map((value) => value + 1),
    low: numbers.map((value) => value - 1),
    close: numbers,
    volume: numbers,
  });
/** As a strategy whose types are stripped would write it. */
const written =
  (call: (...values: never[]) => unknown, ...values: readonly unknown[]) =>
  () =>
    (call as unknown as (...values: readonly unknown[]) => unknown)(...values);

it.each([
  [
    'a frame for a column',
    (f: DataFrame) => written(rsi, f, 14),
    'rsi: "column" must be a column, and is a data frame. Name one of its columns: frame.close',
  ],
  ['a name for a column', () => written(rsi, 'close', 14), 'rsi: "column" must be a column, and is the text "close".'],
  [
    'an array for a column',
    () => written(rsi, [1, 2, 3]),
    'rsi: "column" must be a column, and is an array. Make one of it: Column.from(values).',
  ],
  [
    'a column for a frame',
    (f: DataFrame) => written(atr, f.close, 14),
    'atr: "prices" must be a data frame or an object with high, low, close, and is a column. Hand over the frame itself.',
  ],
  [
    'a text for a period',
    (f: DataFrame) => written(rsi, f.close, '14'),
    'rsi: "period" must be a whole number of candles, and is the text "14".',
  ],
  ['half a candle', (f: DataFrame) => written(adx, f, 14.5), 'adx: "period" must be a whole number of candles, and is 14.5.'],
  ['nothing for a period', (f: DataFrame) => written(rsi, f.close, Number.NaN), 'and is NaN'],
  [
    'a parameter for its value',
    (f: DataFrame) => written(rsi, f.close, new IntParameter(5, 50, { default: 14, space: 'buy' })),
    'and is a parameter of the strategy. Write its ".value".',
  ],
  ['nothing at all', () => written(rsi), 'rsi: "column" must be a column, and is missing.'],
  ['one too many', (f: DataFrame) => written(rsi, f.close, 14, 3), 'rsi takes column, period; there are 3 arguments.'],
  ['a number for a name', (f: DataFrame) => written(candlestick, f, 3), 'candlestick: "name" must be a text, and is 3.'],
  [
    'a number for a kind of average',
    (f: DataFrame) => written(movingAverage, f.close, 5, 1),
    'movingAverage: "type" must be one of sma, ema, wma, dema, tema, trima, kama, mama, t3, hma, zlema, rma, and is 1.',
  ],
  [
    'a kind of average that is none',
    (f: DataFrame) => written(sslChannels, f, 10, 'sam'),
    'must be one of sma, ema, and is the text "sam".',
  ],
  [
    'a mask for a level',
    (f: DataFrame) => written(touches, f, f.close.above(1)),
    'touches: "level" must be a column or a number, and is a mask.',
  ],
  ['a number for yes or no', (f: DataFrame) => written(doji, f, 1), 'doji: "isExact" must be true or false, and is 1.'],
  [
    'a column for a frame to merge',
    (f: DataFrame) => written(resampledMerge, f, f.close),
    'resampledMerge: "resampled" must be a data frame, and is a column. Hand over the frame itself.',
  ],
  [
    'half a minute to resample to',
    (f: DataFrame) => written(resampleToInterval, f, 0.5),
    'must be a timeframe such as "1h", or whole minutes, and is 0.5.',
  ],
  [
    'a faster frame to merge',
    (f: DataFrame) => written(resampledMerge, f, f),
    'Tried to merge a faster timeframe to a slower timeframe. Upsampling is not possible.',
  ],
  [
    'a signal of earlier versions',
    (f: DataFrame) => written(f.signal.bind(f), 'buy', f.close.above(1)),
    'There is no signal "buy"; did you mean "enter_long"?',
  ],
  ['a signal nearly right', (f: DataFrame) => written(f.signal.bind(f), 'enter_lnog', f.close.above(1)), 'did you mean "enter_long"?'],
  [
    'a column for a mask',
    (f: DataFrame) => written(f.signal.bind(f), 'enter_long', f.close),
    'its mask says true or false per candle, and this is a column. Compare it: column.above(70).',
  ],
  ['truth for a mask', (f: DataFrame) => written(f.signal.bind(f), 'enter_long', true), 'and this is true.'],
  [
    'a number for a tag',
    (f: DataFrame) => written(f.signal.bind(f), 'enter_long', f.close.above(1), 7),
    'its tag must be a text, and is 7.',
  ],
  [
    'a mask in a sum',
    (f: DataFrame) => written(f.close.plus.bind(f.close), f.close.above(1)),
    'A column is computed and compared with a column or a number, and this is a mask.',
  ],
  [
    'a parameter in a comparison',
    (f: DataFrame) => written(f.close.above.bind(f.close), new IntParameter(1, 9, { default: 2, space: 'buy' })),
    'Write its ".value".',
  ],
  [
    'a column among masks',
    (f: DataFrame) => written(f.close.above(1).and.bind(f.close.above(1)), f.close),
    'A mask is combined with masks, and this is a column.',
  ],
  ['a window of text', (f: DataFrame) => written(f.close.rolling.bind(f.close), '5'), 'A window of the text "5" candles'],
  [
    'a number for a column',
    (f: DataFrame) => written(f.set.bind(f), 'x', 5),
    'Column "x" must be a column, a mask or an array of values, and is 5.',
  ],
  [
    'a column without a name',
    (f: DataFrame) => written(f.set.bind(f), f.close, f.close),
    "A column's name must be a text, and is a column.",
  ],
  ['too few values', (f: DataFrame) => written(f.set.bind(f), 'x', [1, 2]), 'Column "x" has 2 values, the frame 40 candles.'],
] as const)('%s is named', (_name, call, message) => {
  expect(call(frame())).toThrow(message);
});

it('what is right passes, with what may be left out', () => {
  const f = frame();
  expect(rsi(f.close).length).toBe(LENGTH);
  expect(rsi(f.close, undefined).length).toBe(LENGTH);
  expect(atr({ high: f.high, low: f.low, close: f.close }, 5).length).toBe(LENGTH);
  expect(rsi.name).toBe('rsi');
});

it('columns hold numbers, truth values and texts, also from a loop of one’s own', () => {
  const f = frame();
  const parity = Array.from({ length: LENGTH }, (_value, index) => index % 2 === 0);
  f.set(
    'own',
    Array.from(numbers, (value) => value * 2),
  )
    .set('parity', parity)
    .set('high_up', f.close.above(103))
    .set(
      'phase',
      Array.from({ length: LENGTH }, (_value, index) => (index < 20 ? 'early' : null)),
    );
  expect(f.get('own').values[3]).toBe(206);
  expect(f.isTruth('own')).toBe(false);
  expect([f.isTruth('parity'), f.mask('parity').values[1], f.get('parity').values[0]]).toEqual([true, 0, 1]);
  expect(f.mask('high_up').and(f.mask('parity')).values[4]).toBe(1);
  expect(f.text('phase')?.slice(18, 21)).toEqual(['early', 'early', null]);
  expect(() => f.mask('own')).toThrow('"own" is no column of truth values: compare it.');
  expect(() => f.mask('nothing')).toThrow('"nothing" is no column.');
  expect(f.until(3).isTruth('parity')).toBe(true);
  expect(f.columnNames().slice(-4)).toEqual(['own', 'parity', 'high_up', 'phase']);
  expect(Mask.from([true, false]).values).toEqual(Uint8Array.of(1, 0));
  expect(Column.from([1, 2]).values).toEqual(Float64Array.of(1, 2));
});
