import { describe, expect, it } from 'vitest';
import { Troubles } from './troubles.ts';

const MINUTE = 60_000;

describe('troubles that last', () => {
  it('are reported once, then with their length, more seldom the longer they last', () => {
    const troubles = new Troubles();
    const told: [seconds: number, text: string][] = [];
    for (let at = 0; at <= 4 * 60 * MINUTE; at += 5000) {
      const text = troubles.goesOn('exchange', at);
      if (text !== null) told.push([at / 1000, text]);
    }
    expect(told.slice(0, 6)).toEqual([
      [0, ''],
      [60, ' for 1 min'],
      [120, ' for 2 min'],
      [240, ' for 4 min'],
      [480, ' for 8 min'],
      [960, ' for 16 min'],
    ]);
    expect(told.slice(-2)).toEqual([
      [3 * 3600, ' for 3 h'],
      [4 * 3600, ' for 4 h'],
    ]);
    expect(told.length).toBeLessThan(12);
    expect(troubles.ends('exchange', 250 * MINUTE)).toBe('4 h 10 min');
    expect(troubles.ends('exchange', 250 * MINUTE)).toBeNull();
    expect(troubles.goesOn('exchange', 251 * MINUTE)).toBe('');
  });

  it('of different kinds are distinguished', () => {
    const troubles = new Troubles();
    expect([troubles.goesOn('candles A', 0), troubles.goesOn('candles B', 1000), troubles.goesOn('candles A', 2000)]).toEqual([
      '',
      '',
      null,
    ]);
    expect(troubles.lasting('candles')).toEqual(['candles A', 'candles B']);
    expect([troubles.once('x'), troubles.once('x')]).toEqual([true, false]);
    troubles.forget('x');
    expect(troubles.once('x')).toBe(true);
  });
});
