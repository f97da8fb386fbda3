import type { Exchange as CcxtExchange } from 'ccxt';
import { ccxtClassNames } from './error-map.ts';

/** Called once per stream that fails, and when it comes back. */
export type OnStreamState = (stream: string, error: string | null) => void;

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** One that breaks again within this long breaks again and again, ms: it is reported once, and tried less and less often. */
const STEADY_MS = 60_000;
/** An address may connect so often: after as many tries the next ones are made after twice as long, up to this, ms. */
const NETWORK_TRIES = 10;
const LONGEST_NETWORK_PAUSE_MS = 15_000;

/** Failures that say nothing of a pair: everything is to be tried again as it is. */
const NOT_OF_A_PAIR = ['NetworkError', 'AuthenticationError', 'RateLimitExceeded', 'DDoSProtection', 'ExchangeClosedByUser'];

/** How often a stream has broken lately, and what of it is to be reported. */
class Breaks {
  readonly #monotonic: () => number;
  /** In a row. */
  #failures = 0;
  /** Breaks that followed soon upon each other. */
  #again = 0;
  #isReported = false;
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** It works. @returns whether that is to be reported: one that breaks again and again is back when it has worked for a while */
  isBack(): boolean {
    this.#failures = 0;
    const isSteady = this.#monotonic() - this.#failedAt > STEADY_MS;
    if (!this.#isReported || (this.#again > 0 && !isSteady)) return false;
    this.#isReported = false;
    return true;
  }

  /** It has broken. @returns whether that is to be reported */
  isNews(): boolean {
    const isSoon = this.#monotonic() - this.#failedAt < STEADY_MS;
    if (!isSoon) this.#again = 0;
    else if (this.#failures === 0) this.#again++;
    this.#failures++;
    this.#failedAt = this.#monotonic();
    const isNews = !this.#isReported;
    this.#isReported = true;
    return isNews;
  }

  /** How long to wait before it is tried again, ms: a network that is down is tried every second at first, a refusal less and less often. */
  pause(isNetwork: boolean): number {
    const doublings = this.#again + Math.floor(this.#failures / NETWORK_TRIES);
    if (isNetwork) return Math.min(FIRST_PAUSE_MS * 2 ** doublings, LONGEST_NETWORK_PAUSE_MS);
    return Math.min(FIRST_PAUSE_MS * 2 ** (this.#failures + this.#again - 1), LONGEST_PAUSE_MS);
  }
}

/** Hears of each of failures in a row, and with null when they are over. */
type Report = (error: unknown, isFirst: boolean) => void;

/**
 * Reads streams for ever, each in a loop of its own. Pairs that the exchange does not offer (any more) are left out; where it refuses the
 * others together, they are halved until the one it refuses stands alone. So none costs the others their stream.
 */
export class Streams {
  readonly #client: CcxtExchange;
  readonly #onState: OnStreamState | undefined;
  readonly #monotonic: () => number;
  readonly #running: Set<Promise<void>> = new Set();
  readonly #wakers: Set<() => void> = new Set();
  #generation = 0;
  #isClosed = false;

  /** @param client whose markets say which pairs there are @param monotonic ms on a clock that only runs forward */
  constructor(client: CcxtExchange, onState: OnStreamState | undefined, monotonic: () => number = () => performance.now()) {
    this.#client = client;
    this.#onState = onState;
    this.#monotonic = monotonic;
  }

  /** Ends what was read so far; what is started from now on is read until the next call. */
  restart(): void {
    this.#generation++;
    for (const wake of this.#wakers) wake();
  }

  /** Reads a stream that has no pairs. */
  start(name: string, read: () => Promise<void>): void {
    this.#own(this.#loop(this.#reporter(name), this.#generation, read));
  }

  /** Reads a stream of pairs. @param read one round; handed those that are offered */
  startPairs(name: string, pairs: readonly string[], read: (pairs: readonly string[]) => Promise<void>): void {
    this.#own(this.#loopPairs(name, this.#generation, pairs, read, false));
  }

  /**
   * Reads a stream of each pair, where an exchange has none of several. What hits all of them, as a network that is down, is reported once.
   * @param read one round of one pair, while it is offered
   */
  startEach(name: string, pairs: readonly string[], read: (pair: string) => Promise<void>): void {
    const hit = new Set<string>();
    const refused = new Set<string>();
    const report = (pair: string, error: unknown): void => {
      const isHit = error !== null && isOfAll(error);
      const isRefused = error !== null && !isHit;
      if (isHit && hit.size === 0) this.#report(name, error);
      if (isHit) hit.add(pair);
      else if (hit.delete(pair) && hit.size === 0) this.#report(name, null);
      if (isRefused && !refused.has(pair)) this.#report(`${name} of ${pair}`, error);
      if (isRefused) refused.add(pair);
      else if (error === null && refused.delete(pair)) this.#report(`${name} of ${pair}`, null);
    };
    for (const pair of pairs) {
      const round = () => (this.#isOffered(pair) ? read(pair) : this.#pause(LONGEST_PAUSE_MS));
      this.#own(this.#loop((error) => report(pair, error), this.#generation, round));
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.restart();
    await Promise.allSettled(this.#running);
  }

  #own(loop: Promise<void>): void {
    const owned = loop.finally(() => this.#running.delete(owned));
    this.#running.add(owned);
  }

  #isOver(generation: number): boolean {
    return this.#isClosed || generation !== this.#generation;
  }

  #reporter(stream: string): Report {
    return (error, isFirst) => {
      if (error === null || isFirst) this.#report(stream, error);
    };
  }

  #report(stream: string, error: unknown): void {
    if (error === null) this.#onState?.(stream, null);
    else this.#onState?.(stream, error instanceof Error ? error.message : String(error));
  }

  async #loop(report: Report, generation: number, read: () => Promise<void>, isRefusedForGood: (error: unknown) => boolean = () => false) {
    const breaks = new Breaks(this.#monotonic);
    while (!this.#isOver(generation)) {
      try {
        await read();
        if (breaks.isBack()) report(null, false);
      } catch (error) {
        if (this.#isOver(generation)) return;
        // we have: whoever did so has said why
        const isOurs = ccxtClassNames(error).includes('ExchangeClosedByUser');
        if (isOurs) {
          await this.#pause(FIRST_PAUSE_MS);
          continue;
        }
        if (isRefusedForGood(error)) return;
        report(error, breaks.isNews());
        await this.#pause(breaks.pause(ccxtClassNames(error).includes('NetworkError')));
      }
    }
  }

  async #loopPairs(
    name: string,
    generation: number,
    pairs: readonly string[],
    read: (pairs: readonly string[]) => Promise<void>,
    isPart: boolean,
  ): Promise<void> {
    let isRefused = false;
    const label = isPart ? `${name} of ${pairs.length === 1 ? pairs[0] : `${pairs.length} pairs from ${pairs[0]} on`}` : name;
    await this.#loop(
      this.#reporter(label),
      generation,
      async () => {
        const offered = pairs.filter((pair) => this.#isOffered(pair));
        if (offered.length === 0) await this.#pause(LONGEST_PAUSE_MS);
        else await read(offered);
      },
      (error) => {
        isRefused = pairs.length > 1 && !isOfAll(error);
        return isRefused;
      },
    );
    if (!isRefused || this.#isOver(generation)) return;
    const half = Math.ceil(pairs.length / 2);
    await Promise.all([pairs.slice(0, half), pairs.slice(half)].map((part) => this.#loopPairs(name, generation, part, read, true)));
  }

  #isOffered(pair: string): boolean {
    const markets = this.#client.markets as Record<string, { active?: unknown } | undefined> | undefined;
    if (markets === undefined) return true;
    const market = markets[pair];
    return market !== undefined && market.active !== false;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#wakers.add(wake);
    });
  }
}

function isOfAll(error: unknown): boolean {
  const names = ccxtClassNames(error);
  return NOT_OF_A_PAIR.some((kind) => names.includes(kind));
}
