import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyCandles } from '../core/market/candles.ts';
import { DataFrame } from '../strategy/data-frame.ts';
import { Cursor } from './cursor.ts';
import { entrySchedule } from './entry-schedule.ts';
import { placesOf, rowFrom } from './left-out.ts';
import { type PairData, shiftedSignals } from './pair-data.ts';
import { rangeOf } from './prepare.ts';
import { WalletHistory } from './wallet-history.ts';

const STEP = 300_000;
/** Of candles one after the other, some. */
const kept = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }).filter((marks) => marks.includes(true));
const timesOf = (marks: readonly boolean[]) => Float64Array.from(marks, (_mark, row) => row * STEP);
const partOf = (marks: readonly boolean[]) => timesOf(marks).filter((_time, row) => marks[row]);

/** A pair with what is left of its candles, their opening rate the minute they begin in; an entry in every row. */
function pairOf(marks: readonly boolean[]): PairData {
  const time = partOf(marks);
  const places = placesOf(timesOf(marks), time);
  const candles = { ...emptyCandles(time.length), time, open: time.map((at) => at / 60_000), per: 1 };
  const signals = { bits: new Uint8Array(time.length).fill(1), enterTag: null, exitTag: null };
  return { pair: 'A/B', candles, signals, ...(places !== null && { places }) } as unknown as PairData;
}

const cursorOf = (data: PairData, wallet = new WalletHistory(OPTIONS)) => new Cursor(data, STEP, { trades: [] }, wallet.holding('A/B'));
const OPTIONS = { start: 0, stakeCurrency: 'B', isFutures: false, isKept: true, candles: 0, onRows: null };

describe('rows that a strategy has left out', () => {
  it('are found by the moments of all candles', () => {
    fc.assert(
      fc.property(kept, (marks) => {
        const data = pairOf(marks);
        const cursor = cursorOf(data);
        const rows = [...data.candles.time];
        for (const at of timesOf(marks)) {
          const row = rows.indexOf(at);
          // the first candle that is left only brings its signal
          expect(cursor.rowAt(at)).toBe(row >= 1 ? row : -1);
          expect(Math.max(-1, cursor.lastRowUpTo(at))).toBe(rows.findLastIndex((moment) => moment <= at));
          expect(rowFrom(data.candles.time, at)).toBe(rows.filter((moment) => moment < at).length);
        }
      }),
    );
  });

  it('say nothing where none lacks between others, and are of no candle where all lack', () => {
    const all = timesOf([true, true, true, true]);
    expect(placesOf(all, all.subarray(1, 3))).toBe(null);
    expect(placesOf(all, all.subarray(0, 0))).toBe(null);
    expect(cursorOf(pairOf([false, false].concat([true]))).rowAt(2 * STEP)).toBe(-1);
    expect([...placesOf(all, Float64Array.of(STEP, 3 * STEP))!]).toEqual([0, -1, 1]);
  });

  it('are entered at their own candles', () => {
    fc.assert(
      fc.property(kept, (marks) => {
        const data = pairOf(marks);
        const { offsets } = entrySchedule([data], { start: 0, end: (marks.length - 1) * STEP, step: STEP }, () => true);
        const entered = marks.map((_mark, candle) => offsets[candle + 1]! > offsets[candle]!);
        expect(entered).toEqual(marks.map((mark, candle) => mark && marks.indexOf(true) < candle));
      }),
    );
  });

  it('are worth nothing at candles that lack, one by one and passed over', () => {
    fc.assert(
      fc.property(kept, (marks) => {
        const worths = [true, false].map((isPassed) => {
          const wallet = new WalletHistory(OPTIONS);
          const cursor = cursorOf(pairOf(marks), wallet);
          wallet.update([{ pair: 'A/B', base: 'A', amount: 2, stakeAmount: 0, realizedProfit: 0, orders: [] }] as never, 0);
          if (isPassed) wallet.pass([cursor], 0, STEP, marks.length);
          for (const at of isPassed ? [] : timesOf(marks)) {
            wallet.begin(at);
            const rate = cursor.openingAt(at);
            if (rate !== null) wallet.add(cursor.holding, rate);
          }
          return [[...wallet.totals()], [...wallet.times.values()]];
        });
        const traded = [...partOf(marks)].slice(1);
        expect(worths).toEqual([true, false].map(() => [traded.map((at) => at / 30_000), traded]));
      }),
    );
  });

  it('end nothing sooner: a pair is traded as long as there were candles', () => {
    const data = pairOf([true, false, true]);
    expect(rangeOf([data])).toEqual({ start: 0, end: 2 * STEP });
    expect(rangeOf([{ ...data, span: { start: -STEP, end: 9 * STEP } }])).toEqual({ start: -STEP, end: 9 * STEP });
  });

  it('have signals of their own number, also where those of another try had more', () => {
    const frameOf = (signals: readonly number[]) =>
      new DataFrame(emptyCandles(signals.length)).set('enter_long', Float64Array.from(signals));
    const before = shiftedSignals(frameOf([1, 1, 1, 1]), 0);
    const now = shiftedSignals(frameOf([1, 0, 0]), 0, before);
    expect([now.bits.length, ...now.bits].map((value, place) => (place === 0 ? value : value > 0))).toEqual([3, false, true, false]);
    expect(shiftedSignals(frameOf([0, 1, 0]), 0, now).bits).toBe(now.bits);
  });
});
