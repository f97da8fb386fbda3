/** Candles beside those that are traded by, by freqtrade's names: of other prices, and what stands in their place. */
export type CandleKind = 'mark' | 'index' | 'premiumIndex' | 'funding_rate' | 'open_interest';

/** Candles of another kind that a strategy looks at. */
export interface OtherCandles {
  readonly pair: string;
  readonly timeframe: string;
  readonly kind: CandleKind;
}

/** By what they are known. */
export function otherCandlesKey({ pair, timeframe, kind }: OtherCandles): string {
  return `${pair}/${timeframe}/${kind}`;
}
