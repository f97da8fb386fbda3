import type { Trade } from '../../core/trade/trade.ts';

/** Trades with their orders and what a strategy keeps with them, as they were last committed. @throws DatabaseError each of them */
export interface TradeQueries {
  /** Those that are open, by their number. */
  open(): Promise<Trade[]>;
  /** Closed ones with a stop that may still lie on the exchange. */
  withStrayStops(): Promise<Trade[]>;
  /** Null where there is none of this number. */
  find(id: number): Promise<Trade | null>;
  /** The trade that has an order of this id on a pair; null for none. */
  ofOrder(orderId: string, pair: string): Promise<Trade | null>;
}
