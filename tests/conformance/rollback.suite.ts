import { Kysely } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OrderIntent } from '../../src/core/order/intent.ts';
import type { PairLock } from '../../src/core/protections/lock.ts';
import type { Trade } from '../../src/core/trade/trade.ts';
import { DatabaseError } from '../../src/database/errors.ts';
import { openTradeStore } from '../../src/database/open.ts';
import type { TradeStore } from '../../src/database/port.ts';
import type { Changes } from '../../src/database/ports/changes.ts';
import type { Tables } from '../../src/database/tables.ts';
import { createTradeStore } from '../../src/database/trade-store.ts';
import { aLock, anIntent, anOrder, closedTradeWith, NOON, openTradeWith } from '../fakes/stored-trades.ts';
import { struckDialect } from '../fakes/struck-dialect.ts';
import type { Databases, Row, TestDatabase } from './databases.ts';

/** A fault of the connection, whatever the database. */
class Struck extends Error {}

const TABLES = ['trades', 'orders', 'trade_custom_data', 'ftts_order_intents', 'pairlocks', 'wallet_history'];

type Query = (text: string) => Promise<Row[]>;

/** All that is on disk, table by table. */
async function everything(query: Query): Promise<Record<string, Row[]>> {
  const found: Record<string, Row[]> = {};
  for (const table of TABLES) found[table] = await query(`SELECT * FROM ${table} ORDER BY 1`);
  return found;
}

/** One change with something of each kind: new, changed, closed and removed trades, intents, locks, what the account is worth. */
interface Everything extends Changes {
  readonly trades: Trade[];
  readonly removedTrades: Trade[];
  readonly intents: OrderIntent[];
  readonly locks: PairLock[];
}

function datum(value: unknown) {
  return { id: 0, value, isChanged: true, createdAt: null, updatedAt: null };
}

/** What is there before: an open trade, one to be removed, an intent, a lock. */
function before() {
  return {
    open: openTradeWith('open', { customData: { note: datum('before') } }),
    goes: openTradeWith('goes', { pair: 'ADA/USDT', base: 'ADA', customData: { note: datum(1) } }),
    intent: anIntent({ clientOrderId: 'ftts-e-before' }),
    lock: aLock({ reason: 'before' }),
  };
}

function changesOf({ open, goes, intent, lock }: ReturnType<typeof before>): Everything {
  Object.assign(open, { isOpen: false, closeDate: NOON + 5, closeProfitAbs: 3 });
  open.orders.push(anOrder({ orderId: 'exit', ftOrderSide: 'sell', side: 'sell' }));
  Object.assign(open.customData['note']!, { value: 'after', isChanged: true });
  const starts = openTradeWith('starts', { pair: 'SOL/USDT', base: 'SOL', customData: { a: datum([1]), b: datum(null) } });
  starts.orders.push(anOrder({ orderId: 'adds', pair: 'SOL/USDT' }));
  const worth = { rate: 1, quoteCurrency: 'USDT', balance: 5, totalQuote: 5, isManaged: true };
  return {
    trades: [starts, open],
    removedTrades: [goes],
    intents: [
      Object.assign(intent, { state: 'placed', tradeId: open.id }),
      anIntent({ clientOrderId: 'ftts-x-after', kind: 'exit', trade: null }),
    ],
    locks: [aLock({ reason: 'new' }), Object.assign(lock, { isActive: false })],
    wallet: [
      { at: NOON, currency: 'USDT', ...worth },
      { at: NOON + 3_600_000, currency: 'ETH', ...worth },
    ],
  };
}

/** Everything in memory that a commit may touch. */
const memoryOf = ({ trades, removedTrades, locks }: Everything) => structuredClone({ trades, removedTrades, locks });

