import type { Answer, Needs } from './child.ts';
import { PythonChild } from './child.ts';
import type { Ground } from './ground.ts';
import { PythonError } from './problems.ts';

/** Between two starts, ms: the first time, and at most. */
const SOON_MS = 500;
const SELDOM_MS = 60_000;

/** What is done with a process that has just been started. */
export type Bring = (child: PythonChild) => Promise<void>;

/** Keeps a Python process for a strategy; one that has ended is started again where that is wanted. */
export class PythonHost {
  readonly #ground: Ground;
  readonly #bring: Bring;
  #child: PythonChild;
  #wait = SOON_MS;
  #timer: NodeJS.Timeout | null = null;
  #isReady = false;
  #isClosed = false;
  /** Whether it comes back by itself. */
  revives = false;

  private constructor(ground: Ground, bring: Bring) {
    this.#ground = ground;
    this.#bring = bring;
    this.#child = this.#start();
  }

  /** Starts a process. @throws PythonError */
  static async start(ground: Ground, bring: Bring): Promise<PythonHost> {
    const host = new PythonHost(ground, bring);
    try {
      await bring(host.#child);
      host.#isReady = true;
      return host;
    } catch (error) {
      host.close();
      throw error;
    }
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** @throws PythonError */
  ask(make: () => object, needs: Needs): unknown {
    if (!this.#isReady) throw notReady();
    return this.#child.ask(make, needs);
  }

  /** @throws PythonError */
  async request(message: object, needs: Needs, columns: readonly Uint8Array[] = []): Promise<Answer> {
    if (!this.#isReady) throw notReady();
    return this.#child.request(message, needs, columns);
  }

  /** After the last question of a backtest. */
  part(): void {
    this.#child.part();
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#child.close();
  }

  #start(): PythonChild {
    const { python, onLog, limits } = this.#ground;
    return PythonChild.start(python, limits, { onLog, onEnd: (how) => this.#ended(how) });
  }

  #ended(how: string): void {
    if (this.#isClosed || !this.revives) return;
    const wasReady = this.#isReady;
    this.#isReady = false;
    if (wasReady) this.#wait = SOON_MS;
    this.#ground.onLog(
      'ERROR',
      'python',
      `The Python process of the strategy has ended (${how}). It is started again; until then, nothing is asked of the strategy.`,
    );
    this.#timer = setTimeout(() => this.#revive(), this.#wait);
    this.#timer.unref();
    this.#wait = Math.min(SELDOM_MS, this.#wait * 2);
  }

  #revive(): void {
    let child: PythonChild;
    try {
      child = this.#start();
    } catch (error) {
      this.#ended((error as Error).message);
      return;
    }
    this.#child = child;
    this.#bring(child).then(
      () => {
        if (this.#child !== child || child.hasEnded) return;
        this.#isReady = true;
        this.#ground.onLog('INFO', 'python', 'The strategy is asked again.');
      },
      (error: unknown) => {
        this.#ground.onLog(
          'ERROR',
          'python',
          `The strategy could not be started again: ${error instanceof Error ? error.message : String(error)}`,
        );
        // its end starts it again
        child.close();
        this.#ended('it could not be begun');
      },
    );
  }
}

function notReady(): PythonError {
  return new PythonError({ kind: 'gone', text: 'The Python process of the strategy is being started again.' });
}
