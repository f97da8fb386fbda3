import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type Dialect, SqliteDialect } from 'kysely';

/** Node's built-in SQLite behind Kysely: nothing to compile at install. */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare: (text: string) => {
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
      },
    },
  });
}

/** Opens or makes a database file for one writer that must survive a crash at any moment. */
export function openSqlite(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 30_000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;');
  return database;
}
