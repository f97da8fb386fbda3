import type { PairLock } from '../../core/protections/lock.ts';

/** What a bot keeps beside its trades. @throws DatabaseError each of them */
export interface BotRecords {
  /** Active ones, by their number. */
  locks(): Promise<PairLock[]>;
  /** What the account was worth, in stake currency, oldest first; times ms since epoch, UTC. */
  walletHistory(): Promise<{ at: number; total: number }[]>;
  /** ms since epoch when this database was first used by a bot; from now on, where it never was. */
  startTime(now: number): Promise<number>;
}
