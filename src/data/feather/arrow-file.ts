import { zstdDecompressSync } from 'node:zlib';
import { inOnePiece, isWorthAThread, unpackInThread } from '../unpack-ahead.ts';
import { FeatherError } from './feather.ts';
import { FlatTable } from './flatbuffer.ts';
import { unpackFrame } from './lz4.ts';

/**
 * The envelope of Arrow files: where their messages lie, and their buffers, unpacked. Nothing is read outside the part that a header
 * gives it, whatever the header says.
 */

const MAGIC = 'ARROW1';
/** Bytes of a block in the footer. */
const BLOCK = 24;
/** Fields of a file, nested ones too; headers can point at the same field many times over. */
const MOST_FIELDS = 10_000;
/** What packed content may claim to be: LZ4 can't do better. */
const LARGEST_LZ4_RATIO = 255;
const MOST_BYTES = 2 ** 32;

/** Numbers of Arrow's `Type` union. */
export const TYPE = { null: 1, int: 2, floating: 3, utf8: 5, timestamp: 10, largeUtf8: 20 } as const;
const UNION = 14;
const DECIMAL = 7;
/** Digits that the longest decimal has. */
const MOST_DIGITS = 76;
const HEADER = { schema: 1, dictionary: 2, batch: 3 } as const;
/** First version of the format that has no page numbers. */
const VERSION_4 = 3;

export interface ArrowField {
  readonly name: string;
  readonly type: number;
  /** Details of the type. */
  readonly details: FlatTable | null;
  /** Where its values are kept apart: their number, and what the positions in them are. */
  readonly dictionary: { readonly id: number; readonly index: IntegerType } | null;
}

/** A type of whole numbers. */
export interface IntegerType {
  readonly bits: number;
  readonly isSigned: boolean;
}

/** A record batch, or the values of a dictionary. */
export interface ArrowBatch {
  /** Number of the dictionary that it belongs to; null for rows. */
  readonly dictionary: { readonly id: number; readonly isDelta: boolean } | null;
  readonly version: number;
  readonly length: number;
  readonly nodes: readonly { readonly length: number; readonly nulls: number }[];
  readonly buffers: number;
  readonly viewBuffers: readonly number[];
  /** A buffer as it lies in the file. @throws FeatherError */
  packed(index: number): Uint8Array;
  /** Unpacked content of a buffer, only until another is looked at. @throws FeatherError */
  look(index: number): Uint8Array;
  /** What unpacks a buffer in another thread, for the next look at it; null where it is unpacked by the look. */
  ahead(index: number): (() => Promise<void>) | null;
  /** Bytes that a buffer says it has, unpacked. @throws FeatherError */
  sizeOf(index: number): number;
}

export interface ArrowFile {
  readonly fields: readonly ArrowField[];
  /** Metadata, by name. */
  readonly metadata: ReadonlyMap<string, string>;
  /** A message with the schema, without its length. */
  readonly schema: Uint8Array;
  /** Those of dictionaries, then those of rows. */
  readonly batches: readonly ArrowBatch[];
}

/** @throws FeatherError, or a RangeError where a header is damaged */
export function openArrowFile(bytes: Uint8Array): ArrowFile {
  const text = (from: number) => String.fromCharCode(...bytes.subarray(from, from + MAGIC.length));
  if (bytes.length < 20 || text(0) !== MAGIC) throw new FeatherError('not a feather file');
  if (text(bytes.length - MAGIC.length) !== MAGIC) throw new FeatherError('the file is cut off');
  const end = bytes.length - 10;
  const footerSize = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(end, true);
  if (footerSize < 8 || footerSize > end - 8) throw new FeatherError('the file is damaged: its footer has no place in it');
  const body = bytes.subarray(0, end - footerSize);
  const footerBytes = bytes.subarray(end - footerSize, end);
  const footer = FlatTable.root(footerBytes);
  const schema = footer.table(1);
  if (schema === null) throw new FeatherError('the file is damaged: it has no schema');
  if (schema.int16(0) !== 0) throw new FeatherError('its numbers are big-endian');
  const tables = schema.tables(1);
  countFields(tables, 0);
  checkTexts(schema.tables(2));
  schema.vector(3, 8);
  // dictionaries may lie behind the rows that need them
  const blocks = [...blocksOf(footer, 2), ...blocksOf(footer, 3)];
  return {
    fields: tables.map((field) => ({
      name: field.text(0) ?? '',
      type: field.int8(2),
      details: field.table(3),
      dictionary: dictionaryOf(field.table(4)),
    })),
    metadata: new Map(schema.tables(2).map((entry) => [entry.text(0) ?? '', entry.text(1) ?? ''])),
    schema: schemaMessage(footerBytes, footer.int16(0), schema.at),
    batches: blocks.map(({ at }) => batchAt(body, at)),
  };
}

