import type { SearchedEpoch } from './epoch-text.ts';
import { ParetoFront } from './pareto-front.ts';

/** All tries are kept until they are so many; then every second one, every fourth … */
const MOST_EVEN = 10_000;
/** Beside them the best of all, so many. */
const MOST_LOW = 1000;
/** Of the front so many with the same losses. */
const MOST_EQUAL = 20;

/** Tries that are kept of a search. */
export interface ShownEpochs {
  /** In the order of their numbers. */
  readonly rows: readonly SearchedEpoch[];
  /** Those with every so many-th number, from the first on, are all there; together they stand for all tries. */
  readonly every: number;
  /** How many tries there were. */
  readonly count: number;
  /** Number of the best one. */
  readonly bestEpoch: number | null;
  /** Numbers of tries of which none is better in one loss without being worse in another. */
  readonly front: readonly number[];
}

/**
 * Tries of a search for lists and charts, however many there are: all up to ten thousand; of more those that were the best so far, those of
 * the front, the thousand best, and evenly spread ones of all others.
 */
export class KeptEpochs {
  readonly #mostEven: number;
  readonly #mostLow: number;
  #even: SearchedEpoch[] = [];
  #every = 1;
  readonly #best: SearchedEpoch[] = [];
  /** The lowest loss first. */
  readonly #low: SearchedEpoch[] = [];
  readonly #front = new ParetoFront<SearchedEpoch>(MOST_EQUAL);
  #count = 0;
  #shown: ShownEpochs | null = null;

  constructor(mostEven = MOST_EVEN, mostLow = MOST_LOW) {
    this.#mostEven = mostEven;
    this.#mostLow = mostLow;
  }

  get count(): number {
    return this.#count;
  }

  add(row: SearchedEpoch): void {
    this.#count++;
    this.#shown = null;
    if (row.isBest) this.#best.push(row);
    this.#front.add(row);
    this.#addLow(row);
    if (!isEven(row, this.#every)) return;
    this.#even.push(row);
    if (this.#even.length <= this.#mostEven) return;
    this.#every *= 2;
    this.#even = this.#even.filter((one) => isEven(one, this.#every));
  }

  shown(): ShownEpochs {
    this.#shown ??= {
      rows: [...new Set([...this.#even, ...this.#best, ...this.#low, ...this.#front.tries])].sort((a, b) => a.epoch - b.epoch),
      every: this.#every,
      count: this.#count,
      bestEpoch: this.#best.at(-1)?.epoch ?? null,
      front: this.#front.tries.map(({ epoch }) => epoch),
    };
    return this.#shown;
  }

  #addLow(row: SearchedEpoch): void {
    const worst = this.#low.at(-1);
    const isFull = this.#low.length >= this.#mostLow;
    if (!(row.loss < Number.POSITIVE_INFINITY) || (isFull && worst !== undefined && row.loss >= worst.loss)) return;
    let [from, to] = [0, this.#low.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#low[middle]!.loss <= row.loss) from = middle + 1;
      else to = middle;
    }
    this.#low.splice(from, 0, row);
    if (isFull) this.#low.pop();
  }
}

/** Tries that stand for all, for what counts each of them. */
export function evenEpochs({ rows, every }: Pick<ShownEpochs, 'rows' | 'every'>): readonly SearchedEpoch[] {
  return every === 1 ? rows : rows.filter((row) => isEven(row, every));
}

function isEven({ epoch }: SearchedEpoch, every: number): boolean {
  return (epoch - 1) % every === 0;
}
