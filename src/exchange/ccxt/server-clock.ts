import type { Exchange as CcxtExchange } from 'ccxt';
import { TemporaryError } from '../errors.ts';

export interface ServerClockOptions {
  /** Asked for the exchange's time. */
  readonly source: CcxtExchange;
  /** Those that sign, and get the difference. */
  readonly clients: readonly CcxtExchange[];
  /** The machine's clock, ms since epoch, UTC. */
  readonly wall: () => number;
  readonly monotonic: () => number;
  /** Called when the difference has moved by more than a second. @param difference machine minus exchange, ms */
  readonly onMoved: (difference: number) => void;
}

/** The machine's clock may have been set, or slept, when it and the monotonic one drift apart by more, ms. */
const JUMP_MS = 500;
const NOTABLE_MS = 1000;
/** An answer that takes longer is of no use: whoever wants to sign waits for it, ms. */
const LIMIT_MS = 3000;

/** How far the machine's clock is from the exchange's, for signatures: read once, and again when either has jumped. */
export class ServerClock {
  readonly #options: ServerClockOptions;
  readonly #canAsk: boolean;
  #offset: number | null = null;
  #difference = 0;
  #asking: Promise<void> | null = null;

  constructor(options: ServerClockOptions) {
    this.#options = options;
    this.#canAsk = Boolean((options.source.has as Record<string, unknown>)['fetchTime']);
  }

  /** Before something is signed: reads the exchange's time if it never was, or if the machine's clock has jumped since. */
  async ready(): Promise<void> {
    const { wall, monotonic } = this.#options;
    if (this.#offset !== null && Math.abs(wall() - monotonic() - this.#offset) <= JUMP_MS) return;
    await this.read().catch(() => undefined);
  }

  /** Reads the exchange's time now. @throws what the exchange's client throws */
  async read(): Promise<void> {
    if (!this.#canAsk) return;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    await this.#asking;
  }

  async #ask(): Promise<void> {
    const { source, clients, wall, monotonic, onMoved } = this.#options;
    const began = wall();
    const theirs = await soon(source.fetchTime());
    if (theirs === undefined) return;
    const ended = wall();
    // the answer was made halfway between
    const difference = Math.round((began + ended) / 2 - theirs);
    const isFirst = this.#offset === null;
    this.#offset = ended - monotonic();
    for (const client of clients) (client.options as Record<string, unknown>)['timeDifference'] = difference;
    if (!isFirst && Math.abs(difference - this.#difference) > NOTABLE_MS) onMoved(difference);
    this.#difference = difference;
  }
}

/** ccxt's own limit ends with the headers of an answer; its body may never come. */
function soon<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TemporaryError(`the exchange's time was not answered within ${LIMIT_MS} ms`)), LIMIT_MS);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
