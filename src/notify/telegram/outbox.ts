import { GrammyError } from 'grammy';

/** Sends one after another, in order, and waits as long as Telegram is away; bounded. */
export interface Outbox {
  put(send: (signal: AbortSignal) => Promise<void>): void;
  /** Waits until all is sent, or the time is over. @param limitMs ms */
  drain(limitMs: number): Promise<void>;
  /** Gives up what waits, and takes nothing more. */
  stop(): void;
}

export interface OutboxOptions {
  readonly signal: AbortSignal;
  readonly onTrouble: (text: string) => void;
}

const LIMIT = 500;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

export function createOutbox({ signal, onTrouble }: OutboxOptions): Outbox {
  const queue: ((signal: AbortSignal) => Promise<void>)[] = [];
  let working: Promise<void> | null = null;
  let isStopped = false;
  let isFull = false;

  async function work(): Promise<void> {
    let wait = FIRST_PAUSE_MS;
    for (let send = queue[0]; send !== undefined && !signal.aborted; send = queue[0]) {
      try {
        await send(signal);
        queue.shift();
        isFull = false;
        wait = FIRST_PAUSE_MS;
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof GrammyError && error.error_code !== 429 && error.error_code < 500) {
          onTrouble(`Telegram refused a message: ${error.description}`);
          queue.shift();
          continue;
        }
        const asked = error instanceof GrammyError ? (error.parameters.retry_after ?? 0) * 1000 : 0;
        if (wait === FIRST_PAUSE_MS) onTrouble(`A message could not be sent and waits: ${(error as Error).message}`);
        await pause(Math.max(asked, wait), signal);
        wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
      }
    }
    working = null;
  }

  return {
    put: (send) => {
      if (isStopped || signal.aborted) return;
      if (queue.length >= LIMIT) {
        if (!isFull) onTrouble(`${LIMIT} messages wait already; newer ones are left out until some are sent.`);
        isFull = true;
        return;
      }
      queue.push(send);
      working ??= work();
    },
    drain: async (limitMs) => {
      if (working === null) return;
      const limit = new AbortController();
      await Promise.race([working, pause(limitMs, limit.signal)]);
      limit.abort();
    },
    stop: () => {
      isStopped = true;
      queue.length = 0;
    },
  };
}

/** @param ms milliseconds; less when the signal comes */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
