import type { DataContext } from '../../cli/data-options.ts';
import { ccxtOptions } from '../../config/ccxt-options.ts';
import { type HistorySource, openCcxtHistory } from '../../exchange/ccxt/history.ts';

/** The exchange that a command asks about its past and its markets. */
export async function historySource(context: DataContext, signal: AbortSignal = new AbortController().signal): Promise<HistorySource> {
  const { config, exchange, isFutures } = context;
  const isConfigured = config?.exchange.name === exchange;
  return openCcxtHistory({
    name: exchange,
    config: isConfigured ? ccxtOptions(config) : {},
    isFutures,
    onRetry: (reason, inMs) => process.stderr.write(`${exchange}: ${reason} Asking again in ${inMs / 1000} s.\n`),
    signal,
  });
}
