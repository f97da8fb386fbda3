import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, existsSync, mkdtempSync, openSync, readFileSync, readlinkSync, readSync, rmSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noPython } from './find-python.ts';
import { ARROW_FRAME, arrowHead, FrameReader, JSON_FRAME, jsonFrame } from './frames.ts';
import { PythonError, type Reported } from './problems.ts';
import { type Limits, Watchdog } from './watchdog.ts';

/** Where our package for Python is: beside the sources, or above what was made of them. */
function packagesFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'python/freqtrade_ts_strategy/__main__.py'))) return join(folder, 'python');
    if (folder === dirname(folder)) throw new Error('The folder "python" of freqtrade-ts is missing.');
  }
}

/**
 * What the child may ask for while it works on a request.
 * @param canWait whether an answer may come later
 */
export type Needs = (what: string, facts: Readonly<Record<string, unknown>>, canWait: boolean) => unknown;

/** The system's number of the thread that runs this; null where it is not to be had. */
function threadNumber(): number | null {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').at(-1));
  } catch {
    // no Linux
    return null;
  }
}

/** Of a child that has nothing to ask for yet. */
export const nothingYet: Needs = () => {
  throw new Error('nothing is there yet.');
};

/** Columns that go with what the child needs. */
export class WithColumns {
  readonly facts: object;
  readonly columns: readonly Uint8Array[];
  constructor(facts: object, columns: readonly Uint8Array[]) {
    this.facts = facts;
    this.columns = columns;
  }
}

export interface ChildEvents {
  /** What the strategy prints or logs. @param level as Python names it */
  readonly onLog: (level: string, logger: string, text: string) => void;
  /** It has ended by itself. @param how in words */
  readonly onEnd: (how: string) => void;
}

/** An answer, with the columns that came with it. */
export interface Answer {
  readonly ok: unknown;
  readonly columns: readonly Uint8Array[];
}

interface Message {
  readonly ok?: unknown;
  readonly columns?: number;
  readonly failed?: Reported;
  readonly need?: string;
  readonly log?: readonly [string, string, string];
}

/** What is asked of a process before it is of use. */
const START = new Set<unknown>(['wake', 'load', 'check', 'begin']);

interface Waiting {
  readonly needs: Needs;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A Python process that is asked over two pipes. `ask` waits for the answer where it stands; `request` leaves the event loop free. One
 * thing is asked at a time: what is asked at once while something else is worked on waits for that first.
 */
export class PythonChild {
  readonly folder: string;
  readonly #process: ChildProcess;
  /** Where it rings when a message has come. */
  readonly #bell: Socket;
  readonly #toChild: number;
  readonly #fromChild: number;
  readonly #reader: FrameReader;
  readonly #events: ChildEvents;
  #waiting: Waiting | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  /** Messages that a bell was heard of and that were not read yet; below 0 for those that were read before it. */
  #rung = 0;
  /** What the child waits for before it can go on. */
  #isServing = false;
  #hasEnded = false;
  #isClosed = false;
  readonly #watchdog: Watchdog;
  /** Why it was ended, in words. */
  #epitaph: string | null = null;
  /** Whether it knows which thread asks. */
  #isTogether = false;
  /** How it ended, in brackets; empty while nobody knows. */
  #how = '';

