import { Worker } from 'node:worker_threads';

/** What a process is held to. */
export interface Limits {
  /** A decision is waited for so long, ms. */
  readonly decisionMs: number;
  /** It may take so long to start, import freqtrade and load the class, ms; null for as long as it takes. */
  readonly startMs: number | null;
  /** Other work, such as the analysis of a pair, takes so long at most, ms; null for as long as it takes. */
  readonly workMs: number | null;
  /** It may take so much memory, MB; null for as much as there is. */
  readonly memoryMb: number | null;
}

/** Why a process was ended. */
export type Ended = 'late' | 'large' | null;

const CLOSED = 0;
const NOW = 1;
const DECISION = 2;
const WORK = 3;
const REASON = 4;
const MEGABYTES = 5;
const CELLS = 6;

/** Runs in a thread: whoever waits for an answer can't look at a clock. */
const THREAD = `
const { readFileSync } = require('node:fs');
const { workerData: { cells, pid, limits } } = require('node:worker_threads');
const cell = new Int32Array(cells);
const end = (signal) => { try { process.kill(pid, signal); } catch {} };
const isOver = (end) => end !== 0 && Atomics.load(cell, ${NOW}) >= end;
const megabytes = () => {
  try {
    return Number(/VmRSS:\\s+(\\d+)/.exec(readFileSync('/proc/' + pid + '/status', 'latin1'))[1]) / 1024;
  } catch {
    return 0;
  }
};
for (;;) {
  Atomics.wait(cell, ${CLOSED}, 0, 500);
  if (Atomics.load(cell, ${CLOSED}) !== 0) break;
  Atomics.add(cell, ${NOW}, 5);
  const taken = limits.memoryMb === null ? 0 : megabytes();
  const isLarge = limits.memoryMb !== null && taken > limits.memoryMb;
  const isLate = isOver(Atomics.load(cell, ${DECISION})) || isOver(Atomics.load(cell, ${WORK}));
  if (!isLarge && !isLate) continue;
  Atomics.store(cell, ${MEGABYTES}, Math.round(taken));
  Atomics.store(cell, ${REASON}, isLarge ? 2 : 1);
  end('SIGUSR1');
  Atomics.wait(cell, ${CLOSED}, 0, 300);
  end('SIGKILL');
  break;
}
`;

/**
 * Ends a process that does not answer in time, or that takes too much memory: it says where it is, then it is gone, and the read that
 * waits for it ends. Tenths of seconds are counted by the thread itself.
 */
export class Watchdog {
  readonly #cells = new Int32Array(new SharedArrayBuffer(4 * CELLS));
  #thread: Worker | null = null;
  readonly #pid: number;
  readonly #limits: Limits;

  constructor(pid: number, limits: Limits) {
    this.#pid = pid;
    this.#limits = limits;
  }

  /** A decision is waited for from now on. */
  beginDecision(): void {
    this.#begin(DECISION, this.#limits.decisionMs);
  }

  /** It has come. */
  endDecision(): void {
    Atomics.store(this.#cells, DECISION, 0);
  }

  /** Other work has begun. @param isStart whether it belongs to the start */
  beginWork(isStart: boolean): void {
    const limit = isStart ? this.#limits.startMs : this.#limits.workMs;
    if (limit === null && this.#limits.memoryMb === null) return;
    this.#begin(WORK, limit);
  }

  /** It is done. */
  endWork(): void {
    Atomics.store(this.#cells, WORK, 0);
  }

  get reason(): Ended {
    return ([null, 'late', 'large'] as const)[Atomics.load(this.#cells, REASON)] ?? null;
  }

  /** What it took when it was ended, MB. */
  get megabytes(): number {
    return Atomics.load(this.#cells, MEGABYTES);
  }

  close(): void {
    Atomics.store(this.#cells, CLOSED, 1);
    Atomics.notify(this.#cells, CLOSED);
    this.#thread = null;
  }

  /** @param limitMs null for none */
  #begin(what: number, limitMs: number | null): void {
    if (this.#thread === null) {
      Atomics.store(this.#cells, NOW, 1);
      const workerData = { cells: this.#cells.buffer, pid: this.#pid, limits: this.#limits };
      this.#thread = new Worker(THREAD, { eval: true, workerData });
      this.#thread.unref();
      // without it, all goes on as before
      this.#thread.on('error', () => undefined);
    }
    Atomics.store(this.#cells, what, limitMs === null ? 0 : Atomics.load(this.#cells, NOW) + limitMs / 100);
  }
}
