import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** The answers came to an end before the questions did. */
export class AskingEnded extends Error {
  readonly code = 'ASKING_ENDED';
}

export interface Question<T> {
  readonly text: string;
  /** What an empty answer means; without it, one is asked for again. */
  readonly fallback?: string;
  /** Not shown while it is typed, nor is its fallback. */
  readonly isSecret?: boolean;
  /** The answer, or what is wrong with it; then it is asked again. */
  readonly read: (answer: string) => Answer<T> | Promise<Answer<T>>;
}

export type Answer<T> = { readonly value: T } | { readonly problem: string };

/** Whoever answers: a person at a terminal, or a test. */
export interface Asker {
  ask<T>(question: Question<T>): Promise<T>;
  tell(text: string): void;
}

/** Asks at a terminal. What is typed ahead counts, and is shown only once it is known not to be a secret. @throws AskingEnded with Ctrl-C and Ctrl-D */
export function terminalAsker(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Asker & { close(): void } {
  let isHidden = true;
  const shown = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!isHidden) output.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input, output: shown, terminal: true, historySize: 0 });
  const ahead: string[] = [];
  let take: ((line: string) => void) | null = null;
  let stop: () => void = () => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new AskingEnded('The questions were not all answered; nothing was written.'));
  });
  ended.catch(() => undefined);
  lines.on('line', (line) => {
    isHidden = true;
    if (take === null) ahead.push(line);
    else take(line);
    take = null;
  });
  lines.on('close', stop);
  lines.on('SIGINT', () => lines.close());

  async function nextLine(prompt: string, isSecret: boolean): Promise<string> {
    const typed = ahead.shift();
    if (typed !== undefined) {
      output.write(`${prompt}${isSecret ? '' : typed}\n`);
      return typed;
    }
    const line = new Promise<string>((resolve) => {
      take = resolve;
    });
    if (isSecret) output.write(prompt);
    isHidden = isSecret;
    lines.setPrompt(isSecret ? '' : prompt);
    lines.prompt(true);
    const answer = await Promise.race([line, ended]);
    if (isSecret) output.write('\n');
    return answer;
  }

  return {
    ask: async ({ text, fallback, isSecret = false, read }) => {
      for (;;) {
        const typed = (await nextLine(`${text}${fallback === undefined || isSecret ? '' : ` [${fallback}]`} `, isSecret)).trim();
        const given = typed === '' ? fallback : typed;
        const answer = given === undefined ? { problem: 'An answer is needed.' } : await read(given);
        if ('value' in answer) return answer.value;
        output.write(`  ${answer.problem}\n`);
      }
    },
    tell: (text) => output.write(`${text}\n`),
    close: () => lines.close(),
  };
}

/** Yes or no; anything else is asked again. */
export function yesOrNo(answer: string): Answer<boolean> {
  if (/^y(?:es)?$/i.test(answer)) return { value: true };
  if (/^no?$/i.test(answer)) return { value: false };
  return { problem: `"${answer}" is neither yes nor no.` };
}
