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