  private constructor(folder: string, pipes: Pipes, child: ChildProcess, limits: Limits, events: ChildEvents) {
    this.#watchdog = new Watchdog(child.pid ?? 0, limits);
    this.folder = folder;
    this.#process = child;
    this.#toChild = pipes.toChild;
    this.#fromChild = pipes.fromChild;
    this.#events = events;
    this.#reader = new FrameReader((into, offset, length) => readSync(this.#fromChild, into, offset, length, null));
    const bell = bellOf(child);
    this.#bell = bell;
    bell.on('data', (rings: Buffer) => {
      this.#rung += rings.length;
      while (this.#rung > 0 && this.#waiting !== null && !this.#isServing) this.#takeUp();
    });
    bell.on('error', () => undefined);
    // a strategy that does nothing keeps no process
    bell.unref();
    child.unref();
    child.on('exit', (code, signal) => {
      if (this.#isClosed) return;
      const how = signal ?? `code ${code}`;
      this.#how = ` (${how})`;
      this.#ended();
      events.onEnd(how);
    });
  }

  /** @throws PythonError where it can't be started */
  static start(python: string, limits: Limits, events: ChildEvents): PythonChild {
    const folder = mkdtempSync(join(tmpdir(), 'freqtrade-python-'));
    try {
      const pipes = openPipes(folder);
      try {
        const child = spawn(python, ['-B', '-m', 'freqtrade_ts_strategy'], {
          stdio: ['ignore', 2, 2, pipes.childReads, pipes.childWrites, 'pipe'],
          env: {
            ...process.env,
            PYTHONPATH: [packagesFolder(), process.env['PYTHONPATH']].filter(Boolean).join(':'),
            PYTHONUNBUFFERED: '1',
          },
        });
        child.on('error', () => undefined);
        if (child.pid === undefined) throw new PythonError({ kind: 'no_python', text: noPython(python) });
        return new PythonChild(folder, pipes, child, limits, events);
      } finally {
        closeSync(pipes.childReads);
        closeSync(pipes.childWrites);
      }
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Waits until it can be asked. @throws PythonError where what was started is no Python that it could be */
  async wake(): Promise<void> {
    await this.request({ do: 'wake' }, nothingYet).catch((error: unknown) => {
      if (!(error instanceof PythonError) || error.kind !== 'gone') throw error;
      throw new PythonError({ kind: 'no_start', text: this.#how, python: this.#process.spawnfile });
    });
  }

  /** Asks, and waits for the answer where it stands. @param make makes what is sent, once it is certain that it is @throws PythonError */
  ask(make: () => object, needs: Needs): unknown {
    this.#watchdog.beginDecision();
    try {
      while (this.#waiting !== null) {
        if (this.#isServing)
          throw new PythonError({ kind: 'busy', text: 'The strategy waits for something that was asked of the exchange.' });
        this.#takeUp();
      }
      this.#write(jsonFrame(this.#isTogether ? make() : { ...make(), thread: threadNumber() }));
      this.#isTogether = true;
      for (;;) {
        const found = this.#message();
        if (found.need === undefined) return answerOf(found, []).ok;
        this.#give(answeredNow(needs, found.need, found));
      }
    } finally {
      this.#watchdog.endDecision();
    }
  }

  /** Asks, and leaves the event loop free until the answer comes. @param columns sent with it @throws PythonError */
  request(message: object, needs: Needs, columns: readonly Uint8Array[] = []): Promise<Answer> {
    const work = this.#queue.then(() => this.#send(message, needs, columns));
    this.#queue = work.catch(() => undefined);
    return work;
  }

  /** The thread that asked runs wherever the system likes again, and no longer beside the child. */
  part(): void {
    if (this.#hasEnded || this.#waiting !== null || !this.#isTogether) return;
    try {
      this.ask(() => ({ do: 'part' }), nothingYet);
    } catch {
      // it has just ended
    }
  }

  /** Ends the process, and what it left on disk. */
  close(): void {
    this.#isClosed = true;
    if (this.#hasEnded) return;
    this.#process.kill('SIGKILL');
    this.#ended();
  }

  /** Hands over what the child needs. */
  #give(given: unknown): void {
    if (!(given instanceof WithColumns)) {
      this.#write(jsonFrame(given instanceof Error ? { failed: given.message } : { got: given ?? null }));
      return;
    }
    this.#write(jsonFrame({ got: given.facts, columns: given.columns.length }));
    this.#writeColumns(given.columns);
  }

  #writeColumns(columns: readonly Uint8Array[]): void {
    for (const content of columns) {
      this.#write(arrowHead(content));
      this.#write(content);
    }
  }

  #send(message: object, needs: Needs, columns: readonly Uint8Array[]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { needs, resolve, reject };
      this.#isTogether = false;
      this.#watchdog.beginWork('do' in message && START.has(message.do));
      this.#hold(true);
      try {
        this.#write(jsonFrame({ ...message, bell: true }));
        this.#writeColumns(columns);
      } catch (error) {
        this.#settle(null, error as Error);
      }
    });
  }

  /** While it is waited for, it keeps the process; so does news of its end, which comes when nothing can ring any more. */
  #hold(isWaiting: boolean): void {
    for (const held of [this.#bell, this.#process])
      if (isWaiting) held.ref();
      else held.unref();
  }

  /** Reads what a request is answered. */
  #takeUp(): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    try {
      this.#rung--;
      const found = this.#next();
      if (found === null) return;
      if (found.need !== undefined) {
        this.#serve(waiting.needs, found.need, found as Readonly<Record<string, unknown>>);
        return;
      }
      const columns = Array.from({ length: found.columns ?? 0 }, () => this.#columns());
      this.#settle(answerOf(found, columns), null);
    } catch (error) {
      this.#settle(null, error as Error);
    }
  }

  #serve(needs: Needs, what: string, facts: Readonly<Record<string, unknown>>): void {
    this.#isServing = true;
    const give = (given: unknown): void => {
      this.#isServing = false;
      try {
        this.#give(given);
      } catch (error) {
        this.#settle(null, error as Error);
      }
    };
    const fail = (error: unknown): void => give(error instanceof Error ? error : new Error(String(error)));
    try {
      const given = needs(what, facts, true);
      if (given instanceof Promise) given.then(give, fail);
      else give(given);
    } catch (error) {
      fail(error);
    }
  }

  #settle(answer: Answer | null, error: Error | null): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    this.#watchdog.endWork();
    this.#hold(false);
    if (answer === null) waiting?.reject(error ?? new Error('There is no answer.'));
    else waiting?.resolve(answer);
  }

  /** The next message that is no line of a log. @throws PythonError where the process has ended */
  #message(): Message {
    for (;;) {
      const message = this.#next();
      if (message !== null) return message;
    }
  }

  /** The next message; null for a line of a log, which is handed on. @throws PythonError where the process has ended */
  #next(): Message | null {
    const content = this.#hasEnded ? null : this.#reader.next(JSON_FRAME);
    if (content === null) throw this.#gone();
    const message = JSON.parse(Buffer.from(content.buffer, content.byteOffset, content.length).toString()) as Message;
    if (message.log === undefined) return message;
    this.#events.onLog(...message.log);
    return null;
  }

