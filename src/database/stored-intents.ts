import type { Kysely } from 'kysely';
import type { OrderIntent } from '../core/order/intent.ts';
import { ChangeRefused } from './errors.ts';
import type { Guard } from './guard.ts';
import type { IntentJournal } from './ports/intents.ts';
import { pendingIntents, sentStops, writtenIntents } from './read/intents.ts';
import type { SpareJournal } from './sqlite/spare-journal.ts';
import type { Tables } from './tables.ts';
import type { Writer } from './write/writer.ts';

/** Intents in the database; of orders that leave a trade or lay its stop, in the spare journal beside it while the database takes nothing. */
export class StoredIntents implements IntentJournal {
  readonly #database: Kysely<Tables>;
  readonly #writer: Writer;
  readonly #guard: Guard;
  readonly #spare: SpareJournal | null;

  constructor(database: Kysely<Tables>, writer: Writer, guard: Guard, spare: SpareJournal | null) {
    this.#database = database;
    this.#writer = writer;
    this.#guard = guard;
    this.#spare = spare;
  }

  get hasSpare(): boolean {
    return this.#spare?.hasRoom ?? false;
  }

  async journal(intent: OrderIntent): Promise<void> {
    try {
      await this.#writer.journal(intent);
    } catch (error) {
      if (this.#spare === null || intent.kind === 'entry' || error instanceof ChangeRefused) throw error;
      // a database that is not ours any more is no reason to write elsewhere
      await this.#guard.prove();
      this.#spare.write(intent);
    }
  }

  async pending(): Promise<OrderIntent[]> {
    const known = await pendingIntents(this.#database);
    const spare = this.#spare?.intents() ?? [];
    if (spare.length === 0) return known;
    const written = await writtenIntents(
      this.#database,
      spare.map(({ clientOrderId }) => clientOrderId),
    );
    for (const id of written) this.#spare?.remove(id);
    const only = spare.filter(({ clientOrderId }) => !written.has(clientOrderId));
    return [...known, ...only].sort((one, other) => one.createdAt - other.createdAt);
  }

  stops(pair: string): Promise<OrderIntent[]> {
    return sentStops(this.#database, pair);
  }

  /** What the database has, or what is dead, needs no place beside it. */
  forget(intents: readonly OrderIntent[]): void {
    for (const { clientOrderId } of intents) this.#spare?.remove(clientOrderId);
  }

  close(): void {
    this.#spare?.close();
  }
}
