import { describe, expect, it } from 'vitest';
import { createLock, lockOn, type PairLock } from '../core/protections/lock.ts';
import { HeldLocks } from './held-locks.ts';

const MINUTE = 60_000;
const PAIRS = ['A/B', 'C/D', 'E/F'];

/** A lock that begins at a minute and ends some minutes later. */
const lock = (pair: string, minute: number, minutes: number, side: PairLock['side'] = '*'): PairLock =>
  createLock(pair, (minute + minutes) * MINUTE - 1, minute * MINUTE, MINUTE, `${pair} ${minute}`, side);

describe('locks of a backtest', () => {
  it('say of every pair at every moment what all of them say', () => {
    const lookBack = 7;
    const held = new HeldLocks(lookBack * MINUTE);
    const made: PairLock[] = [];
    for (let minute = 0; minute < 500; minute++) {
      const pair = [...PAIRS, '*'][(minute * 7) % 4]!;
      if (minute % 3 === 0) made.push(lock(pair, minute, 1 + ((minute * 5) % 11), minute % 2 === 0 ? '*' : 'long'));
      if (minute % 3 === 0) held.add(made.at(-1)!);
      for (const asked of PAIRS)
        for (const at of [minute, minute - lookBack])
          expect(lockOn(held.of(asked, minute * MINUTE), asked, 'short', at * MINUTE)).toBe(lockOn(made, asked, 'short', at * MINUTE));
    }
    expect(held.all).toEqual(made);
    expect(held.of('A/B', 500 * MINUTE).length).toBeLessThan(10);
  });

  it('that are ended hold no more, and stay among all', () => {
    const held = new HeldLocks(0);
    held.add(lock('A/B', 0, 10), lock('*', 0, 5));
    held.end([held.of('A/B', MINUTE)[0]!]);
    expect(lockOn(held.of('A/B', MINUTE), 'A/B', 'long', MINUTE)?.pair).toBe('*');
    expect(lockOn(held.of('A/B', 6 * MINUTE), 'A/B', 'long', 6 * MINUTE)).toBeNull();
    expect(held.all.map(({ pair, isActive }) => [pair, isActive])).toEqual([
      ['A/B', false],
      ['*', true],
    ]);
  });
});
