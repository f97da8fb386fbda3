/** What the tables of SQLite are called in PostgreSQL, as freqtrade makes them there. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/\bid INTEGER NOT NULL, /, 'id SERIAL NOT NULL, '],
  [/\bDATETIME\b/g, 'TIMESTAMP WITHOUT TIME ZONE'],
  [/\bDOUBLE\b/g, 'DOUBLE PRECISION'],
  [/\btrading_mode VARCHAR\(7\)/, 'trading_mode tradingmode'],
];

/** Statements that must have run before: a type has no "if not exists". */
export const BEFORE: readonly string[] = [
  `DO $$ BEGIN CREATE TYPE tradingmode AS ENUM ('SPOT', 'MARGIN', 'FUTURES'); EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
];

/** A statement of the schema, written for SQLite, as PostgreSQL has it. */
export function forPostgres(statement: string): string {
  return TYPES.reduce((text, [from, to]) => text.replace(from, to), statement);
}
