import type { HyperoptEpoch } from 'freqtrade-client';
import { expect, test } from 'vitest';
import { bestSoFar, joined, marksOf, thinned } from './epoch-points.ts';
import { lossName, lossText, valueText } from './loss-text.ts';

const row = (epoch: number, loss = epoch): HyperoptEpoch =>
  ({ epoch, loss, loss_values: [loss], is_best: false, params: {}, total_trades: 1 }) as unknown as HyperoptEpoch;

test('tries that come twice are there once', () => {
  expect(joined([row(1), row(2)], [row(2), row(3)]).map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  const before = [row(1)];
  expect(joined(before, [row(1)]), 'nothing new is no change').toBe(before);
});

test('the best so far only falls, and tries without a result are no point', () => {
  const rows = [row(1, 100_000), row(2, 5), row(3, 7), row(4, 2)];
  expect(bestSoFar(rows, 0)).toEqual([
    [2, 5],
    [3, 5],
    [4, 2],
  ]);
});

test('of very many tries every second, third … is drawn, and those that are marked', () => {
  const rows = Array.from({ length: 5000 }, (_value, index) => row(index + 1));
  const shown = thinned(rows, 1000, (one) => one.epoch === 7);
  expect(shown.length).toBeLessThanOrEqual(1001);
  expect(shown.map(({ epoch }) => epoch)).toContain(7);
  expect(thinned(rows.slice(0, 10), 1000, () => false)).toHaveLength(10);
});

test('an axis of losses leaves room for most, and not for the worst', () => {
  const { low, high } = marksOf([...Array.from({ length: 99 }, (_value, index) => index), 1e4]);
  expect(low).toBeLessThanOrEqual(0);
  expect(high).toBeGreaterThan(90);
  expect(high).toBeLessThan(200);
});

test('losses and values are short', () => {
  expect([lossText(-20.531234), lossText(100_000), lossText(0.000123456)]).toEqual(['-20.531', '–', '0.00012346']);
  expect([valueText(0.1 + 0.2), valueText(true), valueText({ 0: 0.01 }), valueText(null)]).toEqual(['0.3', 'true', '{"0":0.01}', '–']);
  expect([lossName('SharpeHyperOptLossDaily'), lossName('Mine'), lossName('HyperOptLoss')]).toEqual([
    'SharpeDaily',
    'Mine',
    'HyperOptLoss',
  ]);
});
