import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Dialect } from 'kysely';
import { postgresDialect } from '../../src/database/postgres/pool.ts';
import { nodeSqliteDialect, openSqlite } from '../../src/database/sqlite/node-dialect.ts';
import type { DatabaseKind } from '../../src/database/tables.ts';
import { isWithoutPostgres, type PostgresServer, startPostgres } from '../process/postgres-server.ts';

export type Row = Record<string, unknown>;

/** An empty database, and ways to look at it and to harm it from outside. */
export interface TestDatabase {
  readonly kind: DatabaseKind;
  /** Its `db_url`. */
  readonly url: string;
  /** What a store speaks to it through. */
  dialect(): Dialect;
  /** Rows as they lie there now, seen by somebody else; yes and no are 1 and 0. */
  query(text: string): Promise<Row[]>;
  /**
   * What a program leaves that ends at this moment, without a last word.
   * @param look at the rows that are then there
   */
  afterEndNow<T>(look: (query: (text: string) => Promise<Row[]>) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

/** A kind of database that the suites are run on. */
export interface Databases {
  readonly name: string;
  readonly kind: DatabaseKind;
  readonly isMissing: boolean;
  start(): Promise<void>;
  fresh(): Promise<TestDatabase>;
  close(): void;
}

class SqliteDatabases implements Databases {
  readonly name = 'SQLite';
  readonly kind = 'sqlite';
  readonly isMissing = false;

  async start(): Promise<void> {}

  async fresh(): Promise<TestDatabase> {
    const folder = mkdtempSync(join(tmpdir(), 'freqtrade-ts-'));
    const path = join(folder, 'trades.sqlite');
    return {
      kind: 'sqlite',
      url: `sqlite:///${path}`,
      dialect: () => nodeSqliteDialect({ database: openSqlite(path) }),
      query: async (text) => rowsOf(path, text),
      afterEndNow: async (look) => {
        // the files as they are: nothing of a program that has ended is written later
        const left = mkdtempSync(join(tmpdir(), 'freqtrade-ts-'));
        try {
          for (const end of ['', '-wal']) if (existsSync(`${path}${end}`)) copyFileSync(`${path}${end}`, join(left, `trades.sqlite${end}`));
          return await look(async (text) => rowsOf(join(left, 'trades.sqlite'), text));
        } finally {
          rmSync(left, { recursive: true });
        }
      },
      remove: async () => rmSync(folder, { recursive: true }),
    };
  }

  close(): void {}
}

function rowsOf(path: string, text: string): Row[] {
  const database = new DatabaseSync(path);
  try {
    return database
      .prepare(text)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}

class PostgresDatabases implements Databases {
  readonly name = 'PostgreSQL';
  readonly kind = 'postgres';
  readonly isMissing = isWithoutPostgres;
  #server: PostgresServer | null = null;
  #made = 0;

  async start(): Promise<void> {
    this.#server = await startPostgres();
  }

  async fresh(): Promise<TestDatabase> {
    const server = this.#server;
    if (server === null) throw new Error('not started');
    const url = await server.database(`made_${++this.#made}`);
    const watcher = await server.connect(url);
    const query = async (text: string) => (await watcher.query<Row>(text)).rows;
    return {
      kind: 'postgres',
      url,
      dialect: () => postgresDialect(url),
      query,
      afterEndNow: async (look) => {
        // the server undoes what was begun once the connection is gone
        await query(
          'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
        );
        return look(query);
      },
      remove: () => watcher.end(),
    };
  }

  close(): void {
    this.#server?.close();
  }
}

/** Every kind of database that there is an adapter for. */
export const DATABASES: readonly Databases[] = [new SqliteDatabases(), new PostgresDatabases()];
