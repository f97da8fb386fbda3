import { type Kysely, sql } from 'kysely';
import { MIGRATIONS } from './migrations.ts';
import { bringForward, mendRows, missingParts } from './older-release.ts';
import { BEFORE, forPostgres } from './postgres/statements.ts';
import { dateText } from './rows/dates.ts';
import type { DatabaseKind, Tables } from './tables.ts';

/**
 * Brings a database to the present schema, also one that an older freqtrade made; what is there already stays. A step is written whole
 * or not at all, and what can't be brought forward is left as it is.
 * @param now ms since epoch
 * @throws DatabaseError
 */
export async function migrate(database: Kysely<Tables>, now: number, kind: DatabaseKind = 'sqlite'): Promise<void> {
  const parts = await missingParts(database, kind);
  const written = kind === 'postgres' ? forPostgres : (statement: string) => statement;
  if (kind === 'postgres') for (const statement of BEFORE) await sql.raw(statement).execute(database);
  await sql
    .raw(
      'CREATE TABLE IF NOT EXISTS ftts_migrations (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL, applied_at VARCHAR(32) NOT NULL)',
    )
    .execute(database);
  // tables that are made anew need their indexes again
  const done = new Set(parts.length > 0 ? [] : (await database.selectFrom('ftts_migrations').select('id').execute()).map((row) => row.id));
  // what refers to a table that is put aside refers to the one that takes its place
  if (kind === 'sqlite') await sql.raw('PRAGMA legacy_alter_table = ON').execute(database);
  for (const migration of MIGRATIONS) {
    if (done.has(migration.id)) continue;
    await database.transaction().execute(async (transaction) => {
      const make = async () => {
        for (const statement of migration.statements) await sql.raw(written(statement)).execute(transaction);
      };
      const isFirst = migration === MIGRATIONS[0];
      if (isFirst) await bringForward(transaction, kind, await missingParts(transaction, kind), make);
      else await make();
      if (isFirst) await mendRows(transaction, kind);
      await transaction
        .insertInto('ftts_migrations')
        .values({ id: migration.id, name: migration.name, applied_at: dateText(now) })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    });
  }
}
