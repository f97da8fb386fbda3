import { Worker } from 'node:worker_threads';

/** Runs in a thread: whoever waits for an answer can't look at a clock. */
const THREAD = `
const { workerData: { cells, limit, pid } } = require('node:worker_threads');
const since = new Int32Array(cells);
const end = (signal) => { try { process.kill(pid, signal); } catch {} };
for (;;) {
  Atomics.wait(since, 1, 0, 500);
  if (Atomics.load(since, 1) !== 0) break;
  Atomics.add(since, 2, 5);
  const begun = Atomics.load(since, 0);
  if (begun === 0 || Atomics.load(since, 2) - begun < limit / 100) continue;
  end('SIGUSR1');
  Atomics.wait(since, 1, 0, 300);
  end('SIGKILL');
  break;
}
`;

/**
 * Ends a process that does not answer in time: it says where it hangs, then it is gone, and the read that waits for it ends. Tenths of
 * seconds are counted by the thread itself.
 */
export class Watchdog {
  readonly #cells = new Int32Array(new SharedArrayBuffer(12));
  #thread: Worker | null = null;
  readonly #pid: number;
  readonly #limitMs: number;

  constructor(pid: number, limitMs: number) {
    this.#pid = pid;
    this.#limitMs = limitMs;
  }

  /** An answer is waited for from now on. */
  begin(): void {
    if (this.#thread === null) {
      Atomics.store(this.#cells, 2, 1);
      this.#thread = new Worker(THREAD, { eval: true, workerData: { cells: this.#cells.buffer, limit: this.#limitMs, pid: this.#pid } });
      this.#thread.unref();
      // without it, all goes on as before
      this.#thread.on('error', () => undefined);
    }
    Atomics.store(this.#cells, 0, Atomics.load(this.#cells, 2));
  }

  /** It has come. */
  end(): void {
    Atomics.store(this.#cells, 0, 0);
  }

  close(): void {
    Atomics.store(this.#cells, 1, 1);
    Atomics.notify(this.#cells, 1);
    this.#thread = null;
  }
}
