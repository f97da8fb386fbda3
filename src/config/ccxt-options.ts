import type { RawConfig } from './raw.ts';

/** What the user gives to ccxt; the asynchronous part wins. */
export function ccxtOptions({ exchange }: RawConfig): Readonly<Record<string, unknown>> {
  return { ...exchange.ccxt_config, ...exchange.ccxt_async_config };
}
