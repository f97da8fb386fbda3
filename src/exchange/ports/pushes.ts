import type { CandleRow } from '../../core/market/candles.ts';
import type { Ticker } from '../../core/market/market.ts';
import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';

/** What an exchange pushes by itself. */
export type ExchangePush =
  /** `ageMs`: how late it comes, where the exchange says of when it is; no price to act on where that is much. */
  | { kind: 'ticker'; pair: string; ticker: Ticker; ageMs?: number }
  | { kind: 'candle'; pair: string; row: CandleRow }
  /** Nothing more comes of the candle that began at `start` (ms since epoch), by the word of the exchange. */
  | { kind: 'candle_end'; pair: string; start: number }
  /** The pair's candles were not heard for a moment. */
  | { kind: 'candle_break'; pair: string }
  | { kind: 'order'; pair: string; clientOrderId: string; update: OrderUpdate };

/** What is heard without asking. */
export interface Pushes {
  /** Begins pushing; calling again replaces the pairs. */
  watch(pairs: readonly string[], timeframe: string, listener: (push: ExchangePush) => void): void;
}
