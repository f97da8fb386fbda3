import { type FlatField, type FlatNode, writeFlat } from './flatbuffer.ts';
import { blocksOf, packFrame } from './lz4.ts';

/** One column of a feather file. Times are ms since epoch; missing numbers are NaN, missing texts null. */
export type FeatherColumn =
  | { readonly kind: 'time'; readonly values: Float64Array; readonly unit: TimeUnit }
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'integer'; readonly values: Float64Array }
  | { readonly kind: 'text'; readonly values: (string | null)[] };

/** Text of few different words, for writing: positions in `names`. It is read back as `text`. */
export interface CategoryColumn {
  readonly kind: 'category';
  readonly codes: ArrayLike<number>;
  readonly names: readonly string[];
}

/** What is known of a column before its values. */
export interface ColumnKind {
  readonly kind: FeatherColumn['kind'] | CategoryColumn['kind'];
  /** Of moments. */
  readonly unit?: TimeUnit;
}

export type TimeUnit = 's' | 'ms' | 'us' | 'ns';

export type FeatherTable = ReadonlyMap<string, FeatherColumn>;
type WritableColumn = FeatherColumn | CategoryColumn;
export type WritableTable = ReadonlyMap<string, WritableColumn>;

/** Kinds of the columns that are wanted, by name. */
export type WantedColumns = ReadonlyMap<string, FeatherColumn['kind']>;

/** The file is not a feather file, is damaged, or holds what candle and trade files never do. */
export class FeatherError extends Error {}

const MAGIC = 'ARROW1';
export const UNITS: readonly TimeUnit[] = ['s', 'ms', 'us', 'ns'];
/** Parts of a ms; seconds are multiplied instead. */
export const DIVISORS: Readonly<Record<TimeUnit, bigint>> = { s: 1n, ms: 1n, us: 1000n, ns: 1_000_000n };
/** Numbers of Arrow's `Type` union. */
const TYPE = { int: 2, floating: 3, utf8: 5, timestamp: 10 } as const;

const table = (...fields: FlatField[]): FlatNode => ({ node: 'table', fields });
const child = (value: FlatNode): FlatField => ({ kind: 'child', value });
const int8 = (value: number): FlatField => ({ kind: 'int8', value });
const int16 = (value: number): FlatField => ({ kind: 'int16', value });
const int32 = (value: number): FlatField => ({ kind: 'int32', value });
const int64 = (value: number): FlatField => ({ kind: 'int64', value });
const name = (value: string): FlatField => child({ node: 'text', value });

const VERSION_5 = 4;
const HEADER = { schema: 1, batch: 3 } as const;

/** Writes a feather file as pandas does: one LZ4-packed batch, times as UTC timestamps. */
export function writeFeather(columns: WritableTable): Uint8Array {
  return fileOf(columns, rowsOf(columns), packedColumns(columns)).joined();
}

/** Where a batch begins, and the bytes of its head and of its body. */
interface BatchPlace {
  readonly at: number;
  readonly metadata: number;
  readonly body: number;
}

/** A file of one batch. */
export function fileOf(kinds: ReadonlyMap<string, ColumnKind>, length: number, columns: Iterable<PackedColumn>): Chunks {
  const chunks = new Chunks();
  chunks.push(new TextEncoder().encode(`${MAGIC}\0\0`));
  const schema = schemaNode(kinds, length, {});
  pushSchema(chunks, schema);
  const block = pushBatch(chunks, length, columns);
  chunks.pad(8);
  chunks.push(longs([0xffffffff]));

  const place = new Uint8Array(24);
  const view = new DataView(place.buffer);
  view.setBigInt64(0, BigInt(block.at), true);
  view.setInt32(8, block.metadata, true);
  view.setBigInt64(16, BigInt(block.body), true);
  const footer = writeFlat(
    table(
      int16(VERSION_5),
      child(schema),
      child({ node: 'structs', bytes: new Uint8Array(), count: 0 }),
      child({ node: 'structs', bytes: place, count: 1 }),
    ),
  );
  chunks.push(footer);
  const size = new Uint8Array(4);
  new DataView(size.buffer).setInt32(0, footer.length, true);
  chunks.push(size);
  chunks.push(new TextEncoder().encode(MAGIC));
  return chunks;
}

/**
 * Writes an Arrow IPC stream: schema, one LZ4-packed batch, end.
 * @param metadata texts that go with the schema
 */
export function writeArrowStream(columns: WritableTable, metadata: Readonly<Record<string, string>>): Uint8Array {
  const chunks = new Chunks();
  pushSchema(chunks, schemaNode(columns, rowsOf(columns), metadata));
  pushBatch(chunks, rowsOf(columns), packedColumns(columns));
  chunks.push(longs([0xffffffff]));
  return chunks.joined();
}

