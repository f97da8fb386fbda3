/** Candles beside those that are traded by, by freqtrade's names: of other prices, and what stands in their place. */
export const CANDLE_KINDS = ['mark', 'index', 'premiumIndex', 'funding_rate', 'open_interest'] as const;
export type CandleKind = (typeof CANDLE_KINDS)[number];

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

/** By what recorded candles are known: `BTC/USDT 1h`, those of another kind `BTC/USDT:USDT 1h mark`. */
export function recordedKey(pair: string, timeframe: string, kind?: CandleKind): string {
  return kind === undefined ? `${pair} ${timeframe}` : `${pair} ${timeframe} ${kind}`;
}