function dictionaryOf(encoding: FlatTable | null): ArrowField['dictionary'] {
  if (encoding === null) return null;
  const index = encoding.table(1);
  return { id: encoding.int64(0), index: index === null ? { bits: 32, isSigned: true } : integerType(index) };
}

/** @param details of the type; where there are none, nothing is as wide */
export function integerType(details: FlatTable | null): IntegerType {
  return { bits: details?.int32(0) ?? 0, isSigned: (details?.int8(1) ?? 0) !== 0 };
}

/** Bytes before the footer in a message of the schema, which is all that the footer has more. */
const AHEAD = 40;

/**
 * A message whose content is the schema in the footer. Files begin with such a message, but not every writer gives its length.
 * @param at where the schema lies in the footer
 */
function schemaMessage(footer: Uint8Array, version: number, at: number): Uint8Array {
  const message = new Uint8Array(AHEAD + footer.length);
  message.set(footer, AHEAD);
  const view = new DataView(message.buffer);
  const [vtable, table] = [4, 16];
  view.setUint32(0, table, true);
  for (const [index, value] of [12, 20, 16, 18, 4, 8].entries()) view.setUint16(vtable + index * 2, value, true);
  view.setInt32(table, table - vtable, true);
  view.setUint32(table + 4, AHEAD + at - (table + 4), true);
  view.setInt16(table + 16, version, true);
  view.setUint8(table + 18, HEADER.schema);
  return message;
}

/** That names and values of the metadata lie within the footer. @throws RangeError */
function checkTexts(entries: readonly FlatTable[]): void {
  for (const entry of entries) {
    entry.text(0);
    entry.text(1);
  }
}

/** @param known fields counted so far */
function countFields(fields: readonly FlatTable[], known: number): number {
  let count = known + fields.length;
  if (count > MOST_FIELDS) throw new FeatherError(`it has more than ${MOST_FIELDS} columns`);
  for (const field of fields) {
    // the library believes what a list says of its length
    checkTexts(field.tables(6));
    const details = field.table(3);
    if (field.int8(2) === UNION) details?.vector(1, 4);
    if (field.int8(2) === DECIMAL && !(Math.abs(details?.int32(1) ?? 0) <= MOST_DIGITS))
      throw new FeatherError('the file is damaged: a decimal has too many digits');
    count = countFields(field.tables(5), count);
  }
  return count;
}

function blocksOf(footer: FlatTable, index: number): { at: number }[] {
  const { length, at } = footer.vector(index, BLOCK);
  return Array.from({ length }, (_value, block) => ({ at: Number(footer.view.getBigInt64(at + block * BLOCK, true)) }));
}

/** A message: its header, and where what follows it begins. */
function messageAt(bytes: Uint8Array, at: number): { head: Uint8Array; body: number } {
  if (!Number.isSafeInteger(at) || at < 8 || at + 8 > bytes.length) throw new FeatherError('the file is damaged: a part lies outside it');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isMarked = view.getUint32(at, true) === 0xffffffff;
  const start = at + (isMarked ? 8 : 4);
  const size = view.getInt32(isMarked ? at + 4 : at, true);
  if (size < 8 || start + size > bytes.length) throw new FeatherError('the file is damaged: a part lies outside it');
  return { head: bytes.subarray(start, start + size), body: start + size };
}

