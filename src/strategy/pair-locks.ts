import { createLock, lockOn, type PairLock } from '../core/protections/lock.ts';
import { lookedAt, type MethodParameters } from './looked-at.ts';

/** Keeps pairs from being entered. Times are ms since epoch, UTC. */
export interface PairLocks {
  /** Those that hold, and those of which the end has come and nobody has looked yet. */
  all(): readonly Readonly<PairLock>[];
  lock(pair: string, until: number, reason?: string | null, side?: PairLock['side']): void;
  /** Ends the locks that hold on a pair. */
  unlock(pair: string): void;
  /** Ends all locks that were made for a reason. */
  unlockReason(reason: string): void;
  /** The lock that holds on a pair and side, the one of all pairs included; null for none. */
  holding(pair: string, side?: PairLock['side']): Readonly<PairLock> | null;
}

/** Where locks are kept. */
export interface LockKeeper {
  locks(): readonly PairLock[];
  now(): number;
  /** Length of a candle, ms. */
  timeframeMs(): number;
  add(lock: PairLock): void;
  end(locks: readonly PairLock[]): void;
}

const SIDE = 'one of long,short,*';
const ASKED: MethodParameters<PairLocks> = {
  lock: [
    ['pair', 'text'],
    ['until', 'moment'],
    ['reason', 'any', true],
    ['side', SIDE, true],
  ],
  unlock: [['pair', 'text']],
  unlockReason: [['reason', 'text']],
  holding: [
    ['pair', 'text'],
    ['side', SIDE, true],
  ],
};

export function pairLocks(keeper: LockKeeper): PairLocks {
  const endThose = (isMeant: (lock: PairLock) => boolean) => {
    const meant = keeper.locks().filter((lock) => lock.isActive && lock.endTime > keeper.now() && isMeant(lock));
    if (meant.length > 0) keeper.end(meant);
  };
  const kept: PairLocks = {
    all: () => keeper.locks(),
    lock: (pair, until, reason = null, side = '*') => keeper.add(createLock(pair, until, keeper.now(), keeper.timeframeMs(), reason, side)),
    unlock: (pair) => endThose((lock) => lock.pair === pair),
    unlockReason: (reason) => endThose((lock) => lock.reason === reason),
    holding: (pair, side = '*') => lockOn(keeper.locks(), pair, side, keeper.now()),
  };
  return lookedAt('locks', kept, ASKED);
}
