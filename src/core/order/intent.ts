import type { OrderSide, OrderType, Trade } from '../trade/trade.ts';

/**
 * An order as it was meant, written down before anything is sent. Its client order id is how the exchange is asked
 * about it when the answer was lost; until its outcome is known its pair is left alone.
 */
export interface OrderIntent {
  /** Goes to the exchange as the client order id; unique for ever. */
  readonly clientOrderId: string;
  readonly kind: 'entry' | 'exit' | 'stop';
  readonly pair: string;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly timeInForce: string;
  readonly amount: number;
  readonly rate: number;
  /** What wakes a stop on the exchange, quote currency; null for other orders. */
  readonly stopPrice: number | null;
  /** What a fill would bind, in stake currency; 0 for exits. */
  readonly stakeAmount: number;
  readonly tag: string | null;
  readonly exitReason: string | null;
  readonly createdAt: number;
  state: IntentState;
  /** The trade that an order belongs to; of one that starts a trade, null until the order is known to exist. */
  tradeId: number | null;
  /** The trade an entry will start, as it was decided; null for orders of an open trade. */
  readonly trade: Trade | null;
}

/** `pending`: may or may not exist on the exchange. `placed`: exists, and is in the orders table. `dead`: does not and will not exist. */
export type IntentState = 'pending' | 'placed' | 'dead';

/** Prefix of the ids that are ours, so that a restart knows them among others on the account. */
export const CLIENT_ORDER_PREFIX = 'ftts-';

const KIND_LETTERS = { entry: 'e', exit: 'x', stop: 's' } as const;

/** @param unique text of letters and digits, unique per order */
export function clientOrderId(kind: OrderIntent['kind'], unique: string): string {
  return `${CLIENT_ORDER_PREFIX}${KIND_LETTERS[kind]}-${unique}`;
}

/** What an order is called once the exchange has given its number to another: testnets are emptied, and count anew. @param rowId its number in the database */
export function earlierOrderId(orderId: string, rowId: number): string {
  return `${orderId}@${rowId}`;
}
