import { DIVISORS, type FeatherColumn, FeatherError, type TimeUnit } from './feather.ts';

/** Tells of a row whether it has no value; null where every row has one. */
export type IsNull = ((row: number) => boolean) | null;

/** @param bits a bit a row, set where there is a value @throws FeatherError when there are too few */
export function validityOf(bits: Uint8Array | null, length: number): IsNull {
  // a writer may leave the bits out where every row has a value
  if (bits === null || bits.length === 0) return null;
  if (bits.length * 8 < length) throw new FeatherError('the file is damaged: a column is shorter than announced');
  return (row) => ((bits[row >> 3]! >> (row & 7)) & 1) === 0;
}

/** Room for the numbers of a column, every one of which is put there: it is not blanked before. */
export function roomFor(rows: number): Float64Array<ArrayBuffer> {
  return new Float64Array(Buffer.allocUnsafeSlow(rows * 8).buffer);
}

const HALF = 2 ** 32;
/** Upper halves for which nothing of the sums below is lost: they and their products stay below 2^53. */
const EXACT = 2 ** 30;

/** Whole numbers of 64 bits as ms, by halves: far faster than one BigInt a row. Missing ones are NaN. */
export function milliseconds(values: BigInt64Array | BigUint64Array, unit: TimeUnit, isNull: IsNull): Float64Array<ArrayBuffer> {
  const result = new Float64Array(values.length);
  putMilliseconds(values, unit, result);
  blankNulls(result, isNull);
  return result;
}

/** The same, into rows that are there already. */
export function putMilliseconds(values: BigInt64Array | BigUint64Array, unit: TimeUnit, target: Float64Array): void {
  const halves = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  const isSigned = values instanceof BigInt64Array;
  const divisor = Number(DIVISORS[unit]);
  const factor = unit === 's' ? 1000 : 1;
  // a half is so many parts, and so much more
  const parts = Math.floor(HALF / divisor);
  const rest = HALF % divisor;
  for (let row = 0; row < target.length; row++) {
    const low = halves[row * 2]! >>> 0;
    const high = isSigned ? halves[row * 2 + 1]! : halves[row * 2 + 1]! >>> 0;
    if (divisor === 1) target[row] = (high * HALF + low) * factor;
    else if (high >= -EXACT && high <= EXACT) target[row] = high * parts + Math.floor((high * rest + low) / divisor);
    else target[row] = Number(floored(values[row]!, DIVISORS[unit]));
  }
}

export function blankNulls(target: Float64Array, isNull: IsNull): void {
  if (isNull !== null) for (let row = 0; row < target.length; row++) if (isNull(row)) target[row] = Number.NaN;
}

function floored(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value < 0n && quotient * divisor !== value ? quotient - 1n : quotient;
}

/** Whole numbers as texts, every digit of them. */
export function wholeTexts(values: ArrayLike<number | bigint>, isNull: IsNull): (string | null)[] {
  return Array.from({ length: values.length }, (_value, row) => (isNull?.(row) === true ? null : String(values[row])));
}

/** Texts that lie one after the other. @param offsets where each begins, and where the last ends @throws FeatherError */
export function textsOf(offsets: Int32Array | BigInt64Array, data: Uint8Array, length: number, isNull: IsNull): (string | null)[] {
  const decoder = new TextDecoder();
  return Array.from({ length }, (_value, row) => {
    const [start, end] = [Number(offsets[row]), Number(offsets[row + 1])];
    if (!(start >= 0 && end >= start && end <= data.length)) throw new FeatherError('the file is damaged: a text lies outside its column');
    return isNull?.(row) === true ? null : decoder.decode(data.subarray(start, end));
  });
}

/** The parts of a column as one. */
export function joinedColumns(parts: readonly FeatherColumn[], none: FeatherColumn): FeatherColumn {
  const first = parts[0];
  if (first === undefined) return none;
  if (parts.length === 1) return first;
  if (first.kind === 'text') return { kind: 'text', values: parts.flatMap(({ values }) => values as (string | null)[]) };
  const values = new Float64Array(parts.reduce((sum, part) => sum + part.values.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part.values as Float64Array, at);
    at += part.values.length;
  }
  return { ...first, values };
}
