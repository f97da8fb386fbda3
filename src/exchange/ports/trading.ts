import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';
import type { OrderSide, OrderType, Side } from '../../core/trade/trade.ts';

/** An order to be sent. Amount in base currency and rate in quote currency, both on the market's grid. */
export interface OrderRequest {
  readonly clientOrderId: string;
  readonly pair: string;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly amount: number;
  /** The limit of a limit order; for a market order what is expected. */
  readonly rate: number;
  readonly timeInForce: string;
  /** Whether it may only make a position smaller; on spot it makes no difference. */
  readonly isReducing?: boolean;
}

/** How an order is asked for: by the exchange's id, or by ours. */
export type OrderKey = { readonly orderId: string } | { readonly clientOrderId: string };

/** An order that the exchange knows, whoever placed it. */
export interface FoundOrder {
  /** Null where it has none. */
  readonly clientOrderId: string | null;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  /** When it was placed, ms since epoch, UTC. */
  readonly at: number;
  /** Whether it is the exchange's own, which has closed a position that was not covered any more. */
  readonly isLiquidation?: boolean;
  /** Which position it was for, where the account keeps longs and shorts of a pair apart; null or left out where it keeps one. */
  readonly positionSide?: Side | null;
  readonly update: OrderUpdate;
}

/** Balance of one currency. */
export interface Balance {
  readonly free: number;
  readonly used: number;
  readonly total: number;
}

/** What is done with an account: orders placed, cancelled and looked up, and what is left of the money. */
export interface Trading {
  /** Longest time after sending during which an order may still be accepted, ms. */
  readonly acceptanceWindowMs: number;
  /** By currency. @throws ExchangeError */
  balances(): Promise<ReadonlyMap<string, Balance>>;
  /** @throws OrderRejected when it surely does not exist, OrderOutcomeUnknown when it may. */
  placeOrder(request: OrderRequest): Promise<OrderUpdate>;
  /** @throws ExchangeError; whatever happened, `findOrder` tells. */
  cancelOrder(orderId: string, pair: string): Promise<void>;
  /** Null when the exchange says that it has no such order. @throws ExchangeError when it can't be asked. */
  findOrder(key: OrderKey, pair: string): Promise<OrderUpdate | null>;
  /**
   * What became of an order that the exchange does not know any more, by the fills that it still lists; null where it lists none.
   *
   * @param order of ours, with when it was placed (ms) and for how much (base currency) @throws ExchangeError when they can't be asked for
   */
  filledOf(order: { readonly orderId: string; readonly at: number; readonly amount: number }, pair: string): Promise<OrderUpdate | null>;
  /** Orders of a pair placed since a moment (ms), by hand too, oldest first. @throws ExchangeError when it can't be asked. */
  ordersSince(pair: string, since: number): Promise<FoundOrder[]>;
}
