import type { ColumnMetaData } from 'hyparquet';
import { isWorthAThread, unpackInThread } from '../unpack-ahead.ts';
import { THREAD_CODECS, unpackPage } from './codecs.ts';
import { type PageHeader, readPageHeader } from './page-header.ts';
import { eachRun, readLevels } from './runs.ts';

/** Numbers of Parquet's `Encoding` enum. */
const ENCODING = { plain: 0, plainDictionary: 2, dictionary: 8 } as const;

/** A page of a flat column, unpacked. */
export interface ColumnPage {
  readonly isDictionary: boolean;
  /** Rows, those without a value too; values, for a dictionary. */
  readonly length: number;
  readonly encoding: 'plain' | 'dictionary' | 'other';
  /** Which rows have a value; null where all have one. */
  readonly defined: Uint8Array | null;
  /** How many have one. */
  readonly count: number;
  /** The values that there are. */
  readonly body: Uint8Array;
}

/** Pages that are unpacked already, by where they begin in the file. */
export type ReadyPages = Map<number, Uint8Array>;

/**
 * The pages of a flat column, one by one. Every length in them is checked: nothing is read outside the column, and no page has more rows
 * than are left.
 * @param rows of its row group
 * @param ready pages that are not unpacked again; they are taken out of it
 * @throws Error where the file is damaged
 */
export function* pagesOf(
  file: Uint8Array,
  chunk: ColumnMetaData,
  rows: number,
  isOptional: boolean,
  ready: ReadyPages = new Map(),
): Generator<ColumnPage> {
  const { start, end } = placeOf(file, chunk);
  if (Number(chunk.num_values) !== rows) throw new Error('the file is damaged: a column has another length than the table');
  let left = rows;
  for (let at = start; at < end && left > 0; ) {
    const header = readPageHeader(file, at);
    at = header.end + header.packedSize;
    if (at > end) throw new Error('the file is damaged: a page lies outside its column');
    if (header.kind === 'other') continue;
    const isDictionary = header.kind === 'dictionary';
    if (!isDictionary) {
      if (header.values > left) throw new Error('the file is damaged: a page has more rows than the table');
      left -= header.values;
    }
    const packed = file.subarray(header.end, at);
    const ahead = levelsAhead(header);
    const readyContent = ready.get(header.end);
    ready.delete(header.end);
    const content =
      readyContent ?? (header.isPacked ? unpackPage(chunk.codec, packed.subarray(ahead), header.size - ahead) : packed.subarray(ahead));
    let body = content;
    let levels: ReturnType<typeof readLevels> | null = null;
    if (isOptional && !isDictionary) {
      if (header.kind === 'data-2') levels = readLevels(packed.subarray(header.repetitionSize, ahead), header.values);
      else {
        const size = content.length < 4 ? Number.NaN : new DataView(content.buffer, content.byteOffset, 4).getUint32(0, true);
        if (!(4 + size <= content.length)) throw new Error('the file is damaged: levels lie outside their page');
        levels = readLevels(content.subarray(4, 4 + size), header.values);
        body = content.subarray(4 + size);
      }
    }
    yield {
      isDictionary,
      length: header.values,
      encoding:
        header.encoding === ENCODING.plain
          ? 'plain'
          : header.encoding === ENCODING.dictionary || header.encoding === ENCODING.plainDictionary
            ? isDictionary
              ? 'plain'
              : 'dictionary'
            : 'other',
      defined: levels?.defined ?? null,
      count: levels?.count ?? header.values,
      body,
    };
  }
  if (left > 0) throw new Error('the file is damaged: a column has fewer rows than the table');
}

/** Where a column lies. @throws Error where that is outside the file */
function placeOf(file: Uint8Array, chunk: ColumnMetaData): { readonly start: number; readonly end: number } {
  const first = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset);
  // some writers name a dictionary at the very beginning, where none can be
  const start = first >= 4 ? first : Number(chunk.data_page_offset);
  const end = start + Number(chunk.total_compressed_size);
  if (!(start >= 4 && end >= start && end <= file.length)) throw new Error('the file is damaged: a column lies outside it');
  return { start, end };
}

/** Bytes of the levels before a page, which are not packed. @throws Error */
function levelsAhead({ repetitionSize, definitionSize, packedSize, size }: PageHeader): number {
  const ahead = repetitionSize + definitionSize;
  if (ahead > packedSize || ahead > size) throw new Error('the file is damaged: levels lie outside their page');
  return ahead;
}

/**
 * What unpacks the pages of a column in other threads and puts them into `ready`; nothing for pages that are unpacked when they are read.
 * Only then is said what is damaged.
 */
export function pagesAhead(file: Uint8Array, chunk: ColumnMetaData, ready: ReadyPages): (() => Promise<void>)[] {
  const codec = THREAD_CODECS[chunk.codec];
  const pieces: (() => Promise<void>)[] = [];
  if (codec === undefined) return pieces;
  try {
    const { start, end } = placeOf(file, chunk);
    for (let at = start; at < end; ) {
      const header = readPageHeader(file, at);
      at = header.end + header.packedSize;
      if (at > end || header.kind === 'other' || !header.isPacked) continue;
      const ahead = levelsAhead(header);
      const [packed, size] = [file.subarray(header.end + ahead, at), header.size - ahead];
      if (!isWorthAThread(packed, size)) continue;
      pieces.push(async () => {
        const content = await unpackInThread(codec, packed, size);
        if (content?.length === size) ready.set(header.end, content);
      });
    }
  } catch {
    // read page by page, the column says what is wrong with it
  }
  return pieces;
}

/** Whether the pages of a flat column hold what they announce, as far as a reader that believes them needs it. @throws Error */
export function checkPages(file: Uint8Array, chunk: ColumnMetaData, rows: number, isOptional: boolean): void {
  const nothing = () => undefined;
  for (const { encoding, isDictionary, count, body } of pagesOf(file, chunk, rows, isOptional)) {
    if (isDictionary && count > body.length) throw new Error('the file is damaged: a dictionary has fewer values than announced');
    if (encoding === 'dictionary' && count > 0) eachRun(body.subarray(1), body[0] ?? 0, count, nothing, nothing);
  }
}
