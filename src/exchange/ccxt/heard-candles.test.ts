import { expect, it } from 'vitest';
import { HeardCandles } from './heard-candles.ts';

it('tells what came and what changed since, though the list is changed in place', () => {
  const heard = new HeardCandles();
  const rows = [
    [0, 1, 2, 0.5, 1.5, 10],
    [60_000, 1.5, 2, 1, 1.8, 3],
  ];
  heard.skip('A/B', rows);
  expect(heard.news('A/B', rows)).toEqual([]);
  rows[1]![5] = 4;
  expect(heard.news('A/B', rows)).toEqual([[60_000, 1.5, 2, 1, 1.8, 4]]);
  expect(heard.news('A/B', rows)).toEqual([]);
  // the last of one candle and the first of the next come in one burst
  rows[1]![4] = 1.9;
  rows.push([120_000, 1.9, 1.9, 1.9, 1.9, 0]);
  expect(heard.news('A/B', rows)).toEqual([
    [60_000, 1.5, 2, 1, 1.9, 4],
    [120_000, 1.9, 1.9, 1.9, 1.9, 0],
  ]);
  expect(heard.news('A/B', rows)).toEqual([]);
});

it('tells of a pair that was never heard all there is', () => {
  const heard = new HeardCandles();
  expect(heard.news('A/B', [[0, 1, 1, 1, 1, 1]])).toEqual([[0, 1, 1, 1, 1, 1]]);
  expect(heard.news('C/D', [])).toEqual([]);
});

it('tells what changes of a candle after the next one has begun, once', () => {
  const heard = new HeardCandles();
  const rows = [
    [0, 1, 2, 0.5, 1.5, 10],
    [60_000, 1.5, 2, 1, 1.8, 3],
  ];
  heard.news('A/B', rows);
  rows.push([120_000, 1.8, 1.8, 1.8, 1.8, 0]);
  expect(heard.news('A/B', rows)).toEqual([[120_000, 1.8, 1.8, 1.8, 1.8, 0]]);
  rows[1]![5] = 4;
  expect(heard.news('A/B', rows)).toEqual([[60_000, 1.5, 2, 1, 1.8, 4]]);
  rows[1]![5] = 5;
  rows[2]![5] = 1;
  expect(heard.news('A/B', rows)).toEqual([
    [60_000, 1.5, 2, 1, 1.8, 5],
    [120_000, 1.8, 1.8, 1.8, 1.8, 1],
  ]);
  expect(heard.news('A/B', rows)).toEqual([]);
});

it('takes what is missing for missing, and numbers in texts for numbers', () => {
  const rows = [
    [0, null, '2', undefined, 1, '7.5'],
    [undefined, 1, 1, 1, 1, 1],
  ];
  expect(new HeardCandles().news('A/B', rows)).toEqual([[0, Number.NaN, 2, Number.NaN, 1, 7.5]]);
});

it('makes no list of the kind that ccxt keeps, each of which has an index of its own', () => {
  let made = 0;
  class Kept extends Array<number[]> {
    constructor(...rows: number[][]) {
      super(...rows);
      made++;
    }
  }
  const heard = new HeardCandles();
  const rows = new Kept([0, 1, 2, 0.5, 1.5, 10], [60_000, 1.5, 2, 1, 1.8, 3]);
  heard.skip('A/B', rows);
  rows[1]![5] = 4;
  expect(heard.news('A/B', rows)).toEqual([[60_000, 1.5, 2, 1, 1.8, 4]]);
  expect(made).toBe(1);
});
