import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { redact } from './redaction.ts';
import { visible } from './visible.ts';

export type Level = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';

/** One line as the API shows it: date, ms since epoch, module, level, text. */
export type LogLine = readonly [date: string, timestamp: number, module: string, level: Level, message: string];

/** Where lines go. It may throw: the line is lost then, and counted. */
export type LogWriter = (line: string) => void;

export interface LogOptions {
  readonly now: () => number;
  /** Where lines go besides the buffer. */
  readonly writers: readonly LogWriter[];
  readonly showDebug?: boolean;
  /** One JSON object a line, for programs that collect logs. */
  readonly isJson?: boolean;
}

const BUFFER_LINES = 1000;

/**
 * The log of one process: a bounded buffer for the API, lines for console and file; secrets are struck out, control characters
 * written visibly. A full disk or a console that is gone costs lines, never the process.
 */
export class Log {
  readonly #options: LogOptions;
  readonly #lines: LogLine[] = [];
  readonly #outputs: { readonly write: LogWriter; lost: number }[];
  #lost = 0;

  constructor(options: LogOptions) {
    this.#options = options;
    this.#outputs = options.writers.map((write) => ({ write, lost: 0 }));
  }

  /** Lines that could not be written, over all outputs, since the start. */
  get lost(): number {
    return this.#lost;
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
    return redact(text);
  }

  #add(level: Level, module: string, message: string): void {
    const text = this.#keep(level, module, message);
    for (const output of this.#outputs) {
      try {
        if (output.lost > 0)
          output.write(this.#format(this.#keep('WARNING', 'log', `${output.lost} lines of this log could not be written.`)));
        output.lost = 0;
        output.write(this.#format(text));
      } catch (error) {
        this.#lost++;
        // reported once where it can be: in the API
        if (output.lost++ === 0)
          this.#keep('WARNING', 'log', `The log can't be written, its lines are left out until it can: ${reasonOf(error)}`);
      }
    }
  }

  #keep(level: Level, module: string, message: string): LogLine {
    const now = this.#options.now();
    const date = new Date(now).toISOString().slice(0, 19).replace('T', ' ');
    const line: LogLine = [date, now, `freqtrade.${module}`, level, visible(redact(message))];
    this.#lines.push(line);
    if (this.#lines.length > BUFFER_LINES) this.#lines.shift();
    return line;
  }

  #format([date, now, module, level, text]: LogLine): string {
    const iso = new Date(now).toISOString();
    return this.#options.isJson
      ? JSON.stringify({ time: iso, level, module, message: text })
      : `${date},${iso.slice(20, 23)} - ${module} - ${level} - ${text}`;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A writer that adds lines to a file, for `--logfile`. */
export function fileWriter(path: string): LogWriter {
  mkdirSync(dirname(path), { recursive: true });
  return (line) => appendFileSync(path, `${line}\n`, { mode: 0o600 });
}
