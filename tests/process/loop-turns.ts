import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** How long a watched event loop may take to write down its last turn, ms. */
const SETTLE_MS = 30;

/** The turns of a bot's event loop by their CPU time; the bot is started with `environment`. */
export class LoopTurns {
  readonly environment: Readonly<Record<string, string>>;
  readonly #file: string;

  constructor(folder: string) {
    this.#file = join(folder, 'loop-turns.txt');
    this.environment = { NODE_OPTIONS: `--import=${new URL('./loop-watch.ts', import.meta.url)}`, LOOP_WATCH_FILE: this.#file };
  }

  /** @returns what the work gives, and the CPU time of the longest turn of the loop while it was done, ms */
  async during<T>(work: () => Promise<T>): Promise<{ result: T; longestMs: number }> {
    const seen = this.#lines().length;
    const result = await work();
    await setTimeout(SETTLE_MS);
    const costs = this.#lines()
      .slice(seen)
      .map((line) => Number(line.split(' ')[1]));
    return { result, longestMs: Math.max(0, ...costs) };
  }

  /** Turns that were written down until now. */
  get count(): number {
    return this.#lines().length;
  }

  #lines(): string[] {
    return existsSync(this.#file) ? readFileSync(this.#file, 'utf8').split('\n').slice(0, -1) : [];
  }
}