/** Pieces of a file, and how long they are together. */
export class Chunks {
  readonly pieces: Uint8Array[] = [];
  position = 0;

  push(bytes: Uint8Array): void {
    this.pieces.push(bytes);
    this.position += bytes.length;
  }

  pad(to: number): void {
    this.push(new Uint8Array((to - (this.position % to)) % to));
  }

  joined(): Uint8Array {
    const whole = new Uint8Array(this.position);
    let at = 0;
    for (const piece of this.pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }
}

function rowsOf(columns: WritableTable): number {
  const first = [...columns.values()][0];
  if (first === undefined) return 0;
  return first.kind === 'category' ? first.codes.length : first.values.length;
}

function pushSchema(chunks: Chunks, schema: FlatNode): void {
  pushMessage(chunks, writeFlat(table(int16(VERSION_5), int8(HEADER.schema), child(schema), int64(0))));
}

/** The buffers of a column, each in pieces that follow each other. */
export interface PackedColumn {
  readonly buffers: readonly (readonly Uint8Array[])[];
  readonly nulls: number;
}

function* packedColumns(columns: WritableTable): Generator<PackedColumn> {
  for (const column of columns.values()) {
    const { buffers, nulls } = columnBuffers(column);
    yield { buffers: buffers.map((buffer) => (buffer.length === 0 ? [] : packedBytes(buffer))), nulls };
  }
}

function pushBatch(chunks: Chunks, length: number, columns: Iterable<PackedColumn>): BatchPlace {
  const nodes: number[] = [];
  const places: number[] = [];
  const body: Uint8Array[] = [];
  let bodySize = 0;
  for (const { buffers, nulls } of columns) {
    nodes.push(length, nulls);
    for (const packed of buffers) {
      const size = packed.reduce((sum, { length: bytes }) => sum + bytes, 0);
      places.push(bodySize, size);
      const space = (8 - (size % 8)) % 8;
      body.push(...packed, new Uint8Array(space));
      bodySize += size + space;
    }
  }
  const batch = table(
    int64(length),
    child({ node: 'structs', bytes: longs(nodes), count: nodes.length / 2 }),
    child({ node: 'structs', bytes: longs(places), count: places.length / 2 }),
    child(table(int8(0), int8(0))),
  );
  const at = chunks.position;
  const metadata = pushMessage(chunks, writeFlat(table(int16(VERSION_5), int8(HEADER.batch), child(batch), int64(bodySize))));
  for (const part of body) chunks.push(part);
  return { at, metadata, body: bodySize };
}

/** A message with its length before it. @returns bytes of length and message together */
function pushMessage(chunks: Chunks, message: Uint8Array): number {
  const head = new Uint8Array(8);
  const view = new DataView(head.buffer);
  view.setUint32(0, 0xffffffff, true);
  view.setInt32(4, message.length, true);
  chunks.push(head);
  chunks.push(message);
  return 8 + message.length;
}

function schemaNode(columns: ReadonlyMap<string, ColumnKind>, length: number, more: Readonly<Record<string, string>>): FlatNode {
  const fields = [...columns].map(([column, { kind, unit = 'ms' }]): FlatNode => {
    const empty = child({ node: 'tables', items: [] });
    const field = (type: number, details: FlatNode) => table(name(column), int8(1), int8(type), child(details), null, empty);
    switch (kind) {
      case 'time':
        return field(TYPE.timestamp, table(int16(UNITS.indexOf(unit)), name('UTC')));
      case 'number':
        return field(TYPE.floating, table(int16(2)));
      case 'integer':
        return field(TYPE.int, table(int32(64), int8(1)));
      default:
        return field(TYPE.utf8, table());
    }
  });
  const metadata = { pandas: JSON.stringify(pandasMetadata(columns, length)), ...more };
  const items = Object.entries(metadata).map(([key, value]) => table(name(key), name(value)));
  return table(int16(0), child({ node: 'tables', items: fields }), child({ node: 'tables', items }));
}

/** What pandas needs to restore its frame: a range for an index, and each column's type. */
function pandasMetadata(columns: ReadonlyMap<string, ColumnKind>, length: number): object {
  const types = {
    number: ['float64', 'float64'],
    integer: ['int64', 'int64'],
    text: ['unicode', 'object'],
    category: ['unicode', 'object'],
  } as const;
  return {
    index_columns: [{ kind: 'range', name: null, start: 0, stop: length, step: 1 }],
    column_indexes: [{ name: null, field_name: null, pandas_type: 'unicode', numpy_type: 'object', metadata: { encoding: 'UTF-8' } }],
    columns: [...columns].map(([column, value]) =>
      value.kind === 'time'
        ? {
            name: column,
            field_name: column,
            pandas_type: 'datetimetz',
            numpy_type: `datetime64[${value.unit ?? 'ms'}]`,
            metadata: { timezone: 'UTC' },
          }
        : { name: column, field_name: column, pandas_type: types[value.kind][0], numpy_type: types[value.kind][1], metadata: null },
    ),
    creator: { library: 'freqtrade-ts' },
    pandas_version: '2.3.3',
  };
}

const NONE = new Uint8Array();

/** Numbers as they lie in a file. @param halves room for wholes */
export function numberBytes({ kind, unit = 'ms' }: ColumnKind, values: Float64Array, halves?: Int32Array<ArrayBuffer>): Uint8Array {
  if (kind === 'number') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (kind === 'integer') return wholes(values, 1, halves);
  return unit === 'ns' ? nanoseconds(values) : wholes(values, FACTORS[unit], halves);
}

function columnBuffers(column: FeatherColumn | CategoryColumn): { buffers: Uint8Array[]; nulls: number } {
  switch (column.kind) {
    case 'number':
    case 'time':
    case 'integer':
      return { buffers: [NONE, numberBytes(column, column.values)], nulls: 0 };
    case 'category': {
      const words = column.names.map((word) => new TextEncoder().encode(word));
      return { buffers: [NONE, ...wordBuffers(column.codes, words)], nulls: 0 };
    }
    case 'text': {
      const encoder = new TextEncoder();
      const known = new Map<string, Uint8Array>();
      return textBuffers(column.values.length, (row) => {
        const value = column.values[row] ?? null;
        if (value === null) return null;
        let word = known.get(value);
        if (word === undefined) {
          word = encoder.encode(value);
          known.set(value, word);
        }
        return word;
      });
    }
  }
}

/** Units in ms, where a number holds them exactly. */
const FACTORS = { s: 0.001, ms: 1, us: 1000 } as const;

/** Whole numbers of 64 bits, by halves: far faster than one BigInt a row. */
function wholes(values: Float64Array, factor: number, halves = new Int32Array(values.length * 2)): Uint8Array {
  for (let row = 0; row < values.length; row++) {
    const whole = Math.floor(values[row]! * factor);
    halves[row * 2] = whole | 0;
    // beyond 32 bits `| 0` takes the low half by itself
    halves[row * 2 + 1] = Math.floor(whole / 4294967296);
  }
  return new Uint8Array(halves.buffer, 0, values.byteLength);
}

function nanoseconds(values: Float64Array): Uint8Array {
  return new Uint8Array(BigInt64Array.from(values, (value) => BigInt(value) * DIVISORS.ns).buffer);
}

/** Offsets and bytes of texts of few different words. @param before bytes of the texts before them */
export function wordBuffers(codes: ArrayLike<number>, words: readonly Uint8Array[], before = 0): [offsets: Uint8Array, texts: Uint8Array] {
  const offsets = new Int32Array(codes.length + 1);
  const sizes = Int32Array.from(words, ({ length }) => length);
  let size = before;
  offsets[0] = before;
  for (let row = 0; row < codes.length; row++) {
    size += sizes[codes[row]!]!;
    offsets[row + 1] = size;
  }
  const data = new Uint8Array(size - before);
  let at = 0;
  for (let row = 0; row < codes.length; row++) {
    const word = words[codes[row]!]!;
    for (let byte = 0; byte < word.length; byte++) data[at++] = word[byte]!;
  }
  return [new Uint8Array(offsets.buffer), data];
}

/** Validity, offsets and bytes of a text column. */
function textBuffers(length: number, wordAt: (row: number) => Uint8Array | null): { buffers: Uint8Array[]; nulls: number } {
  const offsets = new Int32Array(length + 1);
  let nulls = 0;
  for (let row = 0; row < length; row++) {
    const word = wordAt(row);
    if (word === null) nulls++;
    offsets[row + 1] = offsets[row]! + (word?.length ?? 0);
  }
  const data = new Uint8Array(offsets[length]!);
  const validity = new Uint8Array(nulls === 0 ? 0 : Math.ceil(length / 8));
  for (let row = 0; row < length; row++) {
    const word = wordAt(row);
    if (word === null) continue;
    const at = offsets[row]!;
    for (let byte = 0; byte < word.length; byte++) data[at + byte] = word[byte]!;
    if (nulls > 0) validity[row >> 3]! |= 1 << (row & 7);
  }
  return { buffers: [validity, new Uint8Array(offsets.buffer), data], nulls };
}

/** A packed buffer in pieces, after the length it unpacks to. */
function packedBytes(buffer: Uint8Array): Uint8Array[] {
  return [longs([buffer.length]), ...packFrame(blocksOf(buffer))];
}

export function longs(values: readonly number[]): Uint8Array {
  return new Uint8Array(BigInt64Array.from(values, (value) => BigInt(value)).buffer);
}
