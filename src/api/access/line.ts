import { guarded } from '../../core/guarded.ts';

interface Waiting {
  readonly begin: () => void;
  readonly turnAway: () => void;
}

export interface LineOptions {
  /** Places of one lane. */
  readonly perLane: number;
  /** Places of all lanes together. */
  readonly inAll: number;
  /** ms between the beginning of one turn and that of the next; asked before each. */
  readonly apartMs: () => number;
  /** Monotonic, ms. */
  readonly clock: () => number;
}

/**
 * Work is done one at a time, in turns: every lane has its own queue and the lanes take turns, so that who fills one lane makes
 * nobody in another wait. Bounded: who finds no place is turned away.
 */
export class Line {
  readonly #options: LineOptions;
  readonly #lanes = new Map<string, Waiting[]>();
  #count = 0;
  #isBusy = false;
  #lastBegan = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  /** @returns what the work gives; null when there is no place in the queue @throws what the work throws */
  async take<T>(lane: string, work: () => Promise<T>): Promise<T | null> {
    const queue = this.#lanes.get(lane) ?? [];
    if (queue.length >= this.#options.perLane || this.#count >= this.#options.inAll) return null;
    const isTaken = await new Promise<boolean>((resolve) => {
      queue.push({ begin: () => resolve(true), turnAway: () => resolve(false) });
      this.#lanes.set(lane, queue);
      this.#count++;
      this.#next();
    });
    if (!isTaken) return null;
    try {
      return await work();
    } finally {
      this.#isBusy = false;
      this.#next();
    }
  }

  /** Turns everybody away who still waits. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const queue of this.#lanes.values()) for (const { turnAway } of queue) turnAway();
    this.#lanes.clear();
    this.#count = 0;
  }

  #next(): void {
    const [first] = this.#lanes;
    if (this.#isBusy || this.#timer !== null || first === undefined) return;
    const wait = this.#lastBegan + this.#options.apartMs() - this.#options.clock();
    if (wait > 0) {
      const proceed = (): void => {
        this.#timer = null;
        this.#next();
      };
      this.#timer = setTimeout(guarded(proceed, proceed), wait);
      return;
    }
    const [lane, queue] = first;
    const turn = queue.shift();
    // the lane goes to the end of the row, or is gone
    this.#lanes.delete(lane);
    if (queue.length > 0) this.#lanes.set(lane, queue);
    if (turn === undefined) return;
    this.#count--;
    this.#isBusy = true;
    this.#lastBegan = this.#options.clock();
    turn.begin();
  }
}
