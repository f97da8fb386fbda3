import type { Exchange as CcxtExchange } from 'ccxt';
import { DDosProtection, TemporaryError } from '../errors.ts';
import type { ExchangeTraits } from '../traits/traits.ts';
import { askedPause } from './asked-pause.ts';
import { ccxtClassNames, mapReadError, messageOf } from './error-map.ts';
import { isTimeRefusal } from './order-outcome.ts';
import { RateLimitExceeded } from './readable-answers.ts';
import type { ServerClock } from './server-clock.ts';

/** One client for public data, one for what is read of the account, one for nothing but orders and their ends. */
export interface Clients {
  readonly data: CcxtExchange;
  readonly account: CcxtExchange;
  readonly orders: CcxtExchange;
}

export interface SessionOptions {
  readonly name: string;
  readonly traits: Pick<ExchangeTraits, 'timeRefusal' | 'lateRefusal'>;
  readonly clients: Clients;
  /** Null where nothing is signed. */
  readonly clock: ServerClock | null;
  /** ms since epoch, UTC. */
  readonly now: () => number;
  /** ms on a clock that only runs forward. */
  readonly monotonic: () => number;
  /** Longest time one call may take, its body included, ms. */
  readonly deadlineMs: number;
}

/** What all calls to one exchange share: its clients, its time, deadlines, and the wait it may have asked for. */
export class CcxtSession {
  readonly name: string;
  readonly clients: Clients;
  readonly clock: ServerClock | null;
  readonly now: () => number;
  readonly monotonic: () => number;
  readonly #traits: Pick<ExchangeTraits, 'timeRefusal' | 'lateRefusal'>;
  readonly #deadlineMs: number;
  #bannedUntil = 0;

  constructor({ name, traits, clients, clock, now, monotonic, deadlineMs }: SessionOptions) {
    this.name = name;
    this.clients = clients;
    this.clock = clock;
    this.now = now;
    this.monotonic = monotonic;
    this.#traits = traits;
    this.#deadlineMs = deadlineMs;
  }

  /** A call that changes nothing if it is made twice. @throws ExchangeError */
  async read<T>(call: () => Promise<T>, client: CcxtExchange = this.clients.data): Promise<T> {
    if (this.mustWait) throw new DDosProtection(`${this.name} asked to wait.`, this.retryAt());
    try {
      return await this.deadline(call(), this.#deadlineMs);
    } catch (error) {
      this.noteBan(error, client);
      // the clocks will agree again, which is no reason to stop for
      if (isTimeRefusal(error, this.#traits)) throw new TemporaryError(messageOf(error), error);
      throw mapReadError(error, this.retryAt());
    }
  }

  /** The same where it is signed. One whose time or number is refused is made once more, with the clock read anew. @throws ExchangeError */
  async readAccount<T>(call: () => Promise<T>, client: CcxtExchange = this.clients.account): Promise<T> {
    await this.clock?.ready();
    const signed = async () => {
      try {
        return await call();
      } catch (error) {
        if (!(await this.hasNewTime(error))) throw error;
        return call();
      }
    };
    return this.read(signed, client);
  }

  /** Reads the clock anew where a request was refused for its time or number; false where another of them would fare no better. */
  async hasNewTime(error: unknown): Promise<boolean> {
    if (this.clock === null) return false;
    const isRefused = isTimeRefusal(error, this.#traits);
    if (isRefused || this.#traits.lateRefusal?.test(messageOf(error)) === true) await this.clock.read();
    return isRefused;
  }

  /** Whether the exchange has asked for nothing to be sent now. */
  get mustWait(): boolean {
    return this.monotonic() < this.#bannedUntil;
  }

  /** When requests may be made again, ms since epoch, UTC. */
  retryAt(): number {
    return this.now() + Math.max(this.#bannedUntil - this.monotonic(), 0);
  }

  /** Takes down how long the exchange asks to be left alone, where an error says so. @param client that has heard it */
  noteBan(error: unknown, client: CcxtExchange): void {
    const names = ccxtClassNames(error);
    if (!names.includes('DDoSProtection') && !names.includes('RateLimitExceeded')) return;
    const headers: unknown = error instanceof RateLimitExceeded ? error.headers : client.last_response_headers;
    const pause = askedPause(messageOf(error), headers, this.now());
    // an answer that was under way when a longer wait was asked for does not end it
    this.#bannedUntil = Math.max(this.#bannedUntil, this.monotonic() + pause);
  }

  /** ccxt's own time-out ends with the headers; a body that stalls needs this one. @throws TemporaryError */
  deadline<T>(promise: Promise<T>, ms: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new TemporaryError(`${this.name} did not answer within ${ms} ms.`)), ms);
      promise.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  async close(): Promise<void> {
    const { data, account, orders } = this.clients;
    await Promise.allSettled([data.close(), account.close(), orders.close()]);
  }
}

/** Whether ccxt can make a call on an exchange, by itself or by other calls. */
export function can(client: CcxtExchange, call: string): boolean {
  return Boolean(client.has[call]);
}
