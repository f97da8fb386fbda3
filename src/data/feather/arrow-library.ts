import { type Batch, type Column, Type, tableFromIPC } from '@uwdata/flechette';
import type { ArrowBatch, ArrowFile } from './arrow-file.ts';
import { type FeatherColumn, FeatherError, type FeatherTable, UNITS, type WantedColumns } from './feather.ts';
import { type FlatField, type FlatNode, writeFlat } from './flatbuffer.ts';
import { joinedColumns, milliseconds, validityOf, wholeTexts } from './read-columns.ts';

/**
 * Every legal layout of Arrow but freqtrade's own, through a library. It is given a stream that is made here of checked, unpacked and
 * aligned buffers, so that it need not know how files are packed, and can't read outside a column.
 */

export function readOtherArrow(file: ArrowFile, wanted: WantedColumns | null): FeatherTable {
  const table = tableFromIPC(streamOf(file), { useDecimalInt: true, useBigInt: true });
  return new Map(
    table.names.flatMap((name, index): [string, FeatherColumn][] => {
      const column = table.getChildAt(index);
      return wanted === null || wanted.has(String(name)) ? [[String(name), columnOf(String(name), column, wanted?.get(String(name)))]] : [];
    }),
  );
}

const struct = (...fields: FlatField[]): FlatNode => ({ node: 'table', fields });
const longs = (values: readonly number[]): Uint8Array => new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
const structs = (values: readonly number[], width: number): FlatField => ({
  kind: 'child',
  value: { node: 'structs', bytes: longs(values), count: values.length / width },
});
const HEADER = { dictionary: 2, batch: 3 } as const;

/** The file as a stream of messages that are not packed. */
function streamOf(file: ArrowFile): Uint8Array {
  const pieces: Uint8Array[] = [];
  const push = (head: Uint8Array): void => {
    const padding = (8 - (head.length % 8)) % 8;
    const mark = new Uint8Array(8);
    const view = new DataView(mark.buffer);
    view.setUint32(0, 0xffffffff, true);
    view.setUint32(4, head.length + padding, true);
    pieces.push(mark, head, new Uint8Array(padding));
  };
  push(file.schema);
  for (const batch of file.batches) {
    const buffers = Array.from({ length: batch.buffers }, (_value, index) => batch.look(index).slice());
    checkLengths(batch, buffers);
    push(headOf(batch, buffers));
    for (const buffer of buffers) pieces.push(buffer, new Uint8Array((8 - (buffer.length % 8)) % 8));
  }
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0) + 8);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** That there are no more rows than bits: a column of nothing but nulls takes none, and would be as long as it says. @throws FeatherError */
function checkLengths({ length, nodes, dictionary }: ArrowBatch, buffers: readonly Uint8Array[]): void {
  const bits = 8 * buffers.reduce((sum, buffer) => sum + buffer.length, 0);
  const longest = nodes.reduce((most, node) => Math.max(most, node.length), length);
  if (longest > bits) throw new FeatherError('the file is damaged: a length makes no sense');
  // texts and numbers of a dictionary take a byte at least, and are all read
  if (dictionary !== null && length > bits / 8) throw new FeatherError('the file is damaged: a dictionary has too few values');
}

function headOf(batch: ArrowBatch, buffers: readonly Uint8Array[]): Uint8Array {
  const places: number[] = [];
  let size = 0;
  for (const { length } of buffers) {
    places.push(size, length);
    size += Math.ceil(length / 8) * 8;
  }
  const rows = struct(
    { kind: 'int64', value: batch.length },
    structs(
      batch.nodes.flatMap(({ length, nulls }) => [length, nulls]),
      2,
    ),
    structs(places, 2),
    null,
    structs(batch.viewBuffers, 1),
  );
  const { dictionary } = batch;
  const content =
    dictionary === null
      ? rows
      : struct(
          { kind: 'int64', value: dictionary.id },
          { kind: 'child', value: rows },
          { kind: 'int8', value: dictionary.isDelta ? 1 : 0 },
        );
  return writeFlat(
    struct(
      { kind: 'int16', value: batch.version },
      { kind: 'int8', value: dictionary === null ? HEADER.batch : HEADER.dictionary },
      { kind: 'child', value: content },
      { kind: 'int64', value: size },
    ),
  );
}

/** What the library knows of a part of a column, beyond what its types say. */
interface Part extends Batch<unknown> {
  readonly data?: readonly Uint8Array[];
  readonly dictionary?: Column<unknown>;
}

function columnOf(name: string, column: Column<unknown>, wanted: FeatherColumn['kind'] | undefined): FeatherColumn {
  const parts = column.data as readonly Part[];
  return joinedColumns(
    parts.map((part) => partOf(name, part, wanted)),
    noneOf(name, column.type as ArrowType, wanted),
  );
}

/** The library's description of a type. */
interface ArrowType {
  readonly typeId: number;
  readonly bitWidth?: number;
  readonly signed?: boolean;
  readonly scale?: number;
  readonly unit?: number;
  readonly precision?: number;
  readonly dictionary?: ArrowType;
  readonly children?: readonly { readonly type: ArrowType }[];
}

/** The type of the values, wherever they are kept. */
function valueType(type: ArrowType): ArrowType {
  if (type.typeId === Type.Dictionary && type.dictionary !== undefined) return valueType(type.dictionary);
  const values = type.typeId === Type.RunEndEncoded ? type.children?.[1]?.type : undefined;
  return values === undefined ? type : valueType(values);
}

const NUMBERS: readonly number[] = [Type.Float, Type.Decimal, Type.Bool];
const TEXTS: readonly number[] = [Type.Utf8, Type.LargeUtf8, Type.Utf8View];

