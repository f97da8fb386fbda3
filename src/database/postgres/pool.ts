import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { postgresAddress } from '../url.ts';

/** Connections: one for writing, some for reading beside it. */
const CONNECTIONS = 5;
const CONNECT_MS = 10_000;
/** A statement that takes longer is given up: the loop waits for it. */
const STATEMENT_MS = 30_000;
/** What a bot that stands still holds is given free by the server after this, ms. */
const IDLE_MS = 10_000;

/** PostgreSQL's numbers of types. */
const [BOOLEAN, BIGINT, TIMESTAMP] = [16, 20, 1114];
/** Values as the rows have them in SQLite too: 0 and 1, numbers, dates as texts. */
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [BOOLEAN]: (text) => (text === 't' ? 1 : 0),
  [BIGINT]: Number,
  [TIMESTAMP]: (text) => text,
};

export function connectionOf(url: string): pg.ClientConfig {
  return {
    connectionString: postgresAddress(url),
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'freqtrade-ts',
    keepAlive: true,
    types: { getTypeParser: (type, format) => PARSERS[type] ?? pg.types.getTypeParser(type, format) },
  };
}

/** PostgreSQL behind Kysely. A connection that breaks is replaced with the next question. */
export function postgresDialect(url: string): Dialect {
  const pool = new pg.Pool({
    ...connectionOf(url),
    max: CONNECTIONS,
    statement_timeout: STATEMENT_MS,
    query_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: IDLE_MS,
  });
  // of a connection that breaks, whoever uses it learns it by its question, and whoever asks next gets another one
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new PostgresDialect({ pool, cursor: Cursor });
}
