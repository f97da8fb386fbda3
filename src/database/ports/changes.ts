import type { OrderIntent } from '../../core/order/intent.ts';
import type { PairLock } from '../../core/protections/lock.ts';
import type { Trade } from '../../core/trade/trade.ts';

/** Everything one decision changed; written whole or not at all. */
export interface Changes {
  /** New trades (id 0) get their id, as do new orders. */
  readonly trades?: readonly Trade[];
  readonly removedTrades?: readonly Trade[];
  readonly intents?: readonly OrderIntent[];
  readonly locks?: readonly PairLock[];
  /** What the account was worth: one snapshot a moment, of which the first counts. */
  readonly wallet?: readonly WalletRecord[];
}

/** What a currency was worth at a moment (ms). */
export interface WalletRecord {
  readonly at: number;
  readonly currency: string;
  /** Price in `quoteCurrency`; null when unknown. */
  readonly rate: number | null;
  readonly quoteCurrency: string;
  readonly balance: number;
  /** `balance` in `quoteCurrency`; null when unknown. */
  readonly totalQuote: number | null;
  readonly isManaged: boolean;
}
