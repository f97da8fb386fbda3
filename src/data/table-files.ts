import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { asKind } from './column-kinds.ts';
import { type FeatherColumn, type FeatherTable, writeFeather } from './feather/feather.ts';
import { readFeather } from './feather/read-feather.ts';
import { fromJson, toJson } from './json-table.ts';

/** Formats of freqtrade's data files. */
export type DataFormat = 'feather' | 'parquet' | 'json' | 'jsongz';

export const DATA_FORMATS: readonly DataFormat[] = ['feather', 'parquet', 'json', 'jsongz'];

export const ENDINGS: Readonly<Record<DataFormat, string>> = { feather: 'feather', parquet: 'parquet', json: 'json', jsongz: 'json.gz' };

/** A stored file can't be used; the message names it and says what is wrong. */
export class CandleFileError extends Error {
  readonly code = 'CANDLE_FILE_ERROR';
}

/** Columns of a kind of file, in their order; times are ms since epoch. */
export type TableShape = ReadonlyMap<string, FeatherColumn['kind']>;

/** What a file holds, and which of the shapes it has. */
export interface FoundTable {
  /** The columns of its shape, each of its kind. */
  readonly table: FeatherTable;
  readonly shape: TableShape;
}

/**
 * Reads a data file, whatever its format; null when there is none.
 * @param shapes how it may look, the one preferred first; JSON files, which have no names, are recognised by their width
 * @throws CandleFileError
 */
export async function readTable(path: string, format: DataFormat, ...shapes: readonly TableShape[]): Promise<FoundTable | null> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CandleFileError(`${path} can't be read: ${(error as Error).message}`);
  }
  return refusing(path, async () => {
    const found = await parse(bytes, format, shapes);
    const shape = shapes.find((candidate) => [...candidate.keys()].every((name) => found.has(name))) ?? shapes[0]!;
    const table = new Map<string, FeatherColumn>();
    for (const [name, kind] of shape) {
      const column = found.get(name);
      if (column === undefined) throw new Error(`it has no column "${name}"`);
      table.set(name, asKind(name, column, kind));
    }
    return { table, shape };
  });
}

/** Names the file in what goes wrong with it. @throws CandleFileError */
export async function refusing<T>(path: string, task: () => T | Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof CandleFileError) throw error;
    throw new CandleFileError(`${path} can't be used: ${(error as Error).message}. Delete it and download it again.`);
  }
}

/** Writes beside, then renames: a crash leaves the old file or the new one. */
export async function writeTable(path: string, format: DataFormat, table: FeatherTable): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, await serialize(table, format));
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

async function parse(bytes: Uint8Array, format: DataFormat, shapes: readonly TableShape[]): Promise<FeatherTable> {
  const wanted = new Map(shapes.flatMap((shape) => [...shape]));
  switch (format) {
    case 'feather':
      return readFeather(bytes, wanted);
    case 'parquet':
      // loaded for those who use it
      return (await import('./parquet/read-parquet.ts')).readParquet(bytes, wanted);
    case 'json':
      return fromJson(bytes, shapes);
    case 'jsongz':
      return fromJson(gunzipSync(bytes), shapes);
  }
}

async function serialize(table: FeatherTable, format: DataFormat): Promise<Uint8Array> {
  switch (format) {
    case 'feather':
      return writeFeather(table);
    case 'parquet':
      return (await import('./parquet/write-parquet.ts')).writeParquet(table);
    case 'json':
      return Buffer.from(toJson(table));
    case 'jsongz':
      return gzipSync(toJson(table));
  }
}

/** A column that is known to be there. @throws Error where it is not, or holds something else */
export function numbersIn(table: FeatherTable, name: string): Float64Array {
  const column = table.get(name);
  if (column === undefined || column.kind === 'text') throw new Error(`it has no numbers in "${name}"`);
  return column.values;
}

export function textsIn(table: FeatherTable, name: string): (string | null)[] {
  const column = table.get(name);
  if (column?.kind !== 'text') throw new Error(`it has no texts in "${name}"`);
  return column.values;
}
