import { DatabaseError, told } from './errors.ts';
import type { DatabaseKind } from './tables.ts';

/** Which kind of database a `db_url` names. @throws DatabaseError for one that is not supported */
export function databaseKind(url: string): DatabaseKind {
  if (/^postgres(?:ql)?(?:\+\w+)?:\/\//.test(url)) return 'postgres';
  sqlitePath(url);
  return 'sqlite';
}

/** File of a `db_url`, or `:memory:`. @throws DatabaseError when it is not SQLite's */
export function sqlitePath(url: string): string {
  if (url === 'sqlite://' || url === 'sqlite:///:memory:') return ':memory:';
  const match = /^sqlite(?:\+\w+)?:\/\/\/(.+)$/.exec(url);
  if (match?.[1] === undefined) {
    throw new DatabaseError(
      `db_url: "${url.replace(/:[^:@/]*@/, ':***@')}" is not supported. Write sqlite:///path/to/file.sqlite, or postgresql://user:password@host/name.`,
    );
  }
  return match[1];
}

/** Says where a database is and what is wrong with it. */
export function unusable(url: string, error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  return new DatabaseError(`db_url: ${placeOf(url)} can't be used as a database: ${told(error)}`, { cause: error });
}

/** Where a database is, without who may use it. */
function placeOf(url: string): string {
  return databaseKind(url) === 'sqlite' ? sqlitePath(url) : url.replace(/\/\/[^/]*@/, '//').replace(/\?.*$/, '');
}
