/** A database that can't be used, and what to do about it. */
export class DatabaseError extends Error {
  readonly code = 'DATABASE_ERROR';
}
