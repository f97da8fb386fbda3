import { parquetWriteBuffer, type SchemaElement } from 'hyparquet-writer';
import type { FeatherColumn, FeatherTable } from '../feather/feather.ts';

/** What pandas needs to know that there is no index but a range. */
function pandasMetadata(table: FeatherTable, length: number): string {
  const types = { number: ['float64', 'float64'], integer: ['int64', 'int64'], text: ['unicode', 'object'] } as const;
  return JSON.stringify({
    index_columns: [{ kind: 'range', name: null, start: 0, stop: length, step: 1 }],
    column_indexes: [{ name: null, field_name: null, pandas_type: 'unicode', numpy_type: 'object', metadata: { encoding: 'UTF-8' } }],
    columns: [...table].map(([name, column]) =>
      column.kind === 'time'
        ? { name, field_name: name, pandas_type: 'datetimetz', numpy_type: `datetime64[${column.unit}]`, metadata: { timezone: 'UTC' } }
        : { name, field_name: name, pandas_type: types[column.kind][0], numpy_type: types[column.kind][1], metadata: null },
    ),
    pandas_version: '2.3.3',
  });
}

/** Writes a parquet file as pandas reads it: optional columns, times in UTC, packed with Snappy. */
export function writeParquet(table: FeatherTable): Uint8Array {
  const length = [...table.values()][0]?.values.length ?? 0;
  const schema: SchemaElement[] = [{ name: 'root', num_children: table.size }];
  for (const [name, { kind }] of table) {
    switch (kind) {
      case 'time':
        schema.push({
          name,
          type: 'INT64',
          repetition_type: 'OPTIONAL',
          logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
          converted_type: 'TIMESTAMP_MICROS',
        });
        break;
      case 'number':
        schema.push({ name, type: 'DOUBLE', repetition_type: 'OPTIONAL' });
        break;
      case 'integer':
        schema.push({ name, type: 'INT64', repetition_type: 'OPTIONAL' });
        break;
      case 'text':
        schema.push({ name, type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL', converted_type: 'UTF8' });
        break;
    }
  }
  const buffer = parquetWriteBuffer({
    columnData: [...table].map(([name, column]) => ({ name, data: cells(column) })),
    schema,
    kvMetadata: [{ key: 'pandas', value: pandasMetadata(table, length) }],
  });
  return new Uint8Array(buffer);
}

function cells(column: FeatherColumn): unknown[] {
  switch (column.kind) {
    case 'time':
      return Array.from(column.values, (value) => new Date(value));
    case 'integer':
      return Array.from(column.values, (value) => BigInt(value));
    default:
      return Array.from(column.values as ArrayLike<unknown>);
  }
}
