import { spawn } from 'node:child_process';
import { until } from './harness.ts';

/** A program as a person runs it: on a terminal of its own, which util-linux's `script` gives it. */
export interface Terminal {
  /** Everything shown so far, without the terminal's control sequences. */
  shown(): string;
  type(text: string): void;
  /** Waits until something new is shown. */
  sees(pattern: RegExp): Promise<void>;
  /** Answers what is asked: waits for the question, types, presses Enter. */
  answer(question: RegExp, text: string): Promise<void>;
  ended(): Promise<number | null>;
  close(): void;
}

export function startTerminal(command: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}): Terminal {
  const line = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    cwd,
    env: { ...process.env, TERM: 'dumb', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  let seen = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences begin with one
  const shown = (): string => text.replaceAll(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');
  const sees = async (pattern: RegExp): Promise<void> => {
    await until(async () => {
      const found = pattern.exec(shown().slice(seen));
      if (found === null) return null;
      seen += found.index + found[0].length;
      return true;
    }, `${pattern} in what is shown:\n${shown()}`);
  };
  return {
    shown,
    type: (typed) => child.stdin.write(typed),
    sees,
    answer: async (question, typed) => {
      await sees(question);
      child.stdin.write(`${typed}\r`);
    },
    ended: () => ended,
    close: () => {
      child.kill('SIGKILL');
    },
  };
}
