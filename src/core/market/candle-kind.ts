/** Candles beside those that are traded by, by freqtrade's names: of other prices, and what stands in their place. */
export const CANDLE_KINDS = ['mark', 'index', 'premiumIndex', 'funding_rate', 'open_interest'] as const;
export type CandleKind = (typeof CANDLE_KINDS)[number];

/** freqtrade's names of the candles that are traded by: `spot`, or `futures` of contracts. Left out and empty mean the same. */
export type TradedKind = 'spot' | 'futures' | '';

/** Another kind that is named, of a configuration's trading mode; undefined for the candles that are traded by. @throws Error that names those there are */
export function otherKind(kind: unknown, tradingMode: unknown, whose: string): CandleKind | undefined {
  const traded = tradingMode === 'futures' ? 'futures' : 'spot';
  if (kind === undefined || kind === null || kind === '' || kind === traded) return undefined;
  const found = CANDLE_KINDS.find((known) => known === kind);
  if (found !== undefined) return found;
  const mode = kind === 'spot' || kind === 'futures' ? ` where "trading_mode" is "${traded}"` : '';
  throw new Error(
    `there are no candles of kind ${JSON.stringify(kind)} (${whose})${mode}; there are ${[traded, ...CANDLE_KINDS].join(', ')}.`,
  );
}

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
