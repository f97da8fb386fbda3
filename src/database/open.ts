import { chmodSync, closeSync, openSync } from 'node:fs';
import { type Dialect, Kysely } from 'kysely';
import type { TradeStore } from './port.ts';
import { nodeSqliteDialect, openSqlite } from './sqlite/node-dialect.ts';
import type { Tables } from './tables.ts';
import { createTradeStore, migrate } from './trade-store.ts';
import { databaseKind, sqlitePath, unusable } from './url.ts';

/**
 * Opens the trade store of a `db_url` such as `sqlite:///tradesv3.sqlite` (made if need be, readable by the owner only) or
 * `postgresql://user:password@host/name`, with tables as they must be.
 * @throws DatabaseError
 */
export async function openTradeStore(url: string, now: () => number): Promise<TradeStore> {
  const kind = databaseKind(url);
  let database: Kysely<Tables> | null = null;
  try {
    database = new Kysely<Tables>({ dialect: kind === 'postgres' ? await postgres(url) : sqlite(sqlitePath(url)) });
    await migrate(database, now(), kind);
    return await createTradeStore(database, now, kind);
  } catch (error) {
    await database?.destroy().catch(() => undefined);
    throw unusable(url, error);
  }
}

async function postgres(url: string): Promise<Dialect> {
  const { postgresDialect } = await import('./postgres/pool.ts');
  return postgresDialect(url);
}

function sqlite(path: string): Dialect {
  if (path !== ':memory:') {
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  }
  return nodeSqliteDialect(openSqlite(path));
}
