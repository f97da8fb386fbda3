import type { Exchange as CcxtExchange } from 'ccxt';

/** Where ccxt signs with the machine's time alone, what was found to be its difference to the exchange's is taken off, as ccxt does elsewhere. */
export function signInExchangeTime(client: CcxtExchange): void {
  const { milliseconds } = client;
  client.milliseconds = () => milliseconds.call(client) - timeDifference(client);
}

/** The machine's time minus the exchange's, as far as it is known, ms. */
export function timeDifference({ options }: CcxtExchange): number {
  return Number((options as Readonly<Record<string, unknown>>)['timeDifference'] ?? 0);
}

/**
 * The same where that is so of what it sends to open the account's stream only. Elsewhere ccxt takes the difference off, and notes by the
 * machine's time when it was answered last. @param call that sends it, which looks at the time before it waits for anything
 */
export function openStreamInExchangeTime(client: CcxtExchange, call: 'authenticate' | 'subscribePrivate'): void {
  const open: unknown = Reflect.get(client, call);
  if (typeof open !== 'function') return;
  const opening = (...wanted: unknown[]): unknown => {
    const { milliseconds, seconds } = client;
    const now = milliseconds.call(client) - timeDifference(client);
    client.milliseconds = () => now;
    client.seconds = () => Math.floor(now / 1000);
    try {
      return Reflect.apply(open, client, wanted);
    } finally {
      Object.assign(client, { milliseconds, seconds });
    }
  };
  Reflect.set(client, call, opening);
}