  #columns(): Uint8Array {
    const content = this.#reader.next(ARROW_FRAME);
    if (content === null) throw this.#gone();
    return Uint8Array.from(content);
  }

  #write(content: Uint8Array): void {
    if (this.#hasEnded) throw this.#gone();
    try {
      for (let at = 0; at < content.length; ) at += writeSync(this.#toChild, content, at, content.length - at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') throw this.#gone();
      throw error;
    }
  }

  #gone(): PythonError {
    this.#epitaph ??= this.#whyEnded();
    return new PythonError({ kind: 'gone', text: `The Python process of the strategy has ended${this.#how}.${this.#epitaph}` });
  }

  /** Why it was ended, where it was: the innermost lines go to the log, as Python shows them. */
  #whyEnded(): string {
    const { reason, megabytes } = this.#watchdog;
    if (reason === null) return '';
    const why = reason === 'late' ? 'It did not answer in time' : `It had taken ${megabytes} MB of memory`;
    const lines = readHang(this.folder);
    this.#events.onLog('ERROR', 'python', `The strategy was ended. ${why}${lines === '' ? '.' : `; it was here:\n${lines}`}`);
    return ` ${why}${/File "([^"]+)", line (\d+)/.exec(lines)?.slice(1).join(':').replace(/^/, ', at ') ?? ''}.`;
  }

  #ended(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const gone = this.#gone();
    this.#watchdog.close();
    closeSync(this.#toChild);
    closeSync(this.#fromChild);
    rmSync(this.folder, { recursive: true, force: true });
    if (this.#waiting !== null) this.#settle(null, gone);
  }
}

/** Where a process was when it was ended, as Python shows it; empty where it did not say. */
function readHang(folder: string): string {
  try {
    return readFileSync(join(folder, 'hang'), 'utf8').trimEnd();
  } catch {
    return '';
  }
}

/** The fifth stream, which the types of Node do not know of. */
function bellOf({ stdio }: ChildProcess): Socket {
  const [, , , , , bell] = stdio as readonly unknown[];
  if (bell instanceof Socket) return bell;
  throw new Error('The process has no fifth stream.');
}

function answerOf({ ok, failed }: Message, columns: readonly Uint8Array[]): Answer {
  if (failed !== undefined) throw new PythonError(failed);
  return { ok, columns };
}

/** What is there now; what would have to be waited for is refused. */
function answeredNow(needs: Needs, what: string, facts: object): unknown {
  try {
    const given = needs(what, facts as Readonly<Record<string, unknown>>, false);
    return given instanceof Promise ? new Error(notNow(what)) : given;
  } catch (error) {
    return error;
  }
}

function notNow(what: string): string {
  return `"${what}" would have to be waited for, and a callback that decides can't wait: it is there in bot_loop_start and populate_indicators.`;
}

interface Pipes {
  readonly toChild: number;
  readonly fromChild: number;
  readonly childReads: number;
  readonly childWrites: number;
}

/** Two pipes whose reads and writes wait, which those of `child_process` do not. Their names go at once. */
function openPipes(folder: string): Pipes {
  const paths = [join(folder, 'to'), join(folder, 'from')] as const;
  execFileSync('mkfifo', ['-m', '600', ...paths]);
  const [to, from] = paths.map((path) => {
    // with both ends open, neither waits for the other
    const both = openSync(path, constants.O_RDWR);
    const reads = openSync(path, constants.O_RDONLY);
    const writes = openSync(path, constants.O_WRONLY);
    closeSync(both);
    rmSync(path);
    return { reads, writes };
  }) as [{ reads: number; writes: number }, { reads: number; writes: number }];
  return { toChild: to.writes, childReads: to.reads, fromChild: from.reads, childWrites: from.writes };
}
