import { appendFileSync } from 'node:fs';

export type Level = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';

/** One line as the API shows it: date, ms since epoch, module, level, text. */
export type LogLine = readonly [date: string, timestamp: number, module: string, level: Level, message: string];

export interface LogOptions {
  readonly now: () => number;
  /** Where lines go besides the buffer. */
  readonly write: (line: string) => void;
  readonly showDebug?: boolean;
  /** One JSON object a line, for programs that collect logs. */
  readonly isJson?: boolean;
}

const BUFFER_LINES = 1000;
const SHORTEST_SECRET = 6;

/** The log of one process: a bounded buffer for the API, lines for the console, secrets struck out of both. */
export class Log {
  readonly #options: LogOptions;
  readonly #lines: LogLine[] = [];
  #secrets: string[] = [];
  #listener: ((line: LogLine) => void) | null = null;

  constructor(options: LogOptions) {
    this.#options = options;
  }

  /** Values that must never be shown, replaced by `***` wherever they turn up. */
  hide(secrets: readonly (string | null | undefined)[]): void {
    const known = secrets.filter((secret): secret is string => typeof secret === 'string' && secret.length >= SHORTEST_SECRET);
    this.#secrets = [...new Set([...this.#secrets, ...known])];
  }

  onLine(listener: ((line: LogLine) => void) | null): void {
    this.#listener = listener;
  }

  /** The last lines, oldest first; all that are kept without a limit. */
  lines(limit = 0): readonly LogLine[] {
    return limit > 0 ? this.#lines.slice(-limit) : this.#lines;
  }

  debug(module: string, message: string): void {
    if (this.#options.showDebug) this.#add('DEBUG', module, message);
  }
  info(module: string, message: string): void {
    this.#add('INFO', module, message);
  }
  warn(module: string, message: string): void {
    this.#add('WARNING', module, message);
  }
  error(module: string, message: string): void {
    this.#add('ERROR', module, message);
  }

  redact(text: string): string {
    let clean = text;
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, '***');
    return clean;
  }

  #add(level: Level, module: string, message: string): void {
    const now = this.#options.now();
    const iso = new Date(now).toISOString();
    const date = iso.slice(0, 19).replace('T', ' ');
    const text = this.redact(message);
    const line: LogLine = [date, now, `freqtrade.${module}`, level, text];
    this.#lines.push(line);
    if (this.#lines.length > BUFFER_LINES) this.#lines.shift();
    this.#options.write(
      this.#options.isJson
        ? JSON.stringify({ time: iso, level, module: line[2], message: text })
        : `${date},${iso.slice(20, 23)} - freqtrade.${module} - ${level} - ${text}`,
    );
    this.#listener?.(line);
  }
}

/** A writer that adds lines to a file, for `--logfile`. */
export function fileWriter(path: string): (line: string) => void {
  return (line) => appendFileSync(path, `${line}\n`, { mode: 0o600 });
}
