import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type FeatherColumn, type FeatherTable, readFeather, writeFeather } from './feather/feather.ts';

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

/**
 * Reads a data file, whatever its format; null when there is none.
 * @param shapes how it may look, the one preferred first; JSON files, which have no names, are told by their width
 * @throws CandleFileError
 */
export async function readTable(path: string, format: DataFormat, ...shapes: readonly TableShape[]): Promise<FeatherTable | null> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CandleFileError(`${path} can't be read: ${(error as Error).message}`);
  }
  try {
    const table = await parse(bytes, format, shapes);
    const shape = shapes.find((candidate) => [...candidate.keys()].every((name) => table.has(name))) ?? shapes[0]!;
    for (const [name, kind] of shape) {
      const column = table.get(name);
      if (column === undefined) throw new Error(`it has no column "${name}"`);
      if ((column.kind === 'text') !== (kind === 'text') && column.values.length > 0)
        throw new Error(`its column "${name}" has ${kind === 'text' ? 'numbers' : 'texts'}`);
    }
    return table;
  } catch (error) {
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
  switch (format) {
    case 'feather':
      return readFeather(bytes);
    case 'parquet':
      // loaded for those who use it
      return (await import('./parquet.ts')).readParquet(bytes);
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
      return (await import('./parquet.ts')).writeParquet(table);
    case 'json':
      return Buffer.from(toJson(table));
    case 'jsongz':
      return gzipSync(toJson(table));
  }
}

function fromJson(bytes: Uint8Array, shapes: readonly TableShape[]): FeatherTable {
  const rows = JSON.parse(Buffer.from(bytes).toString()) as unknown;
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) throw new Error('it is not a list of rows');
  const width = Math.min(...rows.map((row: unknown[]) => row.length));
  const shape = shapes.find(({ size }) => size === width) ?? shapes[0]!;
  if (width < shape.size) throw new Error(`its rows have ${width} values, not ${shape.size}`);
  const names = [...shape];
  return new Map(
    names.map(([name, kind], column): [string, FeatherColumn] => {
      const cells = (rows as unknown[][]).map((row) => row[column] ?? null);
      if (kind === 'text') return [name, { kind, values: cells.map((cell) => (cell === null ? null : String(cell))) }];
      const values = Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell)));
      return [name, kind === 'time' ? { kind, unit: 'ms', values } : { kind, values }];
    }),
  );
}

function toJson(table: FeatherTable): string {
  const columns = [...table.values()];
  const length = columns[0]?.values.length ?? 0;
  const cell = (column: FeatherColumn, row: number): string => {
    const value = column.values[row]!;
    if (typeof value === 'string') return JSON.stringify(value);
    if (value === null || !Number.isFinite(value)) return 'null';
    // pandas writes whole numbers of a column of numbers with their point
    return column.kind === 'number' && Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : String(value);
  };
  const rows = Array.from({ length }, (_row, row) => `[${columns.map((column) => cell(column, row)).join(',')}]`);
  return `[${rows.join(',')}]`;
}
