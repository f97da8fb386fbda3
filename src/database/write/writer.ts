import { setImmediate } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { OrderIntent } from '../../core/order/intent.ts';
import { writeError } from '../errors.ts';
import type { Guard } from '../guard.ts';
import { Patience } from '../patience.ts';
import type { Changes } from '../ports/changes.ts';
import type { Tables } from '../tables.ts';
import { numbersOf } from './numbers.ts';
import { saveCustomData } from './save-custom-data.ts';
import { saveIntent } from './save-intent.ts';
import { saveLock } from './save-lock.ts';
import { removeTrade, saveTrade } from './save-trade.ts';
import { saveWallet } from './save-wallet.ts';

/** Locks written in one go: meanwhile SQLite lets nobody else do anything. */
const LOCKS_AT_ONCE = 100;

/** Writes, each time in one transaction on a database that is proven ours. */
export class Writer {
  readonly #database: Kysely<Tables>;
  readonly #guard: Guard;
  readonly #now: () => number;
  readonly #patience = new Patience();

  constructor(database: Kysely<Tables>, guard: Guard, now: () => number) {
    this.#database = database;
    this.#guard = guard;
    this.#now = now;
  }

  /** @throws DatabaseError */
  journal(intent: OrderIntent): Promise<void> {
    return this.#write((transaction) => saveIntent(transaction, intent));
  }

  /** @throws ChangeRefused, DatabaseError; nothing has a number then that it did not have before */
  async commit(changes: Changes): Promise<void> {
    const restore = numbersOf(changes);
    try {
      await this.#write(async (transaction) => {
        // it may be tried more than once
        restore();
        await this.#save(transaction, changes);
      });
    } catch (error) {
      restore();
      throw error;
    }
  }

  async #save(
    transaction: Transaction<Tables>,
    { trades = [], removedTrades = [], intents = [], locks = [], wallet = [] }: Changes,
  ): Promise<void> {
    for (const trade of trades) {
      await saveTrade(transaction, trade);
      await saveCustomData(transaction, trade, this.#now());
    }
    for (const trade of removedTrades) await removeTrade(transaction, trade);
    for (const intent of intents) await saveIntent(transaction, intent);
    for (const [index, lock] of locks.entries()) {
      await saveLock(transaction, lock);
      if (index % LOCKS_AT_ONCE === LOCKS_AT_ONCE - 1) await setImmediate();
    }
    await saveWallet(transaction, wallet);
  }

  /** Proven before and after: what went elsewhere counts as not written. */
  async #write(work: (transaction: Transaction<Tables>) => Promise<void>): Promise<void> {
    try {
      await this.#guard.prove();
      await this.#patience.with(() =>
        this.#database.transaction().execute(async (transaction) => {
          await this.#guard.fence(transaction);
          await work(transaction);
        }),
      );
      await this.#guard.prove();
    } catch (error) {
      throw writeError(error);
    }
  }
}
