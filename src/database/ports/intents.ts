import type { OrderIntent } from '../../core/order/intent.ts';

/** Orders as they were meant, on disk before they are sent. */
export interface IntentJournal {
  /**
   * Commits an intent before anything is sent; one that does not enter goes beside the database where there is a spare place and the
   * database takes nothing. @throws DatabaseError
   */
  journal(intent: OrderIntent): Promise<void>;
  /** Whether an order that leaves a trade, or lays its stop, can be written down also while the database takes nothing. */
  readonly hasSpare: boolean;
  /** Those whose outcome is not known, oldest first. @throws DatabaseError naming one that can't be read */
  pending(): Promise<OrderIntent[]>;
  /** Every stop of a pair that was ever to be laid on the exchange, oldest first. @throws DatabaseError naming one that can't be read */
  stops(pair: string): Promise<OrderIntent[]>;
}