function kindOf(name: string, type: ArrowType, wanted: FeatherColumn['kind'] | undefined): FeatherColumn['kind'] {
  const { typeId } = valueType(type);
  if (typeId === Type.Int) return wanted === 'text' ? 'text' : 'integer';
  if (typeId === Type.Timestamp) return 'time';
  if (NUMBERS.includes(typeId)) return 'number';
  if (TEXTS.includes(typeId) || typeId === Type.Null) return 'text';
  const known = Object.entries(Type).find(([, id]) => id === typeId)?.[0] ?? String(typeId);
  throw new FeatherError(`column "${name}" has values of Arrow's type ${known}, which are neither numbers nor texts nor times`);
}

function noneOf(name: string, type: ArrowType, wanted: FeatherColumn['kind'] | undefined): FeatherColumn {
  const kind = kindOf(name, type, wanted);
  if (kind === 'text') return { kind, values: [] };
  return kind === 'time' ? { kind, unit: 'ms', values: new Float64Array() } : { kind, values: new Float64Array() };
}

function partOf(name: string, part: Part, wanted: FeatherColumn['kind'] | undefined): FeatherColumn {
  check(part);
  const type = part.type as ArrowType;
  const kind = kindOf(name, type, wanted);
  const { length, values } = part;
  const isNull = part.nullCount > 0 ? validityOf(part.validity ?? null, length) : null;
  const isPlain = type.typeId === Type.Int || type.typeId === Type.Timestamp || (type.typeId === Type.Float && type.precision !== 0);
  if (isPlain && (values instanceof BigInt64Array || values instanceof BigUint64Array)) {
    const whole = values.subarray(0, length);
    if (kind === 'text') return { kind, values: wholeTexts(whole, isNull) };
    if (kind !== 'time') return { kind: 'integer', values: milliseconds(whole, 'ms', isNull) };
    const unit = UNITS[type.unit ?? 1] ?? 'ms';
    return { kind, unit, values: milliseconds(whole, unit, isNull) };
  }
  if (isPlain && kind !== 'text' && kind !== 'time') {
    const numbers = Float64Array.from((values as Float64Array).subarray(0, length));
    if (isNull !== null) for (let row = 0; row < length; row++) if (isNull(row)) numbers[row] = Number.NaN;
    return { kind, values: numbers };
  }
  if (kind === 'text') {
    const texts = Array.from({ length }, (_value, row) => {
      const value = part.at(row);
      return value === null || value === undefined ? null : String(value);
    });
    return { kind, values: texts };
  }
  const decimals = valueType(type).typeId === Type.Decimal ? (valueType(type).scale ?? 0) : 0;
  const numbers = new Float64Array(length);
  for (let row = 0; row < length; row++) numbers[row] = numberOf(part.at(row), decimals);
  return kind === 'time' ? { kind, unit: 'ms', values: numbers.map((at) => Math.floor(at)) } : { kind, values: numbers };
}

/** @param decimals digits behind the point, of which whole numbers are the rest */
function numberOf(value: unknown, decimals: number): number {
  if (value === null || value === undefined) return Number.NaN;
  if (decimals === 0 || (typeof value !== 'bigint' && typeof value !== 'number')) return Number(value);
  // by the text, since a division rounds once more
  return Number(`${value}e${-decimals}`);
}

/** That a part has as much as its length says, and points to nothing outside. @throws FeatherError */
function check(part: Part): void {
  const { length, values } = part;
  const type = part.type as ArrowType;
  const least = (found: number | undefined, needed: number): void => {
    if ((found ?? 0) < needed) throw new FeatherError('the file is damaged: a column is shorter than announced');
  };
  if (part.nullCount > 0 && type.typeId !== Type.Null) validityOf(part.validity ?? null, length);
  switch (type.typeId) {
    case Type.Null:
      return;
    case Type.Bool:
      return least(values?.length, Math.ceil(length / 8));
    case Type.Decimal:
      return least(values?.length, length * Math.max(1, (type.bitWidth ?? 128) / 64));
    case Type.Utf8:
    case Type.LargeUtf8:
      if (length > 0) least(part.offsets?.length, length + 1);
      return;
    case Type.Utf8View:
      return checkViews(part);
    case Type.Dictionary: {
      least(values?.length, length);
      const { dictionary } = part;
      if (dictionary === undefined) throw new FeatherError('the file is damaged: a column has no dictionary');
      for (const piece of dictionary.data as readonly Part[]) check(piece);
      return;
    }
    case Type.RunEndEncoded: {
      const [ends, runs] = part.children as readonly Part[];
      if (ends === undefined || runs === undefined) throw new FeatherError('the file is damaged: a column has no runs');
      check(ends);
      check(runs);
      least(length === 0 ? 0 : Number(ends.at(ends.length - 1) ?? 0), length);
      return least(runs.length, ends.length);
    }
    default:
      return least(values?.length, length);
  }
}

/** Bytes of a view, of a text that is kept in it, and of where it points to otherwise. */
const VIEW = 16;
const INLINE = 12;

function checkViews(part: Part): void {
  const bytes = part.values as Uint8Array;
  if (bytes.length < part.length * VIEW) throw new FeatherError('the file is damaged: a column is shorter than announced');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let row = 0; row < part.length; row++) {
    const size = view.getInt32(row * VIEW, true);
    if (size <= INLINE && size >= 0) continue;
    const kept = part.data?.[view.getInt32(row * VIEW + 8, true)];
    const start = view.getInt32(row * VIEW + 12, true);
    if (size < 0 || kept === undefined || start < 0 || start + size > kept.length)
      throw new FeatherError('the file is damaged: a text lies outside its column');
  }
}
