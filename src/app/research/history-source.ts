import { ccxtOptions } from '../../config/ccxt-options.ts';
import type { RawConfig } from '../../config/raw.ts';
import { type HistorySource, openCcxtHistory } from '../../exchange/ccxt/history.ts';

/** Which exchange is asked, and how. */
export interface HistoryPlace {
  /** Null where there is no configuration. */
  readonly config: RawConfig | null;
  readonly exchange: string;
  readonly isFutures: boolean;
}

/** The exchange that a command asks about its past and its markets. @param warn called before it is asked again */
export async function historySource(
  { config, exchange, isFutures }: HistoryPlace,
  warn: (text: string) => void,
  signal: AbortSignal = new AbortController().signal,
): Promise<HistorySource> {
  const isConfigured = config?.exchange.name === exchange;
  return openCcxtHistory({
    name: exchange,
    config: isConfigured ? ccxtOptions(config) : {},
    isFutures,
    onRetry: (reason, inMs) => warn(`${exchange}: ${reason} Asking again in ${inMs / 1000} s.\n`),
    signal,
  });
}
