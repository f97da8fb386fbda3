import type { ColumnMetaData } from 'hyparquet';
import type { TimeUnit } from '../feather/feather.ts';
import { milliseconds } from '../feather/read-columns.ts';
import { pagesOf } from './column-pages.ts';
import { lookUp } from './runs.ts';

/**
 * Columns of numbers as most tools write them: plain, or by a dictionary. Read here since the library makes a list of every column that
 * might have missing values, which takes many times as long.
 */

/** Bytes of a value, of the types that are read here. */
const WIDTHS: Readonly<Record<string, number>> = { DOUBLE: 8, FLOAT: 4, INT64: 8, INT32: 4 };

/** Whether a column is one of them, as far as its description tells. */
export function hasPlainNumbers(chunk: ColumnMetaData): boolean {
  return chunk.type in WIDTHS && chunk.encodings.every((encoding) => LEVELS_AND_VALUES.has(encoding));
}

const LEVELS_AND_VALUES: ReadonlySet<string> = new Set(['PLAIN', 'PLAIN_DICTIONARY', 'RLE_DICTIONARY', 'RLE', 'BIT_PACKED']);

/**
 * @param unit of whole numbers that are moments; null for others
 * @param target rows of its row group, filled with ms since epoch or numbers, NaN where there is none
 * @returns false where a page is written in another way
 * @throws Error where the file is damaged
 */
export function readNumbers(
  file: Uint8Array,
  chunk: ColumnMetaData,
  isOptional: boolean,
  unit: TimeUnit | null,
  target: Float64Array,
): boolean {
  let dictionary = new Float64Array();
  let row = 0;
  for (const page of pagesOf(file, chunk, target.length, isOptional)) {
    if (page.encoding === 'other') return false;
    if (page.isDictionary) {
      dictionary = plain(page.body, page.count, chunk.type, unit);
      continue;
    }
    const rows = target.subarray(row, row + page.length);
    row += page.length;
    const values = page.defined === null ? rows : new Float64Array(page.count);
    if (page.encoding === 'dictionary') lookUp(page.body, dictionary, values);
    else if (chunk.type === 'DOUBLE') copyDoubles(page.body, values);
    else values.set(plain(page.body, page.count, chunk.type, unit));
    if (page.defined === null) continue;
    for (let at = 0, value = 0; at < rows.length; at++) rows[at] = page.defined[at] === 1 ? values[value++]! : Number.NaN;
  }
  return true;
}

/** As bytes, since they may begin anywhere. */
function copyDoubles(body: Uint8Array, target: Float64Array): void {
  if (target.byteLength > body.length) throw new Error('the file is damaged: a page is shorter than announced');
  new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(body.subarray(0, target.byteLength));
}

/** Values that lie one after the other. */
function plain(body: Uint8Array, count: number, type: string, unit: TimeUnit | null): Float64Array<ArrayBuffer> {
  const size = count * WIDTHS[type]!;
  if (size > body.length) throw new Error('the file is damaged: a page is shorter than announced');
  // typed arrays begin at a multiple of their width; a slice of a Buffer would be a view of what others use
  const bytes = new Uint8Array(body.subarray(0, size)).buffer;
  switch (type) {
    case 'DOUBLE':
      return new Float64Array(bytes);
    case 'FLOAT':
      return Float64Array.from(new Float32Array(bytes));
    case 'INT32':
      return Float64Array.from(new Int32Array(bytes));
    default:
      return milliseconds(new BigInt64Array(bytes), unit ?? 'ms', null);
  }
}
