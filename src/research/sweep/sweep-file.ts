import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dateTime } from '../../core/market/calendar.ts';
import { BacktestError } from '../backtest-settings.ts';
import type { SweepRow } from './sweep-row.ts';

export function newSweepFile(folder: string, now: number): string {
  for (let at = now; ; at += 1000) {
    const file = join(folder, `sweep_${dateTime(at).replace(' ', '_').replaceAll(':', '-')}.jsonl`);
    if (!existsSync(file)) return file;
  }
}

/** The sweep that is named, or the latest. @throws BacktestError */
export function wantedSweepFile(folder: string, name: string | null): string {
  if (name !== null) {
    const file = existsSync(name) ? name : join(folder, name);
    if (existsSync(file)) return file;
    throw new BacktestError(`There is no sweep ${file}.`);
  }
  const latest = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => /^sweep_.*\.jsonl$/.test(file))
        .sort()
        .at(-1)
    : undefined;
  if (latest === undefined) throw new BacktestError(`There is no sweep in ${folder}.`);
  return join(folder, latest);
}

/** Results that are kept; a last line that was cut off is none. @throws BacktestError */
export function readSweep(file: string): readonly SweepRow[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (line === '') return [];
    try {
      return [JSON.parse(line) as SweepRow];
    } catch {
      if (index === lines.length - 1) return [];
      throw new BacktestError(`${file}, line ${index + 1}: this is no result of a sweep.`);
    }
  });
}

/** The file of a sweep: a line each as it comes, sorted when all are there. */
export class SweepFile {
  readonly #path: string;
  #handle: FileHandle | null = null;

  /** @param kept results that are there already */
  constructor(path: string, kept: readonly SweepRow[]) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
    this.#replace(kept);
  }

  async add(row: SweepRow): Promise<void> {
    this.#handle ??= await open(this.#path, 'a');
    await this.#handle.appendFile(`${JSON.stringify(row)}\n`);
  }

  /** @param rows in their order */
  async end(rows: readonly SweepRow[]): Promise<void> {
    await this.#handle?.close();
    this.#replace(rows);
  }

  #replace(rows: readonly SweepRow[]): void {
    const whole = `${this.#path}.new`;
    writeFileSync(whole, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    renameSync(whole, this.#path);
  }
}
