import { expect, it } from 'vitest';
import {
  adx,
  atr,
  bollinger,
  Column,
  candleEnd,
  candleStart,
  candlestick,
  DataFrame,
  DecimalParameter,
  doji,
  IntParameter,
  Mask,
  macdOf,
  movingAverage,
  profitRatioAt,
  resampledMerge,
  resampleToInterval,
  rsi,
  sarExtended,
  sslChannels,
  stoplossFromOpen,
  timeframeMs,
  touches,
} from '../index.ts';
import { dataProvider } from './data-provider.ts';
import { pairLocks } from './pair-locks.ts';
import { tradeRecords } from './trade-records.ts';
import { walletsOf } from './wallets.ts';

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
  ['no timeframe', () => written(candleStart, 5, 0), 'candleStart: "timeframe" must be a text, and is 5.'],
  [
    'a date for a moment',
    () => written(candleEnd, '1h', new Date(0)),
    'candleEnd: "time" must be a moment in ms since epoch, and is an object.',
  ],
  ['a length that is none', () => written(timeframeMs, '5x'), '"5x" is not a timeframe'],
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
  ['no period at all', (f: DataFrame) => written(rsi, f.close, 0), 'rsi: "period" must be a whole number of candles, from 1 on, and is 0.'],
  ['a pattern nearly right', (f: DataFrame) => written(candlestick, f, 'hamer'), 'there is no pattern "hamer"; did you mean hammer?'],
  [
    'periods alone for averages',
    (f: DataFrame) => written(macdOf, f.close, 12, 26, 9),
    '"fast" must be { period, type }, a number of candles and',
  ],
  [
    'an option that is none',
    (f: DataFrame) => written(sarExtended, f, { acceleration: 1 }),
    'with any of start, offset, long, short, without "acceleration"',
  ],
  ['a number for weights', (f: DataFrame) => written(f.close.ewm.bind(f.close), 20), 'and this is 20. Write ewm({ span: 20 }).'],
  ['weights nearly right', (f: DataFrame) => written(f.close.ewm.bind(f.close), { spam: 20 }), 'ewm: there is no "spam".'],
  [
    'percent for a share',
    (f: DataFrame) => written((share: number) => f.close.rolling(5).quantile(share), 25),
    'a number from 0 to 1, and this is 25.',
  ],
  [
    'a text for a shift',
    (f: DataFrame) => written(f.close.shift.bind(f.close), '1'),
    'shift: it takes a whole number of candles, and this is the text "1".',
  ],
  [
    'a column to choose by',
    (f: DataFrame) => written(f.close.where.bind(f.close), f.close),
    'Values are chosen by a mask, and this is a column.',
  ],
  [
    'a column in a comparison of JavaScript',
    (f: DataFrame) => written(() => Number(f.close) > 5),
    'write a.above(b), a.plus(b), a.and(b) in place of',
  ],
  ['a column for truth values', (f: DataFrame) => written(Mask.from, f.close), 'Compare it: column.above(70).'],
  ['texts for numbers', () => written(Column.from, ['a']), 'Column.from: it takes an array of numbers, and this is the text "a".'],
  ['an array for a column of its own', () => written(() => Reflect.construct(Column, [[1, 2]])), 'made of arrays by Column.from(values)'],
  ['a number for the name of a column', (f: DataFrame) => written(f.get.bind(f), 5), 'get: it takes a text, and this is 5.'],
  ['objects in a column', (f: DataFrame) => written(f.set.bind(f), 'x', new Array(LENGTH).fill({})), 'and row 0 is an object.'],
  [
    'a loop that returns nothing',
    (f: DataFrame) => written(f.set.bind(f), 'x', new Array(LENGTH).fill(undefined)),
    'Does the function that makes them return one?',
  ],
  [
    'texts and numbers mixed',
    (f: DataFrame) => written(f.set.bind(f), 'x', ['a', ...new Array(LENGTH - 1).fill(1)]),
    'Column "x" holds texts, and row 1 is 1.',
  ],
  [
    'a text for a stop',
    () => written(stoplossFromOpen, '0.05', 0.1),
    'stoplossFromOpen: "openRelativeStop" must be a number, and is the text "0.05".',
  ],
  ['nothing for a trade', () => written(profitRatioAt), 'profitRatioAt: "trade" must be a trade, and is missing.'],
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
  ['a frame for a column of its own', (f: DataFrame) => written(f.set.bind(f), 'x', f), 'is a data frame. Name one of its columns'],
  ['a column for tags', (f: DataFrame) => written(f.set.bind(f), 'enter_tag', f.close), 'Column "enter_tag" holds texts, and is a column.'],
  [
    'a column of texts for numbers',
    (f: DataFrame) => written(f.setText('word', new Array<string>(LENGTH).fill('a')).get.bind(f), 'word'),
    '"word" holds texts: see frame.text("word").',
  ],
  [
    'a column of texts nearly right',
    (f: DataFrame) => written(f.setText('phase', new Array<string>(LENGTH).fill('a')).text.bind(f), 'phsae'),
    'No column "phsae"; did you mean "phase"?',
  ],
  [
    'a column of another timeframe',
    (f: DataFrame) => written(f.close.plus.bind(f.close), f.resample('5m').close),
    'A column of 8 candles does not fit one of 40. Of a larger timeframe, join it',
  ],
  [
    'a loop that makes texts',
    (f: DataFrame) => written(f.close.map.bind(f.close), () => 'x'),
    'map: its function must return numbers, and returns the text "x" in row 0.',
  ],
  ['a loop without return', (f: DataFrame) => written(f.close.map.bind(f.close), () => undefined), 'map: its function returns nothing.'],
  ['ends the wrong way round', (f: DataFrame) => written(f.close.clip.bind(f.close), 5, 1), 'clip: write the least value first'],
  [
    'a candle to come',
    (f: DataFrame) => written(f.close.last.bind(f.close), -1),
    'last: it takes a whole number of candles from 0 on, and this is -1.',
  ],
  ['an end before the beginning', (f: DataFrame) => written(f.until.bind(f), -1), 'until: it takes a whole number of candles from 0 on'],
  ['more than truth', () => written(Mask.from, [1, 0, 2]), 'Mask.from: it takes an array of truth values (or 0 and 1), and this is 2.'],
  [
    'more numbers than a window has',
    (f: DataFrame) => written(f.close.rolling.bind(f.close), 20, 25),
    "rolling: of a window of 20 candles, 25 can't be needed.",
  ],
  [
    'a scale from below nothing',
    () => () => new IntParameter(-1, 5, { default: 1, log: true }),
    'IntParameter: "log" needs values above 0, and the lowest is -1.',
  ],
  [
    'an option of nobody',
    () => written(() => new DecimalParameter(1, 5, { default: 1, stap: 1 } as never)),
    'there is no option "stap". There are default, space',
  ],
  [
    'bands whose ends change places',
    (f: DataFrame) => written(bollinger, f.close, 20, -2),
    'bollinger: "deviations" must be a number, from 0 on, and is -2.',
  ],
  [
    'a smaller timeframe',
    (f: DataFrame) => written(() => f.resample('5m').resample('3m')),
    "Candles of 5 minutes can't be made into smaller ones of 3m. Name a larger timeframe.",
  ],
  [
    'fewer minutes than its candles have',
    (f: DataFrame) => written(resampleToInterval, f.resample('6m'), 5),
    "Candles of 6 minutes can't be made into smaller ones of 5m.",
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

it('what a strategy asks of the bot is looked at, too', () => {
  const trades = tradeRecords({ open: () => [], closed: () => [], findClosed: async () => [] });
  const never = (): never => {
    throw new Error('asked');
  };
  const wallets = walletsOf({ balances: () => new Map(), account: never, rules: never, realized: () => 0 });
  const locks = pairLocks({ locks: () => [], now: () => 0, timeframeMs: () => 60_000, add: never, end: never });
  const dp = dataProvider(
    new Proxy({} as never, {
      ownKeys: () => ['pairFrame', 'sendMessage', 'fetchOrderBook'],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: never }),
      get: () => never,
    }),
    'spot',
  );
  const said = (call: (...values: never[]) => unknown, ...values: readonly unknown[]) => {
    try {
      return written(call, ...values)();
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(said(trades.open, 'BTC/USDT')).toBe(
    'trades.open: "filter" must be an object with any of pair, openedSince, openedAfter, closedSince, closedAfter, enterTag, and is the text "BTC/USDT".',
  );
  expect(said(trades.closed, { paris: 'BTC/USDT' })).toContain('closedAfter, enterTag; "paris" is none of them, and is an object.');
  expect(said(trades.closed, { closedSince: new Date() })).toContain('; "closedSince" takes a number, not an object, and is');
  expect(said(trades.findClosed, {}, 'x')).toContain('"limit" must be a whole number, from 1 on, and is the text "x".');
  expect(said(dp.fetchOrderBook, 'BTC/USDT', 'x')).toContain('"depth" must be a whole number, from 1 on, and is the text "x".');
  expect(said(trades.closed, {})).toEqual([]);
  expect(said(wallets.free)).toBe('wallets.free: "currency" must be a text, and is missing.');
  expect(said(wallets.free, 'USDT')).toBe(0);
  expect(said(locks.lock, 'BTC/USDT', new Date(), 'a reason', '*')).toBe(
    'locks.lock: "until" must be a moment in ms since epoch, and is an object.',
  );
  expect(said(locks.holding, 'BTC/USDT', 'buy')).toBe('locks.holding: "side" must be one of long, short, *, and is the text "buy".');
  expect(said(locks.holding, 'BTC/USDT')).toBeNull();
  expect(() => Reflect.get(dp, 'get_pair_dataframe')).toThrow('There is no dp.get_pair_dataframe here: it is dp.pairFrame.');
  expect(() => Reflect.get(wallets, 'get_free')).toThrow('There is no wallets.get_free here: it is wallets.free.');
  expect(said(dp.pairFrame, 5)).toBe('dp.pairFrame: "pair" must be a text, and is 5.');
  expect(said(dp.pairFrame, 'BTC/USDT', '1h')).toBe('asked');
  expect(said(dp.pairFrame, 'BTC/USDT', '1h', 'spot')).toBe('asked');
  expect(said(dp.pairFrame, 'BTC/USDT', '1h', 'futures')).toBe(
    'dp.pairFrame: there are no candles of kind "futures" (BTC/USDT) where "trading_mode" is "spot"; there are spot, mark, index, premiumIndex, funding_rate, open_interest.',
  );
  expect(said(dp.sendMessage, 'hello', { allways: true })).toContain('"options" must be an object with any of always, without "allways"');
});

it('strategies ask when a candle begins and ends', () => {
  const at = Date.UTC(2026, 10, 29, 11, 58, 30);
  expect(timeframeMs('5m')).toBe(300_000);
  expect([candleStart('1h', at), candleEnd('1h', at)]).toEqual([Date.UTC(2026, 10, 29, 11), Date.UTC(2026, 10, 29, 12)]);
  expect([candleStart('1w', at), candleEnd('1M', at)]).toEqual([Date.UTC(2026, 10, 23), Date.UTC(2026, 11, 1)]);
});
