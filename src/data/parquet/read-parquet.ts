import { type ColumnMetaData, type FileMetaData, parquetMetadata, parquetRead, type SchemaElement } from 'hyparquet';
import type { FeatherColumn, FeatherTable, TimeUnit, WantedColumns } from '../feather/feather.ts';
import { milliseconds, roomFor } from '../feather/read-columns.ts';
import { UnpackAhead } from '../unpack-ahead.ts';
import { CODECS } from './codecs.ts';
import { hasPlainNumbers, readNumbers } from './column-numbers.ts';
import { checkPages, pagesAhead, type ReadyPages } from './column-pages.ts';

/** A column of a parquet file, and how its values are to be understood. */
interface ParquetColumn {
  readonly name: string;
  readonly kind: FeatherColumn['kind'];
  readonly unit: TimeUnit;
  /** Digits behind the point, for a decimal; null for what is none. */
  readonly scale: number | null;
  /** Whether values may be missing. */
  readonly isOptional: boolean;
  /** Whether its whole numbers have no sign and use every bit. */
  readonly isWide: boolean;
}

/**
 * Reads the columns of a parquet file. What a moment or a decimal is tells its schema; the library is asked for the whole numbers, which
 * lose nothing.
 * @param wanted columns to read, and whole numbers among them that are wanted as texts; every flat column when left out
 */
export async function readParquet(bytes: Uint8Array, wanted: WantedColumns | null = null): Promise<FeatherTable> {
  const file = bufferOf(bytes);
  const metadata = parquetMetadata(file);
  const columns = columnsOf(metadata, wanted);
  const rows = rowsOf(metadata);
  const found = new Map<string, FeatherColumn>();
  const others: ParquetColumn[] = [];
  const ready: ReadyPages = new Map();
  const content = new Uint8Array(file);
  const parts = columns.map((column) => (wanted?.get(column.name) === 'text' ? null : numberChunks(metadata, column)));
  const pieces = parts.map((chunks) => chunks?.flatMap(({ chunk }) => pagesAhead(content, chunk, ready)) ?? []);
  const ahead = new UnpackAhead(pieces.flat());
  let unpacked = 0;
  for (const [index, column] of columns.entries()) {
    const chunks = parts[index] ?? null;
    unpacked += pieces[index]!.length;
    await ahead.until(unpacked);
    const read = chunks === null ? null : ownNumbers(content, chunks, column, rows, ready);
    if (read === null) others.push(column);
    else found.set(column.name, read);
  }
  for (const [name, column] of await byLibrary(file, metadata, others, rows, wanted)) found.set(name, column);
  const order = columns.map(({ name }) => name);
  return new Map([...found].sort(([one], [other]) => order.indexOf(one) - order.indexOf(other)));
}

/** A buffer of its own: Node reads a short file into one that others use, and a slice of it is a view. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length ? buffer : new Uint8Array(bytes).buffer;
}

/** @throws Error where the parts of a file do not agree on it */
function rowsOf({ num_rows: rows, row_groups: groups }: FileMetaData): number {
  if (groups.reduce((sum, group) => sum + group.num_rows, 0n) !== rows || groups.some((group) => group.num_rows < 0n))
    throw new Error('the file is damaged: it has another length than its parts');
  return Number(rows);
}

/** The part of a column in a row group. */
interface ColumnChunk {
  readonly chunk: ColumnMetaData;
  readonly rows: number;
}

/** What the library says of the parts of a column, one a row group. @throws Error where one is missing */
function chunksOf({ row_groups: groups }: FileMetaData, name: string): ColumnChunk[] {
  return groups.map((group) => {
    const chunk = group.columns.find((candidate) => candidate.meta_data?.path_in_schema[0] === name)?.meta_data;
    if (chunk === undefined) throw new Error(`the file is damaged: its column "${name}" is missing in a part`);
    return { chunk, rows: Number(group.num_rows) };
  });
}

/** The parts of a column of numbers as most tools write it, as far as its description tells; null for every other. */
function numberChunks(metadata: FileMetaData, column: ParquetColumn): ColumnChunk[] | null {
  if (column.scale !== null || column.isWide) return null;
  const chunks = chunksOf(metadata, column.name);
  return chunks.every(({ chunk }) => hasPlainNumbers(chunk)) ? chunks : null;
}

