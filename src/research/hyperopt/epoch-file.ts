import { createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { dateTime } from '../../core/market/calendar.ts';
import { BacktestError } from '../backtest-settings.ts';
import { lineEnd } from './epoch-text.ts';
import type { EpochRecord } from './present-epoch.ts';

const LATEST = '.last_result.json';

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

  async add(head: Uint8Array, place: Pick<EpochRecord, 'current_epoch' | 'is_initial_point' | 'is_best'>): Promise<void> {
    this.#handle ??= await this.#open();
    const end = new TextEncoder().encode(lineEnd(place));
    const line = new Uint8Array(head.length + end.length);
    line.set(head);
    line.set(end, head.length);
    await this.#handle.appendFile(line);
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
    return open(this.path, 'a');
  }
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

function parsed(line: string): EpochRecord | null {
  try {
    // Python's words for what JSON has none for
    const text = /[:[,] ?(?:NaN|-?Infinity)/.test(line) ? line.replaceAll(/([:[,] ?)(?:NaN|-?Infinity)/g, '$1null') : line;
    return JSON.parse(text) as EpochRecord;
  } catch {
    return null;
  }
}
