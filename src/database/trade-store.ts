import type { Kysely } from 'kysely';
import { type Guard, UNGUARDED } from './guard.ts';
import type { TradeStore } from './port.ts';
import { RecordReader } from './read/record-reader.ts';
import { StoredHistory } from './read/stored-history.ts';
import { TradeReader } from './read/trade-reader.ts';
import type { SpareJournal } from './sqlite/spare-journal.ts';
import { StoredIntents } from './stored-intents.ts';
import type { DatabaseKind, Tables } from './tables.ts';
import { Writer } from './write/writer.ts';

/**
 * The store over any database that Kysely speaks to. The schema must be in place.
 * @param spare where orders that leave a trade are written down while the database takes nothing; null for nowhere
 */
export async function createTradeStore(
  database: Kysely<Tables>,
  now: () => number,
  kind: DatabaseKind = 'sqlite',
  guard: Guard = UNGUARDED,
  spare: SpareJournal | null = null,
): Promise<TradeStore> {
  const trades = new TradeReader(database, kind);
  const history = await StoredHistory.load(database, kind, trades);
  const writer = new Writer(database, guard, now);
  const intents = new StoredIntents(database, writer, guard, spare);
  return {
    trades,
    history,
    intents,
    claim: guard,
    records: new RecordReader(database),
    commit: async (changes) => {
      const { intents: written = [] } = changes;
      try {
        await writer.commit(changes);
      } catch (error) {
        // of an order that will never be, nothing needs to be known
        intents.forget(written.filter(({ state }) => state === 'dead'));
        throw error;
      }
      intents.forget(written);
      history.take(changes);
    },
    close: async () => {
      await database.destroy();
      intents.close();
      await guard.close();
    },
  };
}
