import { setTimeout as wait } from 'node:timers/promises';
import { isBusy } from './errors.ts';

/** Between two attempts, ms. */
const PAUSE_MS = 25;
/** How long one piece of work waits for another program's lock, ms; and once it has waited in vain, until a lock is had again. */
const PATIENCE_MS = 1000;
const IMPATIENCE_MS = 50;

/** Waits for locks of other programs without holding up anything else: tries, lets others have a turn, and tries again. */
export class Patience {
  #isTried = false;

  async with<T>(work: () => Promise<T>, limitMs: number = this.#isTried ? IMPATIENCE_MS : PATIENCE_MS): Promise<T> {
    const end = performance.now() + limitMs;
    for (;;) {
      try {
        const result = await work();
        this.#isTried = false;
        return result;
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (performance.now() >= end) {
          this.#isTried = true;
          throw error;
        }
        await wait(PAUSE_MS);
      }
    }
  }
}
