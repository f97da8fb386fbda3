import type { Exchange as CcxtExchange } from 'ccxt';

type Wanted = readonly (readonly [pair: string, timeframe: string])[];

/**
 * ccxt asks for the candles of each pair in a message of its own, where the exchange takes a list, and few messages.
 * @param listen asks for those of all pairs; resolves when one of them has come, which ccxt keeps
 */
export function hearCandlesTogether(client: CcxtExchange, listen: (wanted: Wanted) => Promise<unknown>): void {
  client.has['watchOHLCVForSymbols'] = true;
  const watch = async (wanted: Wanted): Promise<object> => {
    await client.loadMarkets();
    await listen(wanted);
    return {};
  };
  Object.assign(client, { watchOHLCVForSymbols: watch });
}
