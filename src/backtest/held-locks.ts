import type { PairLock } from '../core/protections/lock.ts';

/** Locks of one pair, and those of all pairs. */
interface PairsLocks {
  locks: PairLock[];
  /** When the first of them ends, ms. */
  soonest: number;
}

/** Reasons that are kept once. */
const MOST_REASONS = 1000;

/** The locks of a backtest: all that were made, and by pair those that may still matter, since most have ended long ago. */
export class HeldLocks {
  #all: PairLock[] = [];
  readonly #byPair = new Map<string, PairsLocks>();
  readonly #reasons = new Map<string, string>();
  readonly #lookBackMs: number;

  /** @param lookBackMs how long after its end a lock is still asked for, ms */
  constructor(lookBackMs: number) {
    this.#lookBackMs = lookBackMs;
  }

  /** Every one, in the order they were made. */
  get all(): readonly PairLock[] {
    return this.#all;
  }

  add(...locks: readonly PairLock[]): void {
    for (const lock of locks) {
      lock.reason = this.#known(lock.reason);
      this.#all.push(lock);
      for (const [pair, own] of this.#byPair) if (concerns(lock, pair)) append(own, lock);
    }
  }

  /** The same text once: most locks are made for few reasons. */
  #known(reason: string | null): string | null {
    if (reason === null) return null;
    const known = this.#reasons.get(reason);
    if (known === undefined && this.#reasons.size < MOST_REASONS) this.#reasons.set(reason, reason);
    return known ?? reason;
  }

  /** Those of a pair and of all pairs that have not ended long ago, in the order they were made. @param now ms; never earlier than before for the same pair */
  of(pair: string, now: number): readonly PairLock[] {
    let own = this.#byPair.get(pair);
    if (own === undefined) {
      own = { locks: [], soonest: Number.POSITIVE_INFINITY };
      for (const lock of this.#all) if (concerns(lock, pair)) append(own, lock);
      this.#byPair.set(pair, own);
    }
    const since = now - this.#lookBackMs;
    if (own.soonest <= since) {
      const left = own.locks.filter(({ endTime }) => endTime > since);
      own.locks = left;
      own.soonest = left.reduce((soonest, { endTime }) => Math.min(soonest, endTime), Number.POSITIVE_INFINITY);
    }
    return own.locks;
  }

  /** Ends locks before their time; they stay among all. */
  end(ended: readonly PairLock[]): void {
    const gone = new Set(ended);
    this.#all = this.#all.map((lock) => (gone.has(lock) ? { ...lock, isActive: false } : lock));
    this.#byPair.clear();
  }
}

function concerns(lock: PairLock, pair: string): boolean {
  return lock.pair === pair || lock.pair === '*';
}

function append(own: PairsLocks, lock: PairLock): void {
  own.locks.push(lock);
  own.soonest = Math.min(own.soonest, lock.endTime);
}
