import type { Exchange as CcxtExchange } from 'ccxt';
import type { CandleKind } from '../../core/market/candle-kind.ts';
import type { CandleRow } from '../../core/market/candles.ts';
import { toCandleRow } from './convert-market.ts';

export interface CandleRequest {
  readonly pair: string;
  readonly timeframe: string;
  readonly kind: 'spot' | 'futures' | CandleKind;
  /** ms since epoch; the newest where left out. */
  readonly since: number | undefined;
  readonly limit: number;
}

/** Candles of a kind through ccxt, oldest first; what is no price stands as `MarketData.otherCandles` says. @throws ccxt's errors */
export async function candlesOfKind(client: CcxtExchange, { pair, timeframe, kind, since, limit }: CandleRequest): Promise<CandleRow[]> {
  if (kind === 'funding_rate') {
    const rates = await client.fetchFundingRateHistory(pair, since, limit);
    return rates.map(({ timestamp, fundingRate }) => [Number(timestamp), Number(fundingRate), 0, 0, 0, 0] as const);
  }
  if (kind === 'open_interest') {
    const found = await client.fetchOpenInterestHistory(pair, timeframe, since, limit);
    return found.map(({ timestamp, openInterestAmount: base, openInterestValue: quote }) => {
      return [Number(timestamp), Number(base ?? Number.NaN), Number(quote ?? Number.NaN), 0, 0, 0] as const;
    });
  }
  const parameters = kind === 'spot' || kind === 'futures' ? {} : { price: kind };
  return (await client.fetchOHLCV(pair, timeframe, since, limit, parameters)).map(toCandleRow);
}
