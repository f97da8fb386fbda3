import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type Dialect, SqliteDialect } from 'kysely';

/** How long a statement may hold up the whole process for another program's lock, ms. Longer waits are made between statements. */
const BUSY_MS = 10;

/** A database that can be closed and opened again behind whoever uses it. */
export interface SqliteHandle {
  database: DatabaseSync;
}

/** Node's built-in SQLite behind Kysely: nothing to compile at install. */
export function nodeSqliteDialect(handle: SqliteHandle): Dialect {
  return new SqliteDialect({
    database: {
      close: () => handle.database.close(),
      prepare: (text: string) => {
        const { database } = handle;
        // a full disk ends a transaction by itself; undoing it once more would hide why
        if (text === 'rollback' && !database.isTransaction) return statementOf(database, 'SELECT 1');
        // the lock is had at once or not at all, never halfway through
        return statementOf(database, text === 'begin' ? 'begin immediate' : text);
      },
    },
  });
}

function statementOf(database: DatabaseSync, text: string) {
  const statement = database.prepare(text);
  const reader = /^\s*(select|with|pragma)\b|\breturning\b/i.test(text);
  return {
    reader,
    all: (parameters: readonly unknown[]) => statement.all(...(parameters as SQLInputValue[])),
    run: (parameters: readonly unknown[]) => {
      const result = statement.run(...(parameters as SQLInputValue[]));
      return { changes: result.changes, lastInsertRowid: result.lastInsertRowid };
    },
    iterate: (parameters: readonly unknown[]) => statement.iterate(...(parameters as SQLInputValue[])),
  };
}

/** Opens or makes a database file for one writer that must survive a crash at any moment. */
export function openSqlite(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;');
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}
