import { createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { dateTime } from '../../core/market/calendar.ts';
import { BacktestError } from '../backtest-settings.ts';
import { lineEnd, recordOfLine } from './epoch-text.ts';
import type { EpochRecord } from './present-epoch.ts';
import type { Spilled } from './spill.ts';

const LATEST = '.last_result.json';
const COPIED_AT_ONCE = 1024 * 1024;
const LINE_END = 10;

/** Where the tries of a new search are written. @param now ms since epoch */
export function newEpochFile(folder: string, strategy: string, now: number): string {
  const moment = dateTime(now).replace(' ', '_').replaceAll(':', '-');
  return join(folder, `strategy_${strategy}_${moment}.fthypt`);
}

/** The file that is named, or the one of the latest search. */
export function wantedEpochFile(folder: string, name: string | undefined): string {
  if (name !== undefined) return existsSync(name) && name.includes('/') ? name : join(folder, name);
  const latest = join(folder, LATEST);
  const known = existsSync(latest) ? (JSON.parse(readFileSync(latest, 'utf8')) as { latest_hyperopt?: string }) : {};
  return join(folder, known.latest_hyperopt ?? 'hyperopt_results.pickle');
}

/** Writes tries into their file, one line each. */
export class EpochFile {
  readonly path: string;
  #handle: FileHandle | null = null;

  constructor(path: string) {
    this.path = path;
  }

  /** @returns where the line begins, bytes */
  async add(head: Uint8Array | Spilled, place: Pick<EpochRecord, 'current_epoch' | 'is_initial_point' | 'is_best'>): Promise<number> {
    this.#handle ??= await this.#open();
    const from = (await this.#handle.stat()).size;
    const end = new TextEncoder().encode(lineEnd(place));
    if (head instanceof Uint8Array) await this.#handle.appendFile(Buffer.concat([head, end]));
    else {
      await this.#handle.appendFile(head.before);
      await this.#append(head.file, this.#handle);
      await this.#handle.appendFile(end);
    }
    return from;
  }

  /** The try whose line begins at a byte. */
  async at(from: number): Promise<EpochRecord> {
    for await (const line of createInterface({ input: createReadStream(this.path, { start: from }) })) return recordOfLine(line);
    throw new Error(`${this.path} has no line at ${from}.`);
  }

  /** Moves what a file holds to the end. */
  async #append(path: string, target: FileHandle): Promise<void> {
    const file = await open(path, 'r');
    try {
      const part = Buffer.alloc(COPIED_AT_ONCE);
      for (;;) {
        const { bytesRead } = await file.read(part, 0, part.length);
        if (bytesRead === 0) break;
        await target.appendFile(part.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
    await rm(path);
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
  }

  async #open(): Promise<FileHandle> {
    const folder = dirname(this.path);
    mkdirSync(folder, { recursive: true });
    const latest = join(folder, LATEST);
    const known = existsSync(latest) ? (JSON.parse(readFileSync(latest, 'utf8')) as object) : {};
    writeFileSync(latest, JSON.stringify({ ...known, latest_hyperopt: basename(this.path) }));
    if (existsSync(this.path)) await mendEnd(this.path);
    return open(this.path, 'a');
  }
}

/** Ends or takes off a last line that was cut short: another one behind it would be read as a part of it. */
async function mendEnd(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    const begin = await lastLineOf(file, size);
    if (begin === size) return;
    const line = Buffer.alloc(size - begin);
    await file.read(line, 0, line.length, begin);
    if (parsed(line.toString()) === null) await file.truncate(begin);
    else await file.write('\n', size);
  } finally {
    await file.close();
  }
}

/** Where the last line begins; the size where the file ends with an end of line. */
async function lastLineOf(file: FileHandle, size: number): Promise<number> {
  const part = Buffer.alloc(Math.min(size, COPIED_AT_ONCE));
  for (let end = size; end > 0; end -= part.length) {
    const from = Math.max(0, end - part.length);
    await file.read(part, 0, end - from, from);
    const last = part.subarray(0, end - from).lastIndexOf(LINE_END);
    if (last >= 0) return from + last + 1;
  }
  return 0;
}

/**
 * Reads tries one by one, whoever wrote them. A last line that was cut short by an end is left out.
 * @throws BacktestError where it is no file of a search
 */
export async function* readEpochs(path: string): AsyncGenerator<EpochRecord> {
  let number = 0;
  let broken: string | null = null;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (broken !== null) throw new BacktestError(broken);
    if (line === '') continue;
    const record = parsed(line);
    if (record === null) broken = `${path}, line ${number}: this is no try of a search.`;
    else if (record.is_best === undefined)
      throw new BacktestError('The file with HyperoptTools results is incompatible with this version of Freqtrade and cannot be loaded.');
    else yield record;
  }
  if (broken !== null && number === 1) throw new BacktestError(broken);
}

/** The same try without its trades and tables: there may be more of those than memory. */
export function withoutTables(record: EpochRecord): EpochRecord {
  const tables = Object.entries(record.results_metrics).flatMap(([name, value]) => (Array.isArray(value) ? [name] : []));
  return { ...record, results_metrics: { ...record.results_metrics, ...Object.fromEntries(tables.map((name) => [name, []])) } };
}

function parsed(line: string): EpochRecord | null {
  try {
    return recordOfLine(line);
  } catch {
    return null;
  }
}
