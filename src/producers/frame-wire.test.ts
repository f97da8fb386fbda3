import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '../core/must.ts';
import { appendFrame, FrameRefused, readFrame, toDataFrame } from './frame-wire.ts';

const MINUTE = 60_000;
const OF_CANDLES = ['open', 'high', 'low', 'close', 'volume'];
const wire = (times: readonly number[], value: (time: number) => number | null = (time) => time) => ({
  __type__: 'dataframe',
  __value__: JSON.stringify({
    columns: ['date', 'open', 'high', 'low', 'close', 'volume', 'sma', 'enter_long', 'enter_tag'],
    index: times.map((_time, index) => index),
    data: times.map((time) => [time, 1, 2, 0.5, 1.5, 10, value(time), 1, 'tag']),
  }),
});
const minutes = (from: number, count: number) => Array.from({ length: count }, (_value, index) => (from + index) * MINUTE);

describe('frames from other bots', () => {
  it('are read as freqtrade writes them', () => {
    const frame = toDataFrame(readFrame(wire(minutes(0, 3), (time) => (time === 0 ? null : time))), false);
    expect([...frame.get('sma').values]).toEqual([Number.NaN, MINUTE, 2 * MINUTE]);
    expect(frame.text('enter_tag')).toEqual(['tag', 'tag', 'tag']);
    const muted = toDataFrame(readFrame(wire(minutes(0, 3))), true);
    expect([...muted.get('enter_long').values]).toEqual([0, 0, 0]);
    expect(muted.text('enter_tag')).toEqual([null, null, null]);
    // as freqtrade does, also those that did not come
    expect([...muted.get('exit_short').values]).toEqual([0, 0, 0]);
  });

  it('keep the order and the kinds of their columns, also in pieces', () => {
    const columns = ['date', 'mood', 'open', 'up', 'high', 'low', 'close', 'volume', 'sma'];
    const sent = (time: number) => ({
      __value__: JSON.stringify({ columns, index: [0], data: [[time, 'calm', 1, true, 2, 0.5, 1.5, 10, null]] }),
    });
    const joined = appendFrame(readFrame(sent(0)), readFrame(sent(MINUTE)), MINUTE, 1000);
    const frame = toDataFrame(must(joined, 'frame'), false);
    const order = frame.columnNames().filter((name) => !OF_CANDLES.includes(name));
    expect(order).toEqual(['mood', 'up', 'sma']);
    expect(frame.isTruth('up')).toBe(true);
    expect(frame.text('mood')).toEqual(['calm', 'calm']);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a number', 5],
    ['no JSON', { __value__: '{' }],
    ['no columns', { __value__: '{"data":[]}' }],
    ['ragged rows', { __value__: '{"columns":["date","open"],"data":[[1]]}' }],
    ['no dates', { __value__: '{"columns":["open"],"data":[[1]]}' }],
    ['dates that fall', wire([2 * MINUTE, MINUTE])],
    ['dates that are no numbers', { __value__: '{"columns":["date","open","high","low","close","volume"],"data":[["x",1,1,1,1,1]]}' }],
  ])('that are %s are refused', (_name, df) => expect(() => readFrame(df)).toThrow(FrameRefused));

  it('continue: however they are cut, the pieces make the whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 5 }),
        (first, second, overlap) => {
          const before = readFrame(wire(minutes(0, first)));
          const start = Math.max(0, first - overlap);
          const joined = appendFrame(before, readFrame(wire(minutes(start, second + first - start))), MINUTE, 1000);
          expect(joined?.times).toEqual(minutes(0, first + second));
          expect(joined?.numbers.get('sma')).toEqual(minutes(0, first + second));
        },
      ),
    );
  });

  it('ask for the whole when candles are missing, and keep no more than they should', () => {
    const before = readFrame(wire(minutes(0, 5)));
    expect(appendFrame(before, readFrame(wire(minutes(7, 1))), MINUTE, 1000)).toBeNull();
    expect(appendFrame(before, readFrame(wire(minutes(5, 1))), MINUTE, 3)?.times).toEqual(minutes(3, 3));
  });
});
