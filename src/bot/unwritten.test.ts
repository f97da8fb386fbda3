import { describe, expect, it } from 'vitest';
import { spotTrade } from '../../tests/fakes/spot-trade.ts';
import { createLock } from '../core/protections/lock.ts';
import { ChangeRefused, DatabaseError } from '../database/errors.ts';
import { Unwritten } from './unwritten.ts';

const [A, B] = [spotTrade('A/USDT', { id: 1 }), spotTrade('B/USDT', { id: 2 })];
const lock = createLock('A/USDT', 0, 0, 60_000, null);

/** Takes down what is committed. @param fails why a change with this trade is not */
function database(fails: (pairs: readonly string[]) => Error | null = () => null) {
  const written: string[] = [];
  return {
    written,
    commit: async ({ trades = [], locks = [], removedTrades = [] }: Parameters<Parameters<Unwritten['write']>[0]>[0]) => {
      const pairs = trades.map(({ pair }) => pair);
      const problem = fails(pairs);
      if (problem !== null) throw problem;
      written.push([...pairs, ...locks.map(() => 'lock'), ...removedTrades.map(({ pair }) => `-${pair}`)].join(' '));
    },
  };
}

describe('what is not written yet', () => {
  it('is written whole and in order; what shares a part is one change', async () => {
    const unwritten = new Unwritten();
    unwritten.add({ trades: [A] });
    unwritten.add({ trades: [B] });
    unwritten.add({ trades: [A], locks: [lock] });
    unwritten.add({});
    expect(unwritten.size).toBe(2);
    const { written, commit } = database();
    expect(await unwritten.write(commit)).toBeNull();
    expect([written, unwritten.size]).toEqual([['A/USDT lock', 'B/USDT'], 0]);
  });

  it('waits where the database takes nothing, all of it', async () => {
    const unwritten = new Unwritten();
    unwritten.add({ trades: [A] });
    unwritten.add({ trades: [B] });
    const { written, commit } = database(() => new DatabaseError('full'));
    expect((await unwritten.write(commit))?.message).toBe('full');
    expect([written, unwritten.size]).toEqual([[], 2]);
  });

  it('holds up, where one change is refused for itself, only what has a part of it', async () => {
    const unwritten = new Unwritten();
    unwritten.add({ trades: [A] });
    unwritten.add({ trades: [B] });
    const { written, commit } = database((pairs) => (pairs.includes('A/USDT') ? new ChangeRefused('no') : null));
    expect(await unwritten.write(commit)).toBeInstanceOf(ChangeRefused);
    expect([written, unwritten.size]).toEqual([['B/USDT'], 1]);
  });

  it('keeps what comes while it is being written for the next time', async () => {
    const unwritten = new Unwritten();
    unwritten.add({ trades: [A] });
    const { written, commit } = database();
    let isFirst = true;
    await unwritten.write(async (changes) => {
      if (isFirst) unwritten.add({ trades: [A], locks: [lock] });
      isFirst = false;
      await commit(changes);
    });
    expect([written, unwritten.size]).toEqual([['A/USDT', 'A/USDT lock'], 0]);
  });

  it('does not make a row of a trade that was never written and is removed', async () => {
    const unwritten = new Unwritten();
    const never = spotTrade('C/USDT');
    unwritten.add({ trades: [never] });
    unwritten.add({ removedTrades: [never] });
    const { written, commit } = database();
    await unwritten.write(commit);
    expect(written).toEqual(['-C/USDT']);
  });
});
