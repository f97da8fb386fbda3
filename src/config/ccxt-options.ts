import type { RawConfig } from './raw.ts';

/** What the user gives to ccxt: for all clients, for freqtrade's synchronous one, for the asynchronous one, which wins. */
export function ccxtOptions({ exchange }: RawConfig): Readonly<Record<string, unknown>> {
  return { ...exchange.ccxt_config, ...exchange.ccxt_sync_config, ...exchange.ccxt_async_config };
}
