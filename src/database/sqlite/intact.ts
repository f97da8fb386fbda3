import { statSync } from 'node:fs';
import { DatabaseError } from '../errors.ts';
import { openSqlite, type SqliteHandle } from './node-dialect.ts';

/**
 * Watches that the files which a database was opened with are the ones that its path names: what is written to others is lost with the
 * process. A write-ahead file that was taken away is mended at once, since its contents can still be brought into the database.
 */
export class SqliteIntact {
  readonly #path: string;
  readonly #handle: SqliteHandle;
  readonly #main: string | null;
  #log: string | null;

  constructor(path: string, handle: SqliteHandle) {
    this.#path = path;
    this.#handle = handle;
    this.#main = identity(path);
    this.#log = null;
    this.#begin();
  }

  /** @throws DatabaseError with what happened to the files */
  check(): void {
    const main = identity(this.#path);
    if (main !== this.#main) {
      throw new DatabaseError(
        `the file ${this.#path} was ${main === null ? 'removed' : 'replaced by another'} while the bot used it. Put it back, or stop the bot and start it again.`,
      );
    }
    if (identity(this.#logPath) === this.#log) return;
    const foreign = statSync(this.#logPath, { throwIfNoEntry: false });
    if (foreign !== undefined && foreign.size > 0) {
      throw new DatabaseError(
        `the file ${this.#logPath} was replaced while the bot used it, and another program has written to the database. Stop both, and start the bot again.`,
      );
    }
    this.#bringIn();
    throw new DatabaseError(`the file ${this.#logPath} was removed while the bot used it. What it held was saved; it is made anew.`);
  }

  /** What the lost file holds is still at hand until it is closed. */
  #bringIn(): void {
    const { database } = this.#handle;
    if (database.isOpen) {
      const result = database.prepare('PRAGMA wal_checkpoint(FULL)').get();
      if (result?.['busy'] !== 0) throw new DatabaseError(`the file ${this.#logPath} was removed, and another program holds the database.`);
      database.close();
    }
    this.#handle.database = openSqlite(this.#path);
    this.#begin();
  }

  /** The write-ahead file is there with the first reading. */
  #begin(): void {
    this.#handle.database.exec('SELECT count(*) FROM sqlite_master');
    this.#log = identity(this.#logPath);
  }

  get #logPath(): string {
    return `${this.#path}-wal`;
  }
}

/** Device and number of a file; null where there is none. */
function identity(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? null : `${found.dev}:${found.ino}`;
}
