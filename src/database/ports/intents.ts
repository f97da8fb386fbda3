import type { OrderIntent } from '../../core/order/intent.ts';

/** Orders as they were meant, on disk before they are sent. */
export interface IntentJournal {
  /** Commits an intent before anything is sent. @throws DatabaseError */
  journal(intent: OrderIntent): Promise<void>;
  /** Those whose outcome is not known, oldest first. @throws DatabaseError naming one that can't be read */
  pending(): Promise<OrderIntent[]>;
  /** Every stop of a pair that was ever to be laid on the exchange, oldest first. @throws DatabaseError naming one that can't be read */
  stops(pair: string): Promise<OrderIntent[]>;
}
