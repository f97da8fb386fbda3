import { DatabaseError } from '../../src/database/errors.ts';
import type { TradeStore } from '../../src/database/port.ts';
import type { Changes } from '../../src/database/ports/changes.ts';

/** What becomes of the next attempt to write. */
export type Failure = 'none' | 'refused' | 'answer lost';

/** A real store of which writing fails when told to: before anything is written, or after all of it is and nobody is told. */
export function failingStore(store: TradeStore, next: (what: 'commit' | 'journal') => Failure): TradeStore {
  async function attempt(what: 'commit' | 'journal', write: () => Promise<void>): Promise<void> {
    const failure = next(what);
    if (failure === 'refused') throw new DatabaseError('told to fail');
    await write();
    if (failure === 'answer lost') throw new DatabaseError('told to lose the answer');
  }
  return {
    ...store,
    intents: {
      hasSpare: false,
      journal: (intent) => attempt('journal', () => store.intents.journal(intent)),
      pending: () => store.intents.pending(),
      stops: (pair) => store.intents.stops(pair),
    },
    commit: async (changes) => {
      const restore = numbersOf(changes);
      try {
        await attempt('commit', () => store.commit(changes));
      } catch (error) {
        // as the store does where it is not told: nothing has a number that it did not have
        restore();
        throw error;
      }
    },
  };
}

/** @returns what gives rows the numbers again that they have now */
function numbersOf({ trades = [], removedTrades = [], locks = [] }: Changes): () => void {
  const all = [...trades, ...removedTrades];
  const rows: { id: number }[] = [...all, ...all.flatMap(({ orders }) => orders), ...locks];
  const before = rows.map((row) => ({ row, id: row.id }));
  return () => {
    for (const { row, id } of before) row.id = id;
  };
}