function batchAt(bytes: Uint8Array, at: number): ArrowBatch {
  const { head, body } = messageAt(bytes, at);
  const message = FlatTable.root(head);
  const version = message.int16(0);
  if (version < VERSION_4) throw new FeatherError('it was written by a version of Arrow that is too old');
  const kind = message.int8(1);
  const header = message.table(2);
  if (header === null || (kind !== HEADER.batch && kind !== HEADER.dictionary))
    throw new FeatherError('the file is damaged: a batch has no content');
  const batch = kind === HEADER.dictionary ? header.table(1) : header;
  if (batch === null) throw new FeatherError('the file is damaged: a dictionary has no content');
  const size = message.int64(3);
  if (!(size >= 0) || body + size > bytes.length) throw new FeatherError('the file is cut off');
  const content = bytes.subarray(body, body + size);
  const [places, nodes, views] = [batch.vector(2, 16), batch.vector(1, 16), batch.vector(4, 8)];
  const long = (place: number) => Number(batch.view.getBigInt64(place, true));
  const packing = packingOf(message, batch);
  const viewBuffers = Array.from({ length: views.length }, (_value, index) => counted(long(views.at + index * 8)));
  if (viewBuffers.reduce((sum, count) => sum + count, 0) > places.length)
    throw new FeatherError('the file is damaged: a column has no content');
  const rawAt = (index: number): Uint8Array => {
    if (index >= places.length) throw new FeatherError('the file is damaged: a column has no content');
    const start = counted(long(places.at + index * 16));
    const length = counted(long(places.at + index * 16 + 8));
    if (start + length > content.length) throw new FeatherError('the file is damaged: a column lies outside it');
    return content.subarray(start, start + length);
  };
  const unpackedAhead = new Map<number, Uint8Array>();
  return {
    dictionary: kind === HEADER.dictionary ? { id: header.int64(0), isDelta: header.int8(2) !== 0 } : null,
    version,
    length: counted(batch.int64(0)),
    nodes: Array.from({ length: nodes.length }, (_value, node) => ({
      length: counted(long(nodes.at + node * 16)),
      nulls: counted(long(nodes.at + node * 16 + 8)),
    })),
    buffers: places.length,
    viewBuffers,
    packed: rawAt,
    look: (index) => {
      const ahead = unpackedAhead.get(index);
      unpackedAhead.delete(index);
      if (ahead !== undefined) return ahead;
      const raw = rawAt(index);
      return packing === null || raw.length === 0 ? raw : unpacked(raw, packing);
    },
    ahead: (index) => {
      if (packing !== 'zstd') return null;
      const raw = rawAt(index);
      const size = raw.length === 0 ? -1 : announced(raw);
      if (size < 0 || !isWorthAThread(raw, size)) return null;
      return async () => {
        const found = await unpackInThread('zstd', raw.subarray(8), size);
        if (found?.length === size) unpackedAhead.set(index, found);
      };
    },
    sizeOf: (index) => {
      const raw = rawAt(index);
      return packing === null || raw.length === 0 ? raw.length : unpackedSize(raw, packing);
    },
  };
}

function counted(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new FeatherError('the file is damaged: a length makes no sense');
  return value;
}

type Packing = 'lz4' | 'zstd';

/** How buffers are packed; pyarrow 0.17 wrote it into the metadata of the message, before the format had a place for it. */
function packingOf(message: FlatTable, batch: FlatTable): Packing | null {
  const packing = batch.table(3);
  if (packing === null) {
    const named = message.tables(4).find((entry) => entry.text(0) === 'ARROW:experimental_compression');
    const name = named?.text(1)?.toLowerCase();
    if (name === undefined) return null;
    if (name === 'lz4' || name === 'lz4_frame') return 'lz4';
    if (name === 'zstd') return 'zstd';
    throw new FeatherError(`packed as "${name}", which is not known`);
  }
  if (packing.int8(1) !== 0) throw new FeatherError('packed in a way that is not known');
  const codec = packing.int8(0);
  if (codec > 1) throw new FeatherError('packed in a way that is not known');
  return codec === 0 ? 'lz4' : 'zstd';
}

/** A packed buffer begins with the length of its content; -1 for one that is stored as it is. */
function announced(raw: Uint8Array): number {
  if (raw.length < 8) throw new FeatherError('the file is damaged: a column is too short');
  return Number(new DataView(raw.buffer, raw.byteOffset, 8).getBigInt64(0, true));
}

function unpackedSize(raw: Uint8Array, packing: Packing): number {
  const size = announced(raw);
  if (size === -1) return raw.length - 8;
  if (counted(size) > (packing === 'lz4' ? (raw.length - 8) * LARGEST_LZ4_RATIO : MOST_BYTES))
    throw new FeatherError('the file is damaged: a length makes no sense');
  return size;
}

function unpacked(raw: Uint8Array, packing: Packing): Uint8Array {
  const size = unpackedSize(raw, packing);
  const content = raw.subarray(8);
  if (announced(raw) === -1) return content;
  if (packing === 'lz4') return unpackFrame(content, size);
  const found = zstdDecompressSync(content, inOnePiece(size));
  if (found.length !== size) throw new FeatherError('the file is damaged: a column has another length than announced');
  return new Uint8Array(found.buffer, found.byteOffset, found.length);
}
