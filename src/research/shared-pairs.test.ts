import { describe, expect, it } from 'vitest';
import { hasBegun, sharedAmong, takeAll, turnsOf } from './shared-pairs.ts';

describe('pairs that threads share', () => {
  it('fall to one of them each, in their order', () => {
    const [here, there] = sharedAmong(2);
    const [first, second] = [turnsOf(here!, 5), turnsOf(there!, 5)];
    const taken = [first.next(), second.next(), second.next(), first.next(), second.next(), first.next(), second.next()];
    expect(taken.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, undefined, undefined]);
  });

  it('are all done by one where the other comes late, which is known', () => {
    const [here, there] = sharedAmong(2);
    expect([...turnsOf(here!, 3)]).toEqual([0, 1, 2]);
    expect([hasBegun(here!), hasBegun(there!)]).toEqual([true, false]);
    expect([...turnsOf(there!, 3)]).toEqual([]);
    expect(hasBegun(there!)).toBe(true);
  });

  it('are left where one has failed', () => {
    const [here, there] = sharedAmong(2);
    const turns = turnsOf(there!, 3);
    turns.next();
    takeAll(here!);
    expect([...turns, ...turnsOf(here!, 3)]).toEqual([]);
  });

  it('are all of one that shares them with nobody', () => {
    expect([...turnsOf(null, 3)]).toEqual([0, 1, 2]);
  });
});
