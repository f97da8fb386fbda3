import { chmodSync, closeSync, openSync, realpathSync } from 'node:fs';
import { type Dialect, Kysely } from 'kysely';
import { type Guard, UNGUARDED } from './guard.ts';
import { Patience } from './patience.ts';
import type { TradeStore } from './port.ts';
import { claimSqlite } from './sqlite/claim.ts';
import { SqliteIntact } from './sqlite/intact.ts';
import { nodeSqliteDialect, openSqlite, type SqliteHandle } from './sqlite/node-dialect.ts';
import type { Tables } from './tables.ts';
import { createTradeStore, migrate } from './trade-store.ts';
import { databaseKind, sqlitePath, unusable } from './url.ts';

/** How long the start waits for another program's lock, ms. */
const OPEN_MS = 30_000;

interface Opened {
  readonly dialect: Dialect;
  readonly guard: Guard;
}

/**
 * Opens the trade store of a `db_url` such as `sqlite:///tradesv3.sqlite` (made if need be, readable by the owner only) or
 * `postgresql://user:password@host/name`, with tables as they must be.
 * @throws DatabaseError
 */
export function openTradeStore(url: string, now: () => number): Promise<TradeStore> {
  return open(url, now, null);
}

/**
 * Opens it for a bot, which must be the only one: two on one database would trade against each other.
 * @param owner says to others who has it, e.g. `process 12 on host, /home/me/user_data`
 * @throws DatabaseError naming the bot that has it already
 */
export function openBotStore(url: string, now: () => number, owner: string): Promise<TradeStore> {
  return open(url, now, owner);
}

async function open(url: string, now: () => number, owner: string | null): Promise<TradeStore> {
  const kind = databaseKind(url);
  const patience = new Patience();
  const { dialect, guard } = kind === 'postgres' ? await postgres(url, owner) : await sqlite(url, owner, patience);
  const database = new Kysely<Tables>({ dialect });
  try {
    await patience.with(() => migrate(database, now(), kind), OPEN_MS);
    return await patience.with(() => createTradeStore(database, now, kind, guard), OPEN_MS);
  } catch (error) {
    await database.destroy().catch(() => undefined);
    await guard.close();
    throw unusable(url, error);
  }
}

async function postgres(url: string, owner: string | null): Promise<Opened> {
  const { postgresDialect } = await import('./postgres/pool.ts');
  if (owner === null) return { dialect: postgresDialect(url), guard: UNGUARDED };
  const { PostgresClaim } = await import('./postgres/claim.ts');
  return { guard: await PostgresClaim.take(url, owner), dialect: postgresDialect(url) };
}

async function sqlite(url: string, owner: string | null, patience: Patience): Promise<Opened> {
  const named = sqlitePath(url);
  if (named === ':memory:') return { dialect: nodeSqliteDialect({ database: openSqlite(named) }), guard: UNGUARDED };
  let release = async (): Promise<void> => undefined;
  try {
    // closed before SQLite opens it: closing any handle of a file gives up the locks on it
    closeSync(openSync(named, 'a', 0o600));
    const path = realpathSync(named);
    chmodSync(path, 0o600);
    if (owner !== null) release = await claimSqlite(path, owner);
    const handle: SqliteHandle = { database: await patience.with(async () => openSqlite(path), OPEN_MS) };
    const intact = await patience.with(async () => new SqliteIntact(path, handle), OPEN_MS);
    const guard: Guard = { ...UNGUARDED, prove: async () => intact.check(), close: release };
    return { dialect: nodeSqliteDialect(handle), guard };
  } catch (error) {
    await release();
    throw unusable(url, error);
  }
}
