import { type FeatherColumn, FeatherError, type FeatherTable, type TimeUnit, UNITS, type WantedColumns } from './feather.ts';
import { FlatTable } from './flatbuffer.ts';
import { milliseconds, textsOf, validityOf, wholeTexts } from './read-columns.ts';

/** The first version of feather, of before 2020: columns one after the other, and a footer that says where they are. */

const MAGIC = 'FEA1';
/** Numbers of its types: whole numbers of 8 to 64 bits, without a sign from the fifth on. */
const TYPE = { int64: 4, float: 9, double: 10, utf8: 11, timestamp: 14 } as const;
const WIDTHS = [1, 2, 4, 8, 1, 2, 4, 8] as const;
const FIRST_UNSIGNED = 4;

export function isFeatherV1(bytes: Uint8Array): boolean {
  return bytes.length > 12 && String.fromCharCode(...bytes.subarray(0, 4)) === MAGIC;
}

/** @throws FeatherError, or a RangeError where its footer is damaged */
export function readFeatherV1(bytes: Uint8Array, wanted: WantedColumns | null): FeatherTable {
  if (String.fromCharCode(...bytes.subarray(bytes.length - 4)) !== MAGIC) throw new FeatherError('the file is cut off');
  const end = bytes.length - 8;
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(end, true);
  if (size < 8 || size > end - 4) throw new FeatherError('the file is damaged: its footer has no place in it');
  const footer = FlatTable.root(bytes.subarray(end - size, end));
  const content = bytes.subarray(0, end - size);
  return new Map(
    footer.tables(2).flatMap((column): [string, FeatherColumn][] => {
      const name = column.text(0) ?? '';
      return wanted === null || wanted.has(name) ? [[name, readColumn(name, column, content, wanted?.get(name))]] : [];
    }),
  );
}

function readColumn(name: string, column: FlatTable, content: Uint8Array, wanted: FeatherColumn['kind'] | undefined): FeatherColumn {
  const values = column.table(1);
  if (values === null) throw new FeatherError('the file is damaged: a column has no content');
  const [type, at, length, nulls, size] = [values.int8(0), values.int64(2), values.int64(3), values.int64(4), values.int64(5)];
  if (!(at >= 0 && length >= 0 && size >= 0) || at + size > content.length)
    throw new FeatherError('the file is damaged: a column lies outside it');
  const whole = content.subarray(at, at + size);
  const bits = nulls > 0 ? Math.ceil(Math.ceil(length / 8) / 8) * 8 : 0;
  const isNull = validityOf(nulls > 0 ? whole.subarray(0, bits) : null, length);
  const data = whole.subarray(bits);
  const own = (width: number, count: number): ArrayBuffer => {
    if (data.length < width * count) throw new FeatherError('the file is damaged: a column is shorter than announced');
    return Uint8Array.from(data.subarray(0, width * count)).buffer;
  };
  // a number of the union of what is known beside, then the table itself
  if (type === TYPE.timestamp || (type === TYPE.int64 && column.int8(2) === TIMESTAMP)) {
    const unit: TimeUnit | undefined = UNITS[column.table(3)?.int8(0) ?? 0];
    if (unit === undefined) throw new FeatherError(`column "${name}" has a unit that is not known`);
    return { kind: 'time', unit, values: milliseconds(new BigInt64Array(own(8, length)), unit, isNull) };
  }
  if (type === TYPE.float || type === TYPE.double) {
    const numbers = type === TYPE.float ? Float64Array.from(new Float32Array(own(4, length))) : new Float64Array(own(8, length));
    if (isNull !== null) for (let row = 0; row < length; row++) if (isNull(row)) numbers[row] = Number.NaN;
    return { kind: 'number', values: numbers };
  }
  if (type === TYPE.utf8) {
    const offsets = new Int32Array(own(4, length === 0 ? 0 : length + 1));
    const behind = Math.ceil(offsets.byteLength / 8) * 8;
    return { kind: 'text', values: textsOf(offsets, data.subarray(behind), length, isNull) };
  }
  const width = type === 0 ? undefined : WIDTHS[type - 1];
  if (width === undefined || column.int8(2) !== 0)
    throw new FeatherError(`column "${name}" has values that are neither numbers nor texts nor times`);
  const numbers = wholeNumbers(own(width, length), width, type - 1 >= FIRST_UNSIGNED);
  if (numbers instanceof BigInt64Array || numbers instanceof BigUint64Array)
    return wanted === 'text'
      ? { kind: 'text', values: wholeTexts(numbers, isNull) }
      : { kind: 'integer', values: milliseconds(numbers, 'ms', isNull) };
  const found = Float64Array.from(numbers);
  if (isNull !== null) for (let row = 0; row < length; row++) if (isNull(row)) found[row] = Number.NaN;
  return { kind: 'integer', values: found };
}

/** What is known beside a column of times. */
const TIMESTAMP = 2;

type WholeNumbers = Int8Array | Int16Array | Int32Array | BigInt64Array | Uint8Array | Uint16Array | Uint32Array | BigUint64Array;

function wholeNumbers(buffer: ArrayBuffer, width: 1 | 2 | 4 | 8, isUnsigned: boolean): WholeNumbers {
  switch (width) {
    case 1:
      return isUnsigned ? new Uint8Array(buffer) : new Int8Array(buffer);
    case 2:
      return isUnsigned ? new Uint16Array(buffer) : new Int16Array(buffer);
    case 4:
      return isUnsigned ? new Uint32Array(buffer) : new Int32Array(buffer);
    case 8:
      return isUnsigned ? new BigUint64Array(buffer) : new BigInt64Array(buffer);
  }
}
