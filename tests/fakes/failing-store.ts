import { DatabaseError } from '../../src/database/errors.ts';
import type { TradeStore } from '../../src/database/port.ts';

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
  return new Proxy(store, {
    get(target, name) {
      if (name === 'journal') return (intent: never) => attempt('journal', () => target.journal(intent));
      if (name === 'commit') {
        return async (changes: Parameters<TradeStore['commit']>[0]) => {
          const trades = [...(changes.trades ?? []), ...(changes.removedTrades ?? [])];
          const numbers = trades.map((trade) => ({ trade, id: trade.id, orders: trade.orders.map(({ id }) => id) }));
          const locks = (changes.locks ?? []).map((lock) => ({ lock, id: lock.id }));
          try {
            await attempt('commit', () => target.commit(changes));
          } catch (error) {
            // as the store does where it is not told: nothing has a number that it did not have
            for (const { trade, id, orders } of numbers) {
              (trade as { id: number }).id = id;
              for (const [index, order] of trade.orders.entries()) order.id = orders[index]!;
            }
            for (const { lock, id } of locks) (lock as { id: number }).id = id;
            throw error;
          }
        };
      }
      return Reflect.get(target, name, target);
    },
  });
}
