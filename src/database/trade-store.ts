import type { Kysely } from 'kysely';
import { type Guard, UNGUARDED } from './guard.ts';
import type { TradeStore } from './port.ts';
import { pendingIntents, sentStops } from './read/intents.ts';
import { RecordReader } from './read/record-reader.ts';
import { StoredHistory } from './read/stored-history.ts';
import { TradeReader } from './read/trade-reader.ts';
import type { DatabaseKind, Tables } from './tables.ts';
import { Writer } from './write/writer.ts';

/** The store over any database that Kysely speaks to. The schema must be in place. */
export async function createTradeStore(
  database: Kysely<Tables>,
  now: () => number,
  kind: DatabaseKind = 'sqlite',
  guard: Guard = UNGUARDED,
): Promise<TradeStore> {
  const trades = new TradeReader(database, kind);
  const history = await StoredHistory.load(database, kind, trades);
  const writer = new Writer(database, guard, now);
  return {
    trades,
    history,
    intents: {
      journal: (intent) => writer.journal(intent),
      pending: () => pendingIntents(database),
      stops: (pair) => sentStops(database, pair),
    },
    claim: guard,
    records: new RecordReader(database),
    commit: async (changes) => {
      await writer.commit(changes);
      history.take(changes);
    },
    close: async () => {
      await database.destroy();
      await guard.close();
    },
  };
}
