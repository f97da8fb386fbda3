import type { ColumnMetaData } from 'hyparquet';
import type { TimeUnit } from '../feather/feather.ts';
import { putMilliseconds } from '../feather/read-columns.ts';
import { lookUpRuns } from '../unpacking.ts';
import { pagesOf, type ReadyPages } from './column-pages.ts';

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
  ready: ReadyPages,
): boolean {
  let dictionary = new Float64Array();
  let row = 0;
  for (const page of pagesOf(file, chunk, target.length, isOptional, ready)) {
    if (page.encoding === 'other') return false;
    if (page.isDictionary) {
      dictionary = new Float64Array(page.count);
      putPlain(page.body, chunk.type, unit, dictionary);
      continue;
    }
    const rows = target.subarray(row, row + page.length);
    row += page.length;
    // those that there are first come to the end of their rows, then each to its own
    const values = rows.subarray(rows.length - page.count);
    if (page.encoding === 'dictionary') lookUp(page.body, dictionary, values);
    else putPlain(page.body, chunk.type, unit, values);
    if (page.defined !== null) spread(page.defined, page.count, rows);
  }
  return true;
}

/** Puts values that lie at the end of their rows where they belong. @param defined which rows have one @param count how many have */
function spread(defined: Uint8Array, count: number, rows: Float64Array): void {
  let from = rows.length - count;
  for (let row = 0; row < rows.length; row++) rows[row] = defined[row] === 1 ? rows[from++]! : Number.NaN;
}

/** No dictionary has more values. */
const WIDEST = 31;

/** Values of which a page has the positions, behind their width. */
function lookUp(page: Uint8Array, dictionary: Float64Array, target: Float64Array): void {
  const width = page[0] ?? 0;
  if (width > WIDEST) throw new Error('the file is damaged: a dictionary has too many values');
  lookUpRuns(page.subarray(1), width, dictionary, target);
}

/** Values that lie one after the other. */
function putPlain(body: Uint8Array, type: string, unit: TimeUnit | null, target: Float64Array): void {
  const { length } = target;
  const size = length * WIDTHS[type]!;
  if (size > body.length) throw new Error('the file is damaged: a page is shorter than announced');
  const found = body.subarray(0, size);
  if (type === 'DOUBLE') return new Uint8Array(target.buffer, target.byteOffset, size).set(found);
  // typed arrays begin at a multiple of their width; a slice of a Buffer would be a view of what others use
  const { buffer, byteOffset } = found.byteOffset % 8 === 0 ? found : new Uint8Array(found);
  switch (type) {
    case 'FLOAT':
      return target.set(new Float32Array(buffer, byteOffset, length));
    case 'INT32':
      return target.set(new Int32Array(buffer, byteOffset, length));
    default:
      putMilliseconds(new BigInt64Array(buffer, byteOffset, length), unit ?? 'ms', target);
  }
}
