import type { OrderUpdate } from '../trade/apply-order-update.ts';
import type { StopUpdate } from '../trade/apply-stop-update.ts';
import type { Order, OrderSide, Side, Trade } from '../trade/trade.ts';

/** An order as the exchange has it, whoever placed it. */
export interface SeenOrder {
  /** Null where it has none. */
  readonly clientOrderId: string | null;
  readonly side: OrderSide;
  readonly orderType: string;
  /** When it was placed, ms since epoch, UTC. */
  readonly at: number;
  /** Whether it is the exchange's own, which has closed a position that was not covered any more. */
  readonly isLiquidation?: boolean;
  /** Which position it was for, where the account keeps longs and shorts of a pair apart; null or left out where it keeps one. */
  readonly positionSide?: Side | null;
  readonly update: OrderUpdate;
}

/** What would put a difference right; `words` say it to the one who is asked. */
export type Remedy =
  /** The exchange's word on an order of the trade is taken in. */
  | { readonly kind: 'take_in'; readonly words: string; readonly order: Order; readonly update: OrderUpdate }
  /** The same of a stop of the trade that lies, or lay, on the exchange. */
  | { readonly kind: 'take_in_stop'; readonly words: string; readonly order: Order; readonly update: StopUpdate }
  /** An order that the database does not have joins the trade. */
  | { readonly kind: 'book'; readonly words: string; readonly seen: SeenOrder }
  /** What no order tells of is booked as sold, or bought back, at a rate. */
  | { readonly kind: 'book_missing'; readonly words: string; readonly amount: number; readonly rate: number }
  /** The trade holds what the account has. */
  | { readonly kind: 'hold_only'; readonly words: string; readonly amount: number }
  /** An order that nobody waits for is cancelled on the exchange. */
  | { readonly kind: 'cancel_order'; readonly words: string; readonly orderId: string }
  /** A stop that protects nothing is cancelled on the exchange. */
  | { readonly kind: 'cancel_stop'; readonly words: string; readonly orderId: string };

/** One thing that the database and the account tell differently. */
export interface Difference {
  readonly pair: string;
  /** The trade it is about; null for none. */
  readonly trade: Trade | null;
  /** What the database says. */
  readonly here: string;
  /** What the exchange says. */
  readonly there: string;
  /** Null where it is for its owner to look after. */
  readonly remedy: Remedy | null;
}
