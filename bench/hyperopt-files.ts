import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';

const READ_AT_ONCE = 1024 * 1024;
const LINE_END = 10;

/** Counts the lines of a file while others write to it; what was counted is not read again, and no file is too long. */
export class LineCount {
  readonly #path: string;
  readonly #part = new Uint8Array(READ_AT_ONCE);
  #from = 0;
  #lines = 0;

  constructor(path: string) {
    this.#path = path;
  }

  lines(): number {
    const file = openSync(this.#path, 'r');
    try {
      for (;;) {
        const read = readSync(file, this.#part, 0, this.#part.length, this.#from);
        if (read === 0) return this.#lines;
        this.#from += read;
        for (let at = this.#part.indexOf(LINE_END); at >= 0 && at < read; at = this.#part.indexOf(LINE_END, at + 1)) this.#lines++;
      }
    } finally {
      closeSync(file);
    }
  }
}

/** The file of tries of the only search of a user folder; null before there is one. */
export function epochFileOf(home: string): string | null {
  const name = readdirSync(join(home, 'hyperopt_results')).find((path) => path.endsWith('.fthypt'));
  return name === undefined ? null : join(home, 'hyperopt_results', name);
}

/** Memory of a process and all that it has started, MiB; 0 once it has ended. */
export function residentMib(pid: number): number {
  try {
    const own = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return children.reduce((sum, child) => sum + residentMib(Number(child)), own);
  } catch {
    return 0;
  }
}
