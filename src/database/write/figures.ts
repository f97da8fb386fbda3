/** A row whose figures are known or null: SQLite takes what is no number for null by itself, PostgreSQL keeps it. */
export function figures<Row extends object>(row: Row): Row {
  const known = { ...row };
  for (const [column, value] of Object.entries(row)) if (Number.isNaN(value)) Reflect.set(known, column, null);
  return known;
}
