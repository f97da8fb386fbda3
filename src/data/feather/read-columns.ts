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

/** Whole numbers of 64 bits as ms, by halves: far faster than one BigInt a row. Missing ones are NaN. */
export function milliseconds(values: BigInt64Array | BigUint64Array, unit: TimeUnit, isNull: IsNull): Float64Array<ArrayBuffer> {
  const halves = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  const isSigned = values instanceof BigInt64Array;
  const result = new Float64Array(values.length);
  const divisor = Number(DIVISORS[unit]);
  const factor = unit === 's' ? 1000 : 1;
  for (let row = 0; row < values.length; row++) {
    const low = halves[row * 2]! >>> 0;
    const high = halves[row * 2 + 1]!;
    const whole = (isSigned ? high : high >>> 0) * 4294967296 + low;
    // beyond 2^53 the low digits are lost, which are parts of a microsecond; exact where it matters
    result[row] =
      divisor === 1
        ? whole * factor
        : Number.isSafeInteger(whole)
          ? Math.floor(whole / divisor)
          : Number(floored(values[row]!, DIVISORS[unit]));
  }
  if (isNull !== null) for (let row = 0; row < result.length; row++) if (isNull(row)) result[row] = Number.NaN;
  return result;
}

function floored(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value < 0n && quotient * divisor !== value ? quotient - 1n : quotient;
}

/** Whole numbers as texts, every digit of them. */
export function wholeTexts(values: BigInt64Array | BigUint64Array, isNull: IsNull): (string | null)[] {
  return Array.from(values, (value, row) => (isNull?.(row) === true ? null : String(value)));
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
