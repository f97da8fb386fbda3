import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyCandles } from '../core/market/candles.ts';
import { entrySchedule } from './entry-schedule.ts';
import type { PairData } from './pair-data.ts';

const STEP = 300_000;

function pair(shift: number, enterLong: readonly boolean[]): PairData {
  const candles = emptyCandles(enterLong.length);
  for (let row = 0; row < candles.length; row++) candles.time[row] = (shift + row) * STEP;
  const signals = { bits: Uint8Array.from(enterLong, Number), enterTag: null, exitTag: null };
  return { candles, signals } as unknown as PairData;
}

it('finds every entry signal at its candle, pairs in their order', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.array(fc.boolean(), { minLength: 1, maxLength: 30 })), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(pairs, (list) => {
      const data = list.map(([shift, signals]) => pair(shift, signals));
      const start = Math.min(...list.map(([shift]) => shift));
      const end = Math.max(...list.map(([shift, signals]) => shift + signals.length - 1));
      const { offsets, pairs: events } = entrySchedule(data, { start: start * STEP, end: end * STEP, step: STEP }, () => true);
      for (let candle = 0; candle <= end - start; candle++) {
        // the first candle of a pair only brings its signal
        const expected = list.flatMap(([shift, signals], position) => {
          const row = candle + start - shift;
          return row >= 1 && signals[row] === true ? [position] : [];
        });
        expect([...events.subarray(offsets[candle], offsets[candle + 1])]).toEqual(expected);
      }
    }),
  );
});

it('finds them among more pairs than a byte can count', () => {
  const data = Array.from({ length: 300 }, (_value, position) => pair(0, [false, position % 100 === 99]));
  expect([...entrySchedule(data, { start: 0, end: STEP, step: STEP }, () => true).pairs]).toEqual([99, 199, 299]);
});
