import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { CandleFileError } from '../table-files.ts';

/** A file of comma-separated values, out of a folder, a ZIP or a gzip. */
export interface CsvFile {
  /** Without folder and endings: what tells pair and timeframe. */
  readonly name: string;
  /** For messages. */
  readonly path: string;
  readonly bytes: () => Uint8Array;
}

const CSV = /\.(csv|txt)(\.gz)?$/i;

/** The CSV files of paths, which may be folders and packed. @throws CandleFileError */
export function csvFiles(paths: readonly string[]): CsvFile[] {
  return paths.flatMap((path) => {
    try {
      if (statSync(path).isDirectory()) {
        const inside = readdirSync(path, { recursive: true, encoding: 'utf8' }).sort();
        return inside.filter((file) => CSV.test(file) || /\.zip$/i.test(file)).flatMap((file) => filesIn(join(path, file)));
      }
      return filesIn(path);
    } catch (error) {
      if (error instanceof CandleFileError) throw error;
      throw new CandleFileError(`${path} can't be read: ${(error as Error).message}`);
    }
  });
}

function filesIn(path: string): CsvFile[] {
  if (/\.zip$/i.test(path)) {
    const names: string[] = [];
    // only their names are asked for
    const note = ({ name }: { name: string }): boolean => {
      names.push(name);
      return false;
    };
    unzipSync(readFileSync(path), { filter: note });
    return names
      .filter((name) => CSV.test(name))
      .map((name) => ({
        name: nameOf(name),
        path: `${path}:${name}`,
        bytes: () =>
          opened(path, () => unzipSync(readFileSync(path), { filter: (entry) => entry.name === name })[name] ?? new Uint8Array()),
      }));
  }
  const isPacked = /\.gz$/i.test(path);
  return [{ name: nameOf(path), path, bytes: () => opened(path, () => (isPacked ? gunzipSync(readFileSync(path)) : readFileSync(path))) }];
}

function nameOf(path: string): string {
  return basename(path).replace(CSV, '');
}

function opened(path: string, open: () => Uint8Array): Uint8Array {
  try {
    return open();
  } catch (error) {
    throw new CandleFileError(`${path} can't be read: ${(error as Error).message}`);
  }
}

/** Bytes that are made into text at a time: a file can be longer than a text may be. */
const AT_ONCE = 1 << 22;
const NEW_LINE = 10;

/** The lines of a file that have something in them. */
export function* linesOf(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder();
  for (let start = 0; start < bytes.length; ) {
    let end = Math.min(bytes.length, start + AT_ONCE);
    if (end < bytes.length) {
      const last = bytes.lastIndexOf(NEW_LINE, end - 1);
      const next = last >= start ? last : bytes.indexOf(NEW_LINE, end);
      end = next < 0 ? bytes.length : next + 1;
    }
    for (const line of decoder.decode(bytes.subarray(start, end)).split(/\r?\n|\r/)) if (line.trim() !== '') yield line;
    start = end;
  }
}

/** What parts the cells of a line. */
export function separatorOf(line: string): string {
  const counts = [',', ';', '\t'].map((sign) => [sign, line.split(sign).length] as const);
  return counts.reduce((most, next) => (next[1] > most[1] ? next : most))[0];
}

/** Cells of a line, without their quotes. */
export function cellsOf(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim());
  const cells: string[] = [];
  let [cell, isQuoted] = ['', false];
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]!;
    if (sign === '"') {
      // two quotes within quotes are one
      if (isQuoted && line[at + 1] === '"') cell += line[at++];
      else isQuoted = !isQuoted;
    } else if (sign === separator && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += sign;
  }
  cells.push(cell.trim());
  return cells;
}
