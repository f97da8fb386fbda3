import { errorText, UnusableDatabase } from './errors.ts';
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
    throw new UnusableDatabase(
      `${schemeOf(url)} is not supported. Write sqlite:///path/to/file.sqlite, or postgresql://user:password@host/name.`,
    );
  }
  if (match[1].startsWith('file:') || match[1].includes('?')) {
    throw new UnusableDatabase(
      `"file:" and what follows a "?" are not supported for SQLite. Write the path only, e.g. ${plainPath(match[1])}.`,
    );
  }
  return match[1];
}

function plainPath(written: string): string {
  return `sqlite:///${written.replace(/^file:(\/\/)?/, '').replace(/\?.*$/s, '') || 'tradesv3.sqlite'}`;
}

/** Says where a database is and what is wrong with it. */
export function unusable(url: string, error: unknown): UnusableDatabase {
  if (error instanceof UnusableDatabase) return error;
  return new UnusableDatabase(`${placeOf(url)} can't be used as a database: ${withoutPassword(url, errorText(error))}`, {
    cause: error,
  });
}

/** `postgresql` in its spellings, user, password, and what follows; read as SQLAlchemy reads it for freqtrade. */
const POSTGRES = /^postgres(?:ql)?(?:\+\w+)?:\/\/(?:([^:/@]*)(?::([^@]*))?@)?(.*)$/s;

/** The address as the driver takes it: a password may have a `/` or a `?` here, and no character of it starts something else. */
export function postgresAddress(url: string): string {
  const plain = url.replace(/^postgres(?:ql)?(?:\+\w+)?:/, 'postgresql:');
  if (isUnambiguous(URL.parse(plain))) return plain;
  const [, user, password, rest = ''] = POSTGRES.exec(url) ?? [];
  if (user === undefined) return `postgresql://${rest}`;
  const written = (text: string): string => encodeURIComponent(decoded(text));
  return `postgresql://${written(user)}${password === undefined ? '' : `:${written(password)}`}@${rest}`;
}

/** Whether no part behind the host can belong to a password. */
function isUnambiguous(address: URL | null): address is URL {
  return address !== null && !`${address.pathname}${address.search}${address.hash}`.includes('@');
}

/** What kind of database a text names, without anything that could be a secret: where it is malformed, nothing tells one from the rest. */
function schemeOf(url: string): string {
  if (/^sqlite(?:\+\w+)?:[^@]*$/.test(url)) return `"${url}"`;
  const scheme = /^[a-z][a-z0-9+.-]*:(?:\/\/)?/i.exec(url)?.[0];
  // a user's name looks like a scheme where there is none
  return scheme?.endsWith('://') ? `an address that begins with "${scheme}"` : 'an address without "://"';
}

/** Where a database is, without who may use it. */
function placeOf(url: string): string {
  if (databaseKind(url) === 'sqlite') return sqlitePath(url);
  const address = URL.parse(postgresAddress(url));
  if (!isUnambiguous(address)) return 'the PostgreSQL database';
  return `postgresql://${address.hostname}${address.pathname}`;
}

/** A driver's complaint may repeat what it was given. */
function withoutPassword(url: string, text: string): string {
  const password = /^[^:]*:\/\/[^:]*:(.*)@/s.exec(url)?.[1] ?? '';
  return [password, decoded(password)]
    .filter((secret) => secret.length > 2)
    .reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
