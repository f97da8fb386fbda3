import { DatabaseSync } from 'node:sqlite';
import { type Kysely, sql } from 'kysely';
import { MIGRATIONS } from './migrations.ts';
import type { DatabaseKind, Tables } from './tables.ts';

/** What a table has by column: what it must not leave empty, and how long its texts may be. */
export type Columns = ReadonlyMap<string, { readonly isRequired: boolean; readonly length: number | null }>;
export type Schema = ReadonlyMap<string, Columns>;

const COLUMNS_SQLITE = `SELECT m.name AS table_name, c.name AS name,
  CASE WHEN c.type LIKE '%CHAR(%' THEN CAST(substr(c.type, instr(c.type, '(') + 1) AS INTEGER) END AS length,
  c."notnull" = 1 AND c.dflt_value IS NULL AND c.pk = 0 AS required
  FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`;
const COLUMNS_POSTGRES = `SELECT table_name, column_name AS name, character_maximum_length AS length,
  is_nullable = 'NO' AND column_default IS NULL AS required FROM information_schema.columns WHERE table_schema = current_schema()`;

interface ColumnRow {
  readonly table_name: string;
  readonly name: string;
  readonly length: number | null;
  readonly required: number | boolean;
}

/** Every table of a database, column by column. */
export async function schemaOf(database: Kysely<Tables>, kind: DatabaseKind): Promise<Schema> {
  const rows =
    kind === 'postgres'
      ? (await sql.raw<ColumnRow>(COLUMNS_POSTGRES).execute(database)).rows
      : (await sql.raw<ColumnRow>(COLUMNS_SQLITE).execute(database)).rows;
  return schemaFrom(rows);
}

function schemaFrom(rows: readonly ColumnRow[]): Schema {
  const schema = new Map<string, Map<string, { isRequired: boolean; length: number | null }>>();
  for (const { table_name, name, length, required } of rows) {
    const columns = schema.get(table_name) ?? new Map();
    schema.set(table_name, columns);
    columns.set(name, { isRequired: Boolean(required), length: length === null ? null : Number(length) });
  }
  return schema;
}

/** Of freqtrade 2026.9. */
export function schemaOfToday(): Schema {
  const database = new DatabaseSync(':memory:');
  for (const statement of MIGRATIONS[0]!.statements) database.exec(statement);
  const rows = database.prepare(COLUMNS_SQLITE).all() as unknown as ColumnRow[];
  database.close();
  return schemaFrom(rows);
}
