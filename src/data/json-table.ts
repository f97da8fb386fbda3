import { isRecord } from '../core/is-record.ts';
import { numberIn } from './column-kinds.ts';
import { momentIn } from './date-text.ts';
import type { FeatherColumn, FeatherTable, WantedColumns as TableShape } from './feather/feather.ts';

/**
 * Reads what freqtrade and pandas write as JSON: a list of rows, a list of records, or columns by their names. Missing numbers and NaN are
 * NaN; dates are ms since epoch, or texts of ISO 8601.
 * @throws Error that says what is wrong
 */
export function fromJson(bytes: Uint8Array, shapes: readonly TableShape[]): FeatherTable {
  const content = parseLoosely(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
  const found = Array.isArray(content) ? fromList(content, shapes) : fromColumns(content, shapes);
  if (found === null) throw new Error('it is not a list of rows');
  const { shape, cells, length } = found;
  return new Map([...shape].map(([name, kind]) => [name, columnOf(name, kind, (row) => cells(name, row), length)]));
}

/** Rows of a shape: what a column has in a row. */
interface Rows {
  readonly shape: TableShape;
  readonly length: number;
  readonly cells: (name: string, row: number) => unknown;
}

function fromList(rows: readonly unknown[], shapes: readonly TableShape[]): Rows | null {
  if (rows.every(Array.isArray)) {
    const lists = rows as readonly (readonly unknown[])[];
    const width = lists.reduce((most, row) => Math.max(most, row.length), 0);
    if (width === 0) return { shape: shapes[0]!, length: 0, cells: () => null };
    const shape = shapes.find(({ size }) => size === width);
    if (shape === undefined) throw new Error(`its rows have ${width} values, not ${shapes.map(({ size }) => size).join(' or ')}`);
    const places = new Map([...shape.keys()].map((name, index) => [name, index]));
    return { shape, length: lists.length, cells: (name, row) => lists[row]?.[places.get(name) ?? -1] };
  }
  if (!rows.every(isRecord)) return null;
  const records = rows as readonly Readonly<Record<string, unknown>>[];
  return {
    shape: shapeWith((name) => records.some((record) => name in record), shapes),
    length: records.length,
    cells: (name, row) => records[row]![name],
  };
}

/** As pandas writes a frame by default: a record of each column, by row. */
function fromColumns(content: unknown, shapes: readonly TableShape[]): Rows | null {
  if (!isRecord(content)) return null;
  const shape = shapeWith((name) => isRecord(content[name]), shapes);
  const columns = new Map([...shape.keys()].map((name) => [name, Object.values(content[name] as object)]));
  const lengths = new Set([...columns.values()].map(({ length }) => length));
  if (lengths.size > 1) throw new Error('its columns are not of one length');
  return { shape, length: [...lengths][0] ?? 0, cells: (name, row) => columns.get(name)?.[row] };
}

function shapeWith(has: (name: string) => boolean, shapes: readonly TableShape[]): TableShape {
  const shape = shapes.find((candidate) => [...candidate.keys()].every(has));
  if (shape !== undefined) return shape;
  throw new Error(`it has no column "${[...shapes[0]!.keys()].find((name) => !has(name))}"`);
}

function columnOf(name: string, kind: FeatherColumn['kind'], cell: (row: number) => unknown, length: number): FeatherColumn {
  if (kind === 'text')
    return {
      kind,
      values: Array.from({ length }, (_value, row) => {
        const value = cell(row);
        return value === null || value === undefined ? null : String(value);
      }),
    };
  const values = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    const value = cell(row);
    values[row] = typeof value === 'number' ? value : numberOf(name, kind, value);
  }
  // parts of a ms are of no exchange
  return kind === 'time' ? { kind, unit: 'ms', values: values.map(Math.floor) } : { kind, values };
}

function numberOf(name: string, kind: FeatherColumn['kind'], value: unknown): number {
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value === 'boolean') return Number(value);
  const found = typeof value === 'string' ? (numberIn(value) ?? (kind === 'time' ? momentIn(value) : null)) : null;
  if (found === null)
    throw new Error(`its column "${name}" has ${JSON.stringify(value)?.slice(0, 40)}, which is no ${kind === 'time' ? 'date' : 'number'}`);
  return found;
}

/** JSON, and NaN and Infinity, which Python writes beside. @throws Error */
function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // strings stay as they are; a number too large is read as infinite
    const mended = text.replace(/"(?:[^"\\]|\\.)*"|-?\bNaN\b|-?\bInfinity\b/g, (found) =>
      found.endsWith('NaN') ? 'null' : found.endsWith('Infinity') ? found.replace('Infinity', '1e999') : found,
    );
    if (mended === text) throw error;
    return JSON.parse(mended) as unknown;
  }
}

/** As freqtrade writes it: rows without names. */
export function toJson(table: FeatherTable): string {
  const columns = [...table.values()];
  const length = columns[0]?.values.length ?? 0;
  const cell = (column: FeatherColumn, row: number): string => {
    const value = column.values[row]!;
    if (typeof value === 'string') return JSON.stringify(value);
    if (value === null || !Number.isFinite(value)) return 'null';
    // pandas writes whole numbers of a column of numbers with their point
    return column.kind === 'number' && Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : String(value);
  };
  const rows = Array.from({ length }, (_row, row) => `[${columns.map((column) => cell(column, row)).join(',')}]`);
  return `[${rows.join(',')}]`;
}
