import { type ArrowBatch, type ArrowField, openArrowFile, TYPE } from './arrow-file.ts';
import { type FeatherColumn, FeatherError, type FeatherTable, type TimeUnit, UNITS, type WantedColumns } from './feather.ts';
import { isFeatherV1, readFeatherV1 } from './feather-v1.ts';
import { joinedColumns, milliseconds, textsOf, validityOf, wholeTexts } from './read-columns.ts';

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
    if (!file.fields.every(isPlain)) return (await import('./arrow-library.ts')).readOtherArrow(file, wanted);
    const places = placesOf(file.fields);
    const fields = places.filter(({ field }) => wanted === null || wanted.has(field.name));
    const batches = file.batches.filter(({ dictionary }) => dictionary === null);
    const parts = batches.map((batch) => fields.map((place) => readColumn(place, batch, wanted)));
    return new Map(
      fields.map(({ field }, index): [string, FeatherColumn] => [
        field.name,
        joinedColumns(
          parts.map((part) => part[index]!),
          emptyColumn(field),
        ),
      ]),
    );
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

/** Double numbers, moments, whole numbers of 64 bits, texts: what freqtrade's files are made of. */
function isPlain({ type, details, hasDictionary }: ArrowField): boolean {
  if (hasDictionary) return false;
  switch (type) {
    case TYPE.floating:
      return details?.int16(0) === 2;
    case TYPE.int:
      return details?.int32(0) === 64 && details.int8(1) !== 0;
    case TYPE.timestamp:
    case TYPE.utf8:
    case TYPE.largeUtf8:
      return true;
    default:
      return false;
  }
}

function placesOf(fields: readonly ArrowField[]): ColumnParts[] {
  let buffer = 0;
  return fields.map((field, node) => {
    const place = { field, node, buffer };
    buffer += field.type === TYPE.utf8 || field.type === TYPE.largeUtf8 ? 3 : 2;
    return place;
  });
}

function unitOf(field: ArrowField): TimeUnit {
  const unit = UNITS[field.details?.int16(0) ?? 0];
  if (unit === undefined) throw new FeatherError(`column "${field.name}" has a unit that is not known`);
  return unit;
}

function emptyColumn(field: ArrowField): FeatherColumn {
  if (field.type === TYPE.utf8 || field.type === TYPE.largeUtf8) return { kind: 'text', values: [] };
  if (field.type === TYPE.timestamp) return { kind: 'time', unit: unitOf(field), values: new Float64Array() };
  return { kind: field.type === TYPE.int ? 'integer' : 'number', values: new Float64Array() };
}

function readColumn({ field, node, buffer }: ColumnParts, batch: ArrowBatch, wanted: WantedColumns | null): FeatherColumn {
  const { length } = batch;
  const nulls = batch.nodes[node]?.nulls ?? 0;
  const isNull = validityOf(nulls > 0 ? batch.buffer(buffer) : null, length);
  const data = batch.buffer(buffer + 1);
  switch (field.type) {
    case TYPE.floating: {
      const values = new Float64Array(own(data, length * 8));
      if (isNull !== null) for (let row = 0; row < length; row++) if (isNull(row)) values[row] = Number.NaN;
      return { kind: 'number', values };
    }
    case TYPE.timestamp: {
      const unit = unitOf(field);
      return { kind: 'time', unit, values: milliseconds(new BigInt64Array(own(data, length * 8)), unit, isNull) };
    }
    case TYPE.int: {
      const values = new BigInt64Array(own(data, length * 8));
      if (wanted?.get(field.name) === 'text') return { kind: 'text', values: wholeTexts(values, isNull) };
      return { kind: 'integer', values: milliseconds(values, 'ms', isNull) };
    }
    default: {
      const offsets = own(data, (length + 1) * (field.type === TYPE.utf8 ? 4 : 8), length === 0);
      return {
        kind: 'text',
        values: textsOf(
          field.type === TYPE.utf8 ? new Int32Array(offsets) : new BigInt64Array(offsets),
          batch.buffer(buffer + 2),
          length,
          isNull,
        ),
      };
    }
  }
}

/** A buffer of its own, since typed arrays must begin at a multiple of their width, and since others may share this one. */
function own(bytes: Uint8Array, size: number, mayBeEmpty = false): ArrayBuffer {
  if (bytes.length < size) {
    if (mayBeEmpty) return new ArrayBuffer(0);
    throw new FeatherError('the file is damaged: a column is shorter than announced');
  }
  if (bytes.byteOffset === 0 && bytes.buffer.byteLength === size && bytes.buffer instanceof ArrayBuffer) return bytes.buffer;
  const copy = new Uint8Array(size);
  copy.set(bytes.subarray(0, size));
  return copy.buffer;
}
