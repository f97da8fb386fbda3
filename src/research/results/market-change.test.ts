import { expect, it } from 'vitest';
import type { PairData } from '../../backtest/pair-data.ts';
import { marketChangeOf, meanChange, movesOf } from './market-change.ts';

const STEP = 300_000;

/** A pair from one candle on, with closes before it that are not traded on. */
function pair(first: number, before: readonly number[], closes: readonly number[], per: number): PairData {
  const time = Float64Array.from(closes, (_close, row) => (first + row) * STEP);
  const close = per === 1 ? Float64Array.from(closes) : Int32Array.from(closes, (price) => Math.round(price * per));
  const startup = {
    time: Float64Array.from(before, (_close, row) => (first - before.length + row) * STEP),
    close: Float64Array.from(before),
  };
  return { candles: { length: closes.length, time, open: close, high: close, low: close, close, per }, startup } as unknown as PairData;
}

it('is the same for whole numbers of the last digit, for a pair that is traded on later, too', () => {
  const of = (per: number) => [
    pair(0, [], [1.25, 1.31, 1.04, 0.97, 1.13], per),
    pair(3, [2.11, 2.36, 2.02], [2.74, 2.52], per),
    pair(1, [], [7, 7.01, 7.02, 6.99], per),
  ];
  expect(meanChange(of(100), [])).toBe(meanChange(of(1), []));
  expect(meanChange(of(1), [])).toBeCloseTo(((1.13 - 1.25) / 1.25 + (2.52 - 2.11) / 2.11 + (6.99 - 7) / 7) / 3, 12);
  expect(marketChangeOf(of(100), [], STEP)).toEqual(marketChangeOf(of(1), [], STEP));
});

it('is that of the closes as they were, where a strategy has given its candles others', () => {
  const changed = pair(2, [], [50, 60, 70], 1);
  const closes = { time: Float64Array.from({ length: 5 }, (_close, row) => row * STEP), close: Float64Array.of(1, 2, 4, 5, 6) };
  expect(meanChange([changed], [])).toBeCloseTo(0.4, 12);
  expect(meanChange(movesOf([{ ...changed, closes }]), [])).toBe(0.5);
});
