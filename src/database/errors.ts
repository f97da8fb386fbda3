/** A database that can't be used, and what to do about it. */
export class DatabaseError extends Error {
  readonly code = 'DATABASE_ERROR';
}

/** The database at the configuration's `db_url` can't be used; the message begins with that key. */
export class UnusableDatabase extends DatabaseError {
  /** @param reason where it is, what is wrong with it and what to do */
  constructor(reason: string, options?: ErrorOptions) {
    super(`db_url: ${reason}`, options);
  }
}

/** One change that the database does not take, whatever else it takes: a value or a row that its tables forbid. */
export class ChangeRefused extends DatabaseError {}

/** SQLite's result codes, https://www.sqlite.org/rescode.html; extended ones have them in their last byte. */
const SQLITE = { busy: 5, locked: 6, ioError: 10, full: 13, cannotOpen: 14, tooBig: 18, constraint: 19, mismatch: 20, range: 25 } as const;
const OF_THE_CHANGE: readonly number[] = [SQLITE.tooBig, SQLITE.constraint, SQLITE.mismatch, SQLITE.range];
const HINTS: Readonly<Record<number, string>> = {
  [SQLITE.busy]: 'another program holds it',
  [SQLITE.ioError]: 'its disk can not be read or written, or has no room',
  [SQLITE.full]: 'there is no room left',
};

/** Whether another program holds a lock that this one waits for. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE.busy || code === SQLITE.locked;
}

/** Why a change was not written: for what it is ({@link ChangeRefused}), or because nothing can be written now. */
export function writeError(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const { message } = error as Error;
  const code = sqliteCode(error);
  if (code !== null) {
    const text = HINTS[code] === undefined ? message : `${message} (${HINTS[code]})`;
    return new (OF_THE_CHANGE.includes(code) ? ChangeRefused : DatabaseError)(text, { cause: error });
  }
  // PostgreSQL's classes 22 and 23: a value or a row that its tables forbid; ours: a value that no row can hold
  const state = (error as { code?: unknown }).code;
  const isRefused = (typeof state === 'string' && /^2[23]...$/.test(state)) || error instanceof TypeError || error instanceof RangeError;
  return new (isRefused ? ChangeRefused : DatabaseError)(errorText(error), { cause: error });
}

/** What went wrong; where no address of a host answers there is one error for each. */
export function errorText(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map((one: Error) => one.message).join(', ');
  return (error as Error).message;
}

function sqliteCode(error: unknown): number | null {
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === 'number' ? code & 0xff : null;
}