/** What every database must do with a change when it, its connection or the program fails at any statement. */
export function rollbackConformance(databases: Databases): void {
  describe('a change that fails on its way', () => {
    let database: TestDatabase;
    let store: TradeStore;
    let statements = 0;
    /** At which statement it is struck, and what is done there; null for never. */
    let strike: { at: number; when: 'before' | 'after'; act: () => Promise<void> } | null = null;
    const seen: string[] = [];

    const struck = async (when: 'before' | 'after'): Promise<void> => {
      if (strike !== null && strike.when === when && strike.at === statements) await strike.act();
    };

    beforeAll(async () => {
      database = await databases.fresh();
      await (await openTradeStore(database.url, () => NOON)).close();
      const dialect = struckDialect(database.dialect(), {
        before: async (text) => {
          statements++;
          seen.push(text);
          await struck('before');
        },
        after: () => struck('after'),
      });
      store = await createTradeStore(new Kysely<Tables>({ dialect }), () => NOON, databases.kind);
    });
    afterAll(async () => {
      await store.close();
      await database.remove();
    });

    /** The same state of the database and of memory, as often as it is wanted. */
    async function scene(): Promise<{ changes: Everything; onDisk: Record<string, Row[]>; inMemory: ReturnType<typeof memoryOf> }> {
      strike = null;
      await clear();
      const things = before();
      await store.commit({ trades: [things.open, things.goes], intents: [things.intent], locks: [things.lock] });
      const changes = changesOf(things);
      statements = 0;
      seen.length = 0;
      return { changes, onDisk: await everything(database.query), inMemory: memoryOf(changes) };
    }

    async function clear(): Promise<void> {
      for (const table of ['trade_custom_data', 'orders', ...TABLES]) await execute(`DELETE FROM ${table}`);
      await store.history.reread();
    }

    /** Through a connection that nothing strikes. */
    async function execute(text: string): Promise<void> {
      await database.query(text);
    }

    /** Statements that the whole change takes, those of its transaction too. */
    async function countStatements(): Promise<number> {
      const { changes } = await scene();
      await store.commit(changes);
      expect(seen.at(0)).toBe('begin');
      expect(seen.at(-1)).toBe('commit');
      return seen.length;
    }

    const fail = async (): Promise<void> => {
      throw new Struck('the connection is gone');
    };

    /** @param at which statement, counted from one */
    async function commitStruck(changes: Changes, at: number, when: 'before' | 'after', act: () => Promise<void>): Promise<void> {
      statements = 0;
      strike = { at, when, act };
      const error = await store.commit(changes).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      strike = null;
      expect(error, `${when} ${seen.at(at - 1)}`).toBeInstanceOf(DatabaseError);
    }

    beforeEach(() => {
      strike = null;
    });

    it('at any statement: nothing of it is on disk, in memory all is as before, and it can be written after', async () => {
      const count = await countStatements();
      expect(count).toBeGreaterThan(20);
      for (let at = 1; at <= count; at++) {
        for (const when of ['before', 'after'] as const) {
          // after the last one it is written
          if (at === count && when === 'after') continue;
          const { changes, onDisk, inMemory } = await scene();
          const { version } = store.history;
          await commitStruck(changes, at, when, fail);
          const where = `${when} statement ${at}`;
          expect(await everything(database.query), where).toEqual(onDisk);
          expect(memoryOf(changes), where).toEqual(inMemory);
          expect(store.history.version, where).toBe(version);
          if (at % 7 !== 0) continue;
          await store.commit(changes);
          expect(
            (await store.trades.open()).map(({ pair }) => pair),
            where,
          ).toEqual(['SOL/USDT']);
        }
      }
    });

    it('of which only the answer is lost: it is on disk once, however often it is written again', async () => {
      const { changes } = await scene();
      await store.commit(changes);
      const right = await everything(database.query);
      const shapeOf = (tables: Record<string, Row[]>) =>
        Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.length]));
      const count = await countStatements();
      const again = await scene();
      await commitStruck(again.changes, count, 'after', fail);
      expect(memoryOf(again.changes)).toEqual(again.inMemory);
      for (let time = 0; time < 2; time++) {
        await commitStruck(again.changes, await countOf(again.changes), 'after', fail);
        expect(shapeOf(await everything(database.query))).toEqual(shapeOf(right));
      }
      await store.commit(again.changes);
      const left = await everything(database.query);
      expect(shapeOf(left)).toEqual(shapeOf(right));
      const [starts] = await store.trades.open();
      expect(starts).toEqual(again.changes.trades[0]);
      expect(left['orders']!.map((row) => row['order_id'])).toEqual(right['orders']!.map((row) => row['order_id']));
    });

    /** Statements that it takes to write this: struck before the commit, it is not. */
    async function countOf(changes: Changes): Promise<number> {
      for (let at = 1; ; at++) {
        seen.length = 0;
        await commitStruck(changes, at, 'before', fail);
        if (seen.at(-1) === 'commit') return at;
      }
    }

    it('since the program ends at any statement: the next one finds all of it or nothing', async () => {
      const count = await countStatements();
      for (let at = 1; at <= count; at++) {
        const { changes, onDisk } = await scene();
        let left: Record<string, Row[]> | null = null;
        await commitStruck(changes, at, 'before', async () => {
          left = await database.afterEndNow(everything);
          throw new Struck('the program has ended');
        });
        expect(left, `before statement ${at}`).toEqual(onDisk);
      }
      const { changes } = await scene();
      let left: Record<string, Row[]> | null = null;
      await commitStruck(changes, count, 'after', async () => {
        left = await database.afterEndNow(everything);
        throw new Struck('the program has ended');
      });
      expect(left).toEqual(await everything(database.query));
      expect(left!['trades']!.map((row) => row['pair'])).toEqual(['ETH/USDT', 'SOL/USDT']);
    });

    it('to be journaled: an intent is on disk when it is told to be, and not before', async () => {
      for (const when of ['before', 'after'] as const) {
        for (const text of ['begin', 'commit']) {
          await scene();
          const intent = anIntent({ clientOrderId: 'ftts-e-journal', trade: closedTradeWith('x', NOON, { pair: 'SOL/USDT' }) });
          statements = 0;
          const isWritten = when === 'after' && text === 'commit';
          strike = {
            at: text === 'begin' ? 1 : 3,
            when,
            act: async () => {
              expect(seen.at(-1)).toBe(text);
              throw new Struck('the connection is gone');
            },
          };
          seen.length = 0;
          await expect(store.intents.journal(intent)).rejects.toBeInstanceOf(DatabaseError);
          strike = null;
          const pending = (await store.intents.pending()).map(({ clientOrderId }) => clientOrderId);
          expect(pending.includes('ftts-e-journal'), `${when} ${text}`).toBe(isWritten);
        }
      }
    });
  });
}
