import type { Transaction } from 'kysely';
import type { Claim } from './ports/claim.ts';
import type { Tables } from './tables.ts';

/** Stands between a bot and a database that is not its own any more, or that does not keep what is written. */
export interface Guard extends Claim {
  /** As the first thing of a transaction: it must not be written by a bot that has lost its claim. @throws DatabaseError */
  fence(transaction: Transaction<Tables>): Promise<void>;
  close(): Promise<void>;
}

/** For programs that only look, and for databases in memory. */
export const UNGUARDED: Guard = {
  prove: async () => undefined,
  fence: async () => undefined,
  generation: 0,
  close: async () => undefined,
};
