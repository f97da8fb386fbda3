import { UnpackAhead } from '../unpack-ahead.ts';
import { type ArrowBatch, type ArrowField, type ArrowFile, type IntegerType, integerType, openArrowFile, TYPE } from './arrow-file.ts';
import { type FeatherColumn, FeatherError, type FeatherTable, type TimeUnit, UNITS, type WantedColumns } from './feather.ts';
import { isFeatherV1, readFeatherV1 } from './feather-v1.ts';
import { blankNulls, type IsNull, putMilliseconds, roomFor, textsOf, validityOf, wholeTexts } from './read-columns.ts';

/**
 * Reads a feather (Arrow IPC) file. The layout that freqtrade writes is read here, every other one by a library.
 * @param wanted columns to read, and whole numbers among them that are wanted as texts; every column when left out
 * @throws FeatherError
 */
export async function readFeather(bytes: Uint8Array, wanted: WantedColumns | null = null): Promise<FeatherTable> {
  try {
    if (isFeatherV1(bytes)) return readFeatherV1(bytes, wanted);
    const file = openArrowFile(bytes);
    // loaded for those who have such files
    if (!file.fields.every((field) => isPlain(field, file))) return (await import('./arrow-library.ts')).readOtherArrow(file, wanted);
    const places = placesOf(file.fields);
    const fields = places.filter(({ field }) => wanted === null || wanted.has(field.name));
    const batches = file.batches.filter(({ dictionary }) => dictionary === null);
    const pieces = fields.map(({ buffer }) => batches.flatMap((batch) => batch.ahead(buffer + 1) ?? []));
    const ahead = new UnpackAhead(pieces.flat());
    const found = new Map<string, FeatherColumn>();
    let unpacked = 0;
    for (const [index, place] of fields.entries()) {
      unpacked += pieces[index]!.length;
      await ahead.until(unpacked);
      found.set(place.field.name, wholeColumn(place, batches, file, wanted));
    }
    return found;
  } catch (error) {
    throw error instanceof FeatherError
      ? error
      : new FeatherError(`the file is damaged, or of a kind that is not known: ${(error as Error).message}`);
  }
}

interface ColumnParts {
  readonly field: ArrowField;
  readonly node: number;
  /** Its first buffer. */
  readonly buffer: number;
}

/** Numbers, moments and texts, and such in a dictionary of one part: what candle files are made of. */
function isPlain({ type, details, dictionary }: ArrowField, file: ArrowFile): boolean {
  if (dictionary !== null) {
    const parts = file.batches.filter((batch) => batch.dictionary?.id === dictionary.id);
    if (parts.length !== 1 || parts[0]!.dictionary?.isDelta !== false) return false;
  }
  switch (type) {
    case TYPE.floating:
      return details?.int16(0) === PRECISION.double || details?.int16(0) === PRECISION.single;
    case TYPE.int:
      return details !== null;
    case TYPE.timestamp:
    case TYPE.utf8:
    case TYPE.largeUtf8:
      return true;
    default:
      return false;
  }
}

/** Numbers of Arrow's `Precision` enum. */
const PRECISION = { single: 1, double: 2 } as const;

function placesOf(fields: readonly ArrowField[]): ColumnParts[] {
  let buffer = 0;
  return fields.map((field, node) => {
    const place = { field, node, buffer };
    buffer += field.dictionary === null && (field.type === TYPE.utf8 || field.type === TYPE.largeUtf8) ? 3 : 2;
    return place;
  });
}

function unitOf(field: ArrowField): TimeUnit {
  const unit = UNITS[field.details?.int16(0) ?? 0];
  if (unit === undefined) throw new FeatherError(`column "${field.name}" has a unit that is not known`);
  return unit;
}

/** A column of all batches. */
function wholeColumn(place: ColumnParts, batches: readonly ArrowBatch[], file: ArrowFile, wanted: WantedColumns | null): FeatherColumn {
  const { field } = place;
  const dictionary = dictionaryOf(field, file, wanted);
  const kind = dictionary?.column.kind ?? kindOf(field, wanted);
  if (kind === 'text') return { kind, values: batches.flatMap((batch) => textsIn(place, batch, dictionary?.column.values ?? null)) };
  // checked before there is room for them
  const pieces = batches.map((batch) => ({ batch, isNull: checked(place, batch) }));
  const values = roomFor(batches.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const { batch, isNull } of pieces) {
    const target = values.subarray(start, start + batch.length);
    const data = batch.look(place.buffer + 1);
    if (dictionary === null) putNumbers(field, data, target);
    else putLookedUp(integers(data, batch.length, dictionary.index), dictionary.column.values as Float64Array, isNull, target);
    blankNulls(target, isNull);
    start += batch.length;
  }
  return kind === 'time' ? { kind, unit: unitOf(field), values } : { kind, values };
}

function kindOf({ name, type }: ArrowField, wanted: WantedColumns | null): FeatherColumn['kind'] {
  switch (type) {
    case TYPE.floating:
      return 'number';
    case TYPE.timestamp:
      return 'time';
    case TYPE.int:
      return wanted?.get(name) === 'text' ? 'text' : 'integer';
    default:
      return 'text';
  }
}

