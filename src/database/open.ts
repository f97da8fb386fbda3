import { chmodSync, closeSync, existsSync, openSync, realpathSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Dialect, Kysely } from 'kysely';
import { UnusableDatabase } from './errors.ts';
import { type Guard, UNGUARDED } from './guard.ts';
import { migrate } from './migrate.ts';
import { missingParts } from './older-release.ts';
import { Patience } from './patience.ts';
import type { TradeStore } from './port.ts';
import { claimSqlite } from './sqlite/claim.ts';
import { SqliteIntact } from './sqlite/intact.ts';
import { nodeSqliteDialect, openSqlite, type SqliteHandle } from './sqlite/node-dialect.ts';
import { SpareJournal } from './sqlite/spare-journal.ts';
import type { Tables } from './tables.ts';
import { createTradeStore } from './trade-store.ts';
import { databaseKind, sqlitePath, unusable } from './url.ts';

/** How long the start waits for another program's lock, ms. */
const OPEN_MS = 30_000;

interface Opened {
  readonly dialect: Dialect;
  readonly guard: Guard;
  /** Where the spare journal lies; left out where there is none. */
  readonly spareAt?: string;
}

/**
 * Opens the trade store of a `db_url` such as `sqlite:///tradesv3.sqlite` (made if need be, readable by the owner only) or
 * `postgresql://user:password@host/name`, with tables as they must be.
 * @throws DatabaseError
 */
export function openTradeStore(url: string, now: () => number): Promise<TradeStore> {
  return open(url, now, null);
}

/** What a bot says of itself, and gets to know, when it opens its database. */
export interface BotOpening {
  /** Says to others who has it, e.g. `process 12 on host, /home/me/user_data`. */
  readonly owner: string;
  /** Called with what was done to bring an older database forward, and with what could not be done. */
  readonly note: (text: string) => void;
}

/**
 * Opens it for a bot, which must be the only one: two on one database would trade against each other.
 * @throws DatabaseError naming the bot that has it already
 */
export function openBotStore(url: string, now: () => number, opening: BotOpening): Promise<TradeStore> {
  return open(url, now, opening);
}

async function open(url: string, now: () => number, opening: BotOpening | null): Promise<TradeStore> {
  const kind = databaseKind(url);
  const patience = new Patience();
  const { dialect, guard, spareAt } = kind === 'postgres' ? await postgres(url, opening) : await sqlite(url, opening, patience);
  const database = new Kysely<Tables>({ dialect });
  let spare: SpareJournal | null = null;
  try {
    await patience.with(() => migrate(database, now(), kind), OPEN_MS);
    if (spareAt !== undefined) {
      spare = SpareJournal.open(spareAt, await patience.with(() => firstOpened(database), OPEN_MS));
      if (spare === null) opening?.note(`${spareAt} can't be made: while the database takes nothing, no trade will be left.`);
    }
    const beside = spare;
    return await patience.with(() => createTradeStore(database, now, kind, guard, beside), OPEN_MS);
  } catch (error) {
    await database.destroy().catch(() => undefined);
    spare?.close();
    await guard.close();
    throw unusable(url, error);
  }
}

async function postgres(url: string, opening: BotOpening | null): Promise<Opened> {
  const { postgresDialect } = await import('./postgres/pool.ts');
  if (opening === null) return { dialect: postgresDialect(url), guard: UNGUARDED };
  const { PostgresClaim } = await import('./postgres/claim.ts');
  return { guard: await PostgresClaim.take(url, opening.owner), dialect: postgresDialect(url) };
}

async function sqlite(url: string, opening: BotOpening | null, patience: Patience): Promise<Opened> {
  const named = sqlitePath(url);
  if (named === ':memory:') return { dialect: nodeSqliteDialect({ database: openSqlite(named) }), guard: UNGUARDED };
  let release = async (): Promise<void> => undefined;
  try {
    // closed before SQLite opens it: closing any handle of a file gives up the locks on it
    if (existsSync(named)) refuseReadOnly(named);
    else closeSync(openSync(named, 'a', 0o600));
    const path = realpathSync(named);
    if (opening !== null) release = await claimSqlite(path, opening.owner);
    const copy = await patience.with(() => keepCopy(path), OPEN_MS);
    if (copy !== null)
      opening?.note(`The database ${path} is of an older release. It is brought forward; as it was it is kept in ${copy}.`);
    chmodSync(path, 0o600);
    const handle: SqliteHandle = { database: await patience.with(async () => openSqlite(path), OPEN_MS) };
    const intact = await patience.with(async () => new SqliteIntact(path, handle), OPEN_MS);
    const guard: Guard = { ...UNGUARDED, prove: async () => intact.check(), close: release };
    return { dialect: nodeSqliteDialect(handle), guard, ...(opening === null ? {} : { spareAt: `${path}.spare` }) };
  } catch (error) {
    await release();
    throw unusable(url, error);
  }
}

/** When a database was first opened, by which it is distinguished from others, wherever it is moved. */
async function firstOpened(database: Kysely<Tables>): Promise<string> {
  return (await database.selectFrom('ftts_migrations').select('applied_at').orderBy('id').limit(1).executeTakeFirstOrThrow()).applied_at;
}

function refuseReadOnly(path: string): void {
  if ((statSync(path).mode & 0o200) !== 0) return;
  throw new UnusableDatabase(`${path} is read-only. Make it writable, e.g. with chmod u+w.`);
}

/**
 * Looks at a database before anything is changed in it, and keeps a copy of one that is to be brought forward.
 * @returns the copy's path, null where none is needed @throws DatabaseError for one that can't be used
 */
async function keepCopy(path: string): Promise<string | null> {
  if (statSync(path).size === 0) return null;
  const handle: SqliteHandle = { database: new DatabaseSync(path, { readOnly: true }) };
  const database = new Kysely<Tables>({ dialect: nodeSqliteDialect(handle) });
  try {
    if ((await missingParts(database, 'sqlite')).length === 0) return null;
    let number = 0;
    while (existsSync(`${path}.bak${number}`)) number++;
    const copy = `${path}.bak${number}`;
    handle.database.prepare('VACUUM INTO ?').run(copy);
    chmodSync(copy, 0o600);
    return copy;
  } finally {
    await database.destroy();
  }
}