/** The column; null where a page is written in another way. @param ready pages that are unpacked already */
function ownNumbers(
  file: Uint8Array,
  chunks: readonly ColumnChunk[],
  column: ParquetColumn,
  rows: number,
  ready: ReadyPages,
): FeatherColumn | null {
  const { kind, unit } = column;
  if (kind === 'text') return null;
  const values = roomFor(rows);
  let start = 0;
  for (const { chunk, rows: length } of chunks) {
    const target = values.subarray(start, start + length);
    if (!readNumbers(file, chunk, column.isOptional, kind === 'time' ? unit : null, target, ready)) return null;
    start += length;
  }
  return kind === 'time' ? { kind, unit, values } : { kind, values };
}

async function byLibrary(
  file: ArrayBuffer,
  metadata: FileMetaData,
  columns: readonly ParquetColumn[],
  rows: number,
  wanted: WantedColumns | null,
): Promise<FeatherTable> {
  if (columns.length === 0) return new Map();
  // the library believes what a page says of its length
  for (const { name, isOptional } of columns)
    for (const { chunk, rows: length } of chunksOf(metadata, name)) checkPages(new Uint8Array(file), chunk, length, isOptional);
  const parts = new Map<string, { readonly start: number; readonly values: ArrayLike<unknown> }[]>();
  await parquetRead({
    file,
    metadata: withoutMeaning(metadata, columns),
    columns: columns.map(({ name }) => name),
    compressors: CODECS,
    utf8: false,
    onChunk: ({ columnName, columnData, rowStart }) => {
      const known = parts.get(columnName);
      if (known === undefined) parts.set(columnName, [{ start: rowStart, values: columnData }]);
      else known.push({ start: rowStart, values: columnData });
    },
  });
  return new Map(columns.map((column) => [column.name, toColumn(column, rows, parts.get(column.name) ?? [], wanted?.get(column.name))]));
}

const UNITS: Readonly<Record<string, TimeUnit>> = { MILLIS: 'ms', MICROS: 'us', NANOS: 'ns' };

/** The flat columns that are wanted. @throws Error that names one that can't be read */
function columnsOf(metadata: FileMetaData, wanted: WantedColumns | null): ParquetColumn[] {
  const found: ParquetColumn[] = [];
  for (let at = 1; at < metadata.schema.length; at++) {
    const element = metadata.schema[at]!;
    const inside = nested(metadata.schema, at);
    if (wanted === null ? inside === 0 && element.repetition_type !== 'REPEATED' : wanted.has(element.name)) {
      if (inside > 0 || element.repetition_type === 'REPEATED') throw new Error(`its column "${element.name}" holds lists`);
      found.push(columnOf(element));
    }
    at += inside;
  }
  return found;
}

/** Elements that a column has below itself. */
function nested(schema: readonly SchemaElement[], at: number): number {
  let count = 0;
  for (let left = schema[at]?.num_children ?? 0; left > 0; left--) count += 1 + nested(schema, at + count + 1);
  return count;
}

function columnOf(element: SchemaElement): ParquetColumn {
  const { name, type, converted_type: converted, logical_type: logical } = element;
  const column = (kind: FeatherColumn['kind'], unit: TimeUnit = 'ms', scale: number | null = null): ParquetColumn => ({
    ...{ name, kind, unit, scale },
    isOptional: element.repetition_type !== 'REQUIRED',
    isWide: converted === 'UINT_32' || converted === 'UINT_64' || (logical?.type === 'INTEGER' && !logical.isSigned),
  });
  if (logical?.type === 'TIMESTAMP') return column('time', UNITS[logical.unit] ?? 'ms');
  if (converted === 'TIMESTAMP_MILLIS') return column('time', 'ms');
  if (converted === 'TIMESTAMP_MICROS') return column('time', 'us');
  // a moment of before there were types of them
  if (type === 'INT96') return column('time', 'ns');
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return column('number', 'ms', element.scale ?? 0);
  if (type === 'FIXED_LEN_BYTE_ARRAY' && logical?.type === 'FLOAT16') return column('number');
  if (converted === 'DATE' || logical?.type === 'DATE' || converted?.startsWith('TIME_') || logical?.type === 'TIME')
    throw new Error(`its column "${name}" has days or times of a day, not moments`);
  if (type === 'FLOAT' || type === 'DOUBLE' || type === 'BOOLEAN') return column('number');
  if (logical?.type === 'NULL') return column('text');
  return column(type === 'INT32' || type === 'INT64' ? 'integer' : 'text');
}

