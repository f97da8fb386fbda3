import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type Dialect, SqliteDialect } from 'kysely';
import { dropOldest } from '../../core/oldest.ts';

/** How long a statement may hold up the whole process for another program's lock, ms. Longer waits are made between statements. */
const BUSY_MS = 10;

/** Statements that are kept compiled. */
const STATEMENTS = 64;

interface Compiled {
  readonly statement: StatementSync;
  /** Names of its columns, once they were needed. */
  readonly names: string[];
}

/** Compiled ones by their text; those of one connection. */
type Statements = Map<string, Compiled>;

/** A database that can be closed and opened again behind whoever uses it. */
export interface SqliteHandle {
  database: DatabaseSync;
}

/** Node's built-in SQLite behind Kysely: nothing to compile at install. */
export function nodeSqliteDialect(handle: SqliteHandle): Dialect {
  const kept = new WeakMap<DatabaseSync, Statements>();
  return new SqliteDialect({
    database: {
      close: () => handle.database.close(),
      prepare: (text: string) => {
        const { database } = handle;
        // a full disk ends a transaction by itself; undoing it once more would hide why
        if (text === 'rollback' && !database.isTransaction) return statementOf(database, kept, 'SELECT 1');
        // the lock is had at once or not at all, never halfway through
        return statementOf(database, kept, text === 'begin' ? 'begin immediate' : text);
      },
    },
  });
}

function statementOf(database: DatabaseSync, kept: WeakMap<DatabaseSync, Statements>, text: string) {
  const reader = /^\s*(select|with|pragma)\b|\breturning\b/i.test(text);
  return {
    reader,
    all: (parameters: readonly unknown[]) => rowsOf(compiled(database, kept, text), parameters as SQLInputValue[]),
    run: (parameters: readonly unknown[]) => {
      const result = compiled(database, kept, text).statement.run(...(parameters as SQLInputValue[]));
      return { changes: result.changes, lastInsertRowid: result.lastInsertRowid };
    },
    // one that is read bit by bit must not be begun anew by somebody else meanwhile
    iterate: (parameters: readonly unknown[]) => database.prepare(text).iterate(...(parameters as SQLInputValue[])),
  };
}

/**
 * Rows as objects that V8 reads and keeps as it does those of the program. Node's own are hash tables, which take three times the room,
 * and with it most of the time of a page of trades.
 */
function rowsOf({ statement, names }: Compiled, parameters: SQLInputValue[]): Record<string, unknown>[] {
  statement.setReturnArrays(true);
  const rows = statement.all(...parameters);
  const [first] = rows;
  if (first === undefined) return [];
  // what `*` stands for may have become another since
  if (!Array.isArray(first) || first.length !== names.length) names.splice(0, names.length, ...statement.columns().map(({ name }) => name));
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    for (let column = 0; column < names.length; column++) row[names[column]!] = values[column];
    return row;
  });
}

/** A statement, compiled once: that costs more than most of them take. */
function compiled(database: DatabaseSync, kept: WeakMap<DatabaseSync, Statements>, text: string): Compiled {
  // which columns a table has is part of what was compiled
  if (/^\s*(create|alter|drop)\b/i.test(text)) kept.delete(database);
  const statements = kept.get(database) ?? new Map<string, Compiled>();
  kept.set(database, statements);
  const known = statements.get(text);
  if (known !== undefined) return known;
  const made = { statement: database.prepare(text), names: [] };
  statements.set(text, made);
  dropOldest(statements, STATEMENTS);
  return made;
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
