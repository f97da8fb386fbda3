import { chmodSync, closeSync, openSync } from 'node:fs';
import { Kysely } from 'kysely';
import { DatabaseError } from './errors.ts';
import type { TradeStore } from './port.ts';
import { nodeSqliteDialect, openSqlite } from './sqlite/node-dialect.ts';
import type { Tables } from './tables.ts';
import { createTradeStore, migrate } from './trade-store.ts';

/**
 * Opens the trade store of a `db_url` such as `sqlite:///tradesv3.sqlite`, made and migrated if need be, readable by the owner only.
 * @throws DatabaseError
 */
export async function openTradeStore(url: string, now: () => number): Promise<TradeStore> {
  const path = sqlitePath(url);
  try {
    if (path !== ':memory:') {
      closeSync(openSync(path, 'a', 0o600));
      chmodSync(path, 0o600);
    }
    const database = new Kysely<Tables>({ dialect: nodeSqliteDialect(openSqlite(path)) });
    await migrate(database, now());
    return await createTradeStore(database, now);
  } catch (error) {
    throw new DatabaseError(`db_url: ${path} can't be used as a database: ${(error as Error).message}`, { cause: error });
  }
}

/** File of a `db_url`, or `:memory:`. @throws DatabaseError when it is not SQLite's */
export function sqlitePath(url: string): string {
  if (url === 'sqlite://' || url === 'sqlite:///:memory:') return ':memory:';
  const match = /^sqlite(?:\+\w+)?:\/\/\/(.+)$/.exec(url);
  if (match?.[1] === undefined) {
    throw new DatabaseError(`db_url: "${url.replace(/:[^:@/]*@/, ':***@')}" is not supported. Write sqlite:///path/to/file.sqlite.`);
  }
  return match[1];
}
