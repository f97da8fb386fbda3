import { AsyncLocalStorage } from 'node:async_hooks';
import type { Exchange as CcxtExchange } from 'ccxt';

/** What is known of one attempt to order: whether anything left this machine, and what came back. */
export interface OrderEvidence {
  /** Whether a request that could make an order may have reached the exchange. */
  readonly isSent: boolean;
  /** HTTP status of the last answer; null where none came. */
  readonly status: number | null;
  /** The last answer, whole; null where none came. */
  readonly body: string | null;
}

export interface AttemptOptions {
  /** ms on a clock that only runs forward. */
  readonly monotonic: () => number;
  /** ms since epoch, UTC. */
  readonly wall: () => number;
  /** Age at which nothing is sent any more, by either clock, ms. */
  readonly limitMs: number;
}

/** An order that was still waiting here when its time was over: it was not sent, and never will be. */
export class OrderNotSent extends Error {}

/** Failures of a connection that never was: no byte of the request can have arrived. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * One attempt to order, from the call until nothing of it can happen any more. ccxt lets a request wait in its own queue; what has
 * waited too long there (a queue, a suspended process, a machine that slept) would be signed anew and sent with the price of long ago.
 */
export class OrderAttempt {
  readonly #options: AttemptOptions;
  readonly #began: number;
  readonly #beganAt: number;
  readonly #abort = new AbortController();
  #isAbandoned = false;
  #sent = 0;
  #isOrdering = false;
  #status: number | null = null;
  #body: string | null = null;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.#began = options.monotonic();
    this.#beganAt = options.wall();
  }

  get evidence(): OrderEvidence {
    return { isSent: this.#sent > 0, status: this.#status, body: this.#body };
  }

  /** Aborts the request under way. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Nothing more is sent; a request under way is cut. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#abort.abort();
  }

  /** Before a request leaves. @throws OrderNotSent when it is too late for it */
  leaving(method: string): void {
    if (this.#isAbandoned || this.#isOld()) throw new OrderNotSent('the order waited too long before it could be sent, so it was not');
    this.#isOrdering = method !== 'GET';
    if (this.#isOrdering) this.#sent++;
    this.#status = null;
    this.#body = null;
  }

  answered(status: number, body: string): void {
    this.#status = status;
    this.#body = body;
  }

  /** A request that could not be sent since nobody was reached. */
  failed(error: unknown): void {
    if (this.#isOrdering && NEVER_CONNECTED.has(connectionCode(error))) this.#sent--;
  }

  #isOld(): boolean {
    const { monotonic, wall, limitMs } = this.#options;
    return monotonic() - this.#began > limitMs || Math.abs(wall() - this.#beganAt) > limitMs;
  }
}

function connectionCode(error: unknown): string {
  let cause = error;
  for (let depth = 0; depth < 5 && cause instanceof Error; depth++) {
    const { code, errors } = cause as { code?: unknown; errors?: unknown };
    if (typeof code === 'string') return code;
    cause = Array.isArray(errors) ? errors[0] : cause.cause;
  }
  return '';
}

const running = new AsyncLocalStorage<OrderAttempt>();

/** Does something that may order, and lets the attempt know what it sends and hears. */
export function within<T>(attempt: OrderAttempt, act: () => Promise<T>): Promise<T> {
  return running.run(attempt, act);
}

/** The parts of a ccxt client through which every request goes. */
interface Transport {
  fetch2(path: string, api?: unknown, method?: string, params?: object, ...more: unknown[]): Promise<unknown>;
  fetch(url: string, method?: string, headers?: unknown, body?: unknown): Promise<unknown>;
  undiciRequest(url: string, params: { signal: AbortSignal }): Promise<unknown>;
  onRestResponse(status: number, text: string, url: string, method: string, headers: unknown, body: string, ...more: unknown[]): string;
}

/** Lets attempts see what a client sends and hears, and keeps the client from sending anything twice by itself, whatever its options say. */
export function observe(client: CcxtExchange): void {
  const transport = client as Transport;
  const { fetch, fetch2, undiciRequest, onRestResponse } = transport;
  (client.options as Record<string, unknown>)['maxRetriesOnFailure'] = 0;
  // options of one path would win; several orders in one request are a list, to which nothing can be added
  transport.fetch2 = (path, api, method, params, ...more) =>
    fetch2.call(client, path, api, method, Array.isArray(params) ? params : { ...params, maxRetriesOnFailure: 0 }, ...more);
  transport.fetch = async (url, method = 'GET', headers, body) => {
    running.getStore()?.leaving(method);
    return fetch.call(client, url, method, headers, body);
  };
  transport.undiciRequest = async (url, params) => {
    const attempt = running.getStore();
    if (attempt === undefined) return undiciRequest.call(client, url, params);
    try {
      return await undiciRequest.call(client, url, { ...params, signal: AbortSignal.any([params.signal, attempt.signal]) });
    } catch (error) {
      attempt.failed(error);
      throw error;
    }
  };
  transport.onRestResponse = (status, text, url, method, headers, body, ...more) => {
    running.getStore()?.answered(status, body);
    return onRestResponse.call(client, status, text, url, method, headers, body, ...more);
  };
}
