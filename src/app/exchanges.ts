import { type CatalogueEntry, exchangeCatalogue } from '../exchange/ccxt/catalogue.ts';
import { openCcxtHistory } from '../exchange/ccxt/history.ts';

export type { ListedMarket } from '../exchange/ccxt/history.ts';

/** Every exchange of ccxt, by name. All of ccxt is loaded for it. */
export function everyExchange(): Promise<readonly CatalogueEntry[]> {
  return exchangeCatalogue();
}

/** What an exchange offers to a new configuration. */
export interface OfferedMarkets {
  readonly timeframes: readonly string[];
  /** Active pairs of the trading mode; null where the exchange can't be asked now. */
  readonly pairs: readonly string[] | null;
}

/** Asks an exchange for its pairs, once. @param limitMs how long it may take */
export async function offeredMarkets(exchange: string, isFutures: boolean, limitMs: number): Promise<OfferedMarkets> {
  const end = new AbortController();
  const source = await openCcxtHistory({ name: exchange, config: {}, isFutures, onRetry: () => end.abort(), signal: end.signal });
  const limit = setTimeout(() => end.abort(), limitMs);
  try {
    const late = new Promise<null>((resolve) => end.signal.addEventListener('abort', () => resolve(null)));
    const markets = await Promise.race([source.markets().catch(() => null), late]);
    const pairs = markets?.filter((market) => market.isActive && (isFutures ? market.isFuture : market.isSpot)).map(({ pair }) => pair);
    return { timeframes: source.timeframes, pairs: pairs ?? null };
  } finally {
    clearTimeout(limit);
    await source.close();
  }
}
