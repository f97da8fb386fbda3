import { describe, expect, it } from 'vitest';
import { changesOf } from './proposal.ts';
import { waitForNext } from './run-schedule.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const NOW = Date.UTC(2026, 10, 29, 12);
const ran = (ago: number, hasFailed = false) => ({ atMs: NOW - ago, hasFailed });

describe('a search every so many days', () => {
  it.each([
    ['never done: soon, once the start is over', null, MINUTE],
    ['two days ago: five days later, whatever was started anew meanwhile', ran(2 * DAY), 5 * DAY],
    ['a week and more ago: soon', ran(9 * DAY), MINUTE],
    ['failed just now: an hour later', ran(0, true), HOUR],
    ['failed yesterday: soon', ran(DAY, true), MINUTE],
    ['in the future, by a clock that was set back: no longer than any other', ran(-100 * DAY), 7 * DAY],
  ] as const)('%s', (_case, last, wait) => {
    expect(waitForNext(7, last, NOW)).toBe(wait);
  });

  it('fails no oftener than it is wanted', () => {
    expect(waitForNext(0.01, ran(0, true), NOW)).toBe(0.01 * DAY);
  });
});

it('a proposal names what it would change, and nothing else', () => {
  const old = { buy: { rsi: 30, kind: 'a' }, roi: { '0': 0.1 } };
  const found = { buy: { rsi: 35, kind: 'a' }, roi: { '0': 0.1 }, stoploss: { stoploss: -0.05 } };
  expect(changesOf({ old_parameters: old, new_parameters: found })).toEqual([
    { space: 'buy', name: 'rsi', before: 30, after: 35 },
    { space: 'stoploss', name: 'stoploss', before: null, after: -0.05 },
  ]);
});