/** Bytes of a value, or of its position in a dictionary. */
function widthOf({ type, details, dictionary }: ArrowField): number {
  if (dictionary !== null) return dictionary.index.bits / 8;
  if (type === TYPE.int) return integerType(details).bits / 8;
  return type === TYPE.floating && details?.int16(0) === PRECISION.single ? 4 : 8;
}

/** Which rows have no value. @throws FeatherError where a batch has fewer values than it says */
function checked({ field, node, buffer }: ColumnParts, batch: ArrowBatch): IsNull {
  const nulls = batch.nodes[node]?.nulls ?? 0;
  // a look is gone with the next
  const isNull = validityOf(nulls > 0 ? batch.look(buffer).slice() : null, batch.length);
  if (batch.sizeOf(buffer + 1) < batch.length * widthOf(field)) throw new FeatherError(SHORT);
  return isNull;
}

function putNumbers(field: ArrowField, data: Uint8Array, target: Float64Array): void {
  const { length } = target;
  switch (field.type) {
    case TYPE.floating:
      if (field.details?.int16(0) === PRECISION.single) target.set(new Float32Array(...aligned(data, length, 4)));
      else new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(within(data, length * 8));
      return;
    case TYPE.timestamp:
      return putMilliseconds(new BigInt64Array(...aligned(data, length, 8)), unitOf(field), target);
    default: {
      const values = integers(data, length, integerType(field.details));
      if (values instanceof BigInt64Array || values instanceof BigUint64Array) putMilliseconds(values, 'ms', target);
      else target.set(values);
    }
  }
}

type Integers = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | BigInt64Array | BigUint64Array;

function integers(data: Uint8Array, length: number, { bits, isSigned }: IntegerType): Integers {
  const place = aligned(data, length, bits / 8);
  switch (bits) {
    case 8:
      return isSigned ? new Int8Array(...place) : new Uint8Array(...place);
    case 16:
      return isSigned ? new Int16Array(...place) : new Uint16Array(...place);
    case 32:
      return isSigned ? new Int32Array(...place) : new Uint32Array(...place);
    case 64:
      return isSigned ? new BigInt64Array(...place) : new BigUint64Array(...place);
    default:
      throw new FeatherError('the file is damaged: whole numbers have a width that is not known');
  }
}

/** A column's dictionary, and what the positions in it are; null where it has none. */
function dictionaryOf(
  field: ArrowField,
  file: ArrowFile,
  wanted: WantedColumns | null,
): { readonly column: FeatherColumn; readonly index: IntegerType } | null {
  const { dictionary } = field;
  if (dictionary === null) return null;
  const parts = file.batches.filter((batch) => batch.dictionary?.id === dictionary.id);
  const column = wholeColumn({ field: { ...field, dictionary: null }, node: 0, buffer: 0 }, parts, file, wanted);
  return { column, index: dictionary.index };
}

function putLookedUp(positions: Integers, values: Float64Array, isNull: IsNull, target: Float64Array): void {
  for (let row = 0; row < target.length; row++) {
    const at = Number(positions[row]);
    if (!(at >= 0 && at < values.length)) {
      if (isNull?.(row) === true) continue;
      throw new FeatherError('the file is damaged: a value is not in its dictionary');
    }
    target[row] = values[at]!;
  }
}

/** @param dictionary values of which a column has the positions; null for none */
function textsIn(place: ColumnParts, batch: ArrowBatch, dictionary: FeatherColumn['values'] | null): (string | null)[] {
  const { field, node, buffer } = place;
  const { length } = batch;
  if (dictionary !== null || field.type === TYPE.int) {
    const isNull = checked(place, batch);
    const values = integers(batch.look(buffer + 1), length, field.dictionary?.index ?? integerType(field.details));
    if (dictionary === null) return wholeTexts(values, isNull);
    return Array.from({ length }, (_value, row) => {
      if (isNull?.(row) === true) return null;
      const at = Number(values[row]);
      if (!(at >= 0 && at < dictionary.length)) throw new FeatherError('the file is damaged: a value is not in its dictionary');
      return dictionary[at] as string | null;
    });
  }
  const nulls = batch.nodes[node]?.nulls ?? 0;
  const isNull = validityOf(nulls > 0 ? batch.look(buffer).slice() : null, length);
  const isLarge = field.type === TYPE.largeUtf8;
  const look = batch.look(buffer + 1);
  // there may be no offsets where there are no rows
  const bytes = length === 0 && look.length === 0 ? new Uint8Array(8) : look.slice();
  const offsets = isLarge ? new BigInt64Array(...aligned(bytes, length + 1, 8)) : new Int32Array(...aligned(bytes, length + 1, 4));
  return textsOf(offsets, batch.look(buffer + 2), length, isNull);
}

const SHORT = 'the file is damaged: a column is shorter than announced';

/** @throws FeatherError where there are fewer bytes */
function within(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length < size) throw new FeatherError(SHORT);
  return bytes.subarray(0, size);
}

/** Where values lie: typed arrays must begin at a multiple of their width, so others are copied. @throws FeatherError */
function aligned(bytes: Uint8Array, length: number, width: number): [ArrayBufferLike, number, number] {
  const found = within(bytes, length * width);
  return found.byteOffset % width === 0 ? [found.buffer, found.byteOffset, length] : [found.slice().buffer, 0, length];
}
