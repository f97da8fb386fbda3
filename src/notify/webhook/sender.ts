/** One request to a receiver. */
export interface Delivery {
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
}

export interface SenderOptions {
  /** Further attempts after the first. */
  readonly retries: number;
  readonly retryDelayMs: number;
  readonly timeoutMs: number;
  /** Where failures are reported, without the address, which may hold a secret. */
  readonly onFailure: (message: string) => void;
}

/** Sends one after another, in order; a receiver that is down costs waiting, and at most `LIMIT` messages of memory. */
export interface Sender {
  send(delivery: Delivery): void;
  /** Gives up what has not been sent. */
  close(): Promise<void>;
}

const LIMIT = 500;

export function createSender(options: SenderOptions): Sender {
  const queue: Delivery[] = [];
  const end = new AbortController();
  let working: Promise<void> | null = null;
  let isFull = false;

  async function work(): Promise<void> {
    for (let delivery = queue[0]; delivery !== undefined && !end.signal.aborted; delivery = queue[0]) {
      await deliver(delivery);
      queue.shift();
      isFull = false;
    }
    working = null;
  }

  async function deliver(delivery: Delivery): Promise<void> {
    for (let attempt = 0; attempt <= options.retries; attempt++) {
      if (attempt > 0) await pause(options.retryDelayMs, end.signal);
      if (end.signal.aborted) return;
      try {
        const response = await fetch(delivery.url, {
          method: 'POST',
          headers: { 'content-type': delivery.contentType },
          body: delivery.body,
          signal: AbortSignal.any([end.signal, AbortSignal.timeout(options.timeoutMs)]),
        });
        await response.arrayBuffer();
        if (response.ok) return;
        options.onFailure(`the receiver answered ${response.status}`);
      } catch (error) {
        if (!end.signal.aborted) options.onFailure(`the receiver can't be reached: ${(error as Error).name}`);
      }
    }
  }

  return {
    send: (delivery) => {
      if (queue.length >= LIMIT) {
        if (!isFull) options.onFailure(`${LIMIT} messages wait already; newer ones are left out until some are sent`);
        isFull = true;
        return;
      }
      queue.push(delivery);
      working ??= work();
    },
    close: async () => {
      end.abort();
      await working;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