/** The same file, its moments and decimals as the whole numbers that they are. */
function withoutMeaning(metadata: FileMetaData, columns: readonly ParquetColumn[]): FileMetaData {
  const bare = new Set(columns.filter(({ kind, scale }) => kind === 'time' || scale !== null).map(({ name }) => name));
  const schema = metadata.schema.map((element) => {
    if (!bare.has(element.name) || element.type === 'INT96') return element;
    const { converted_type: _converted, logical_type: _logical, ...rest } = element;
    return rest;
  });
  return { ...metadata, schema };
}

type Pieces = readonly { readonly start: number; readonly values: ArrayLike<unknown> }[];

function toColumn(column: ParquetColumn, rows: number, pieces: Pieces, wanted: FeatherColumn['kind'] | undefined): FeatherColumn {
  const { kind, unit, scale } = column;
  if (kind === 'text' || (kind === 'integer' && wanted === 'text')) {
    const texts = new Array<string | null>(pieces.length === 0 ? 0 : rows).fill(null);
    for (const { start, values } of pieces) for (let row = 0; row < values.length; row++) texts[start + row] = textOf(values[row]);
    return { kind: 'text', values: texts };
  }
  const numbers = new Float64Array(rows).fill(Number.NaN);
  for (const { start, values } of pieces) {
    if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
      if (scale === null) {
        numbers.set(milliseconds(values, kind === 'time' ? unit : 'ms', null), start);
        continue;
      }
    } else if (values instanceof Float64Array || values instanceof Float32Array) {
      numbers.set(values, start);
      continue;
    }
    const read = scale !== null ? (cell: unknown) => decimal(cell, scale) : kind === 'time' ? momentReader(unit) : Number;
    for (let row = 0; row < values.length; row++) {
      const cell = values[row];
      if (cell !== null && cell !== undefined) numbers[start + row] = read(cell);
    }
  }
  return kind === 'time' ? { kind, unit, values: numbers } : { kind, values: numbers };
}

const DECODER = new TextDecoder();

function textOf(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  return cell instanceof Uint8Array ? DECODER.decode(cell) : String(cell);
}

/** Reads whole numbers of a unit, or the moments that the library makes of those of before there were types of them. */
function momentReader(unit: TimeUnit): (cell: unknown) => number {
  const parts = unit === 'ns' ? 1_000_000n : unit === 'us' ? 1000n : 1n;
  return (cell) => {
    if (cell instanceof Date) return cell.getTime();
    const whole = BigInt(cell as bigint);
    const at = whole / parts;
    return Number(whole < 0n && at * parts !== whole ? at - 1n : at);
  };
}

/** By its text, since a division would round once more than the number itself. */
function decimal(cell: unknown, scale: number): number {
  const digits = cell instanceof Uint8Array ? signed(cell) : cell;
  return Number(`${digits}e${-scale}`);
}

/** A whole number of any width, highest byte first. */
function signed(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return bytes.length > 0 && bytes[0]! >= 128 ? value - (1n << BigInt(bytes.length * 8)) : value;
}

/** Unit of a column of moments, and the library that wrote a file; null where it does not tell. */
export function parquetFacts(bytes: Uint8Array, name: string): { readonly unit: string | null; readonly writer: string | null } {
  const metadata = parquetMetadata(bufferOf(bytes));
  const element = metadata.schema.find((candidate) => candidate.name === name);
  const column = element === undefined ? null : columnOf(element);
  return { unit: column?.kind === 'time' ? column.unit : null, writer: metadata.created_by ?? null };
}
