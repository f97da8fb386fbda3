import { type MarketSymbol, toStep } from './symbol.ts';

export type Side = 'buy' | 'sell';
export type TimeInForce = 'GTC' | 'IOC' | 'FOK';
/** `open` may be filled in part; the others are final. */
export type OrderStatus = 'open' | 'filled' | 'cancelled' | 'expired';

/** The price that wakes an order which waits outside the book. */
export interface Trigger {
  readonly price: number;
  /** From which side the price comes: `below` is touched when it falls to the price. */
  readonly direction: 'above' | 'below';
}

/** An order on its way in. Amounts in base, prices and cost in quote currency. */
export interface NewOrder {
  readonly symbol: MarketSymbol;
  readonly side: Side;
  readonly type: 'limit' | 'market';
  readonly amount?: number | undefined;
  /** What a market order to buy may spend, in place of an amount. */
  readonly cost?: number | undefined;
  readonly price?: number | undefined;
  readonly timeInForce?: TimeInForce | undefined;
  readonly isPostOnly?: boolean | undefined;
  readonly isReduceOnly?: boolean | undefined;
  readonly trigger?: Trigger | undefined;
  readonly clientId?: string | undefined;
  /** Whether another order that is open may have the same client id. */
  readonly mayRepeatId?: boolean | undefined;
}

export interface Order {
  readonly id: number;
  readonly clientId: string;
  readonly symbol: MarketSymbol;
  readonly side: Side;
  readonly type: 'limit' | 'market';
  readonly timeInForce: TimeInForce;
  readonly isPostOnly: boolean;
  readonly isReduceOnly: boolean;
  /** 0 for a market order. */
  readonly price: number;
  /** What a market order to buy was placed for, in place of an amount. */
  readonly cost: number | null;
  readonly trigger: Trigger | null;
  /** An order with a trigger rests outside the book until its price is touched. */
  isTriggered: boolean;
  amount: number;
  executed: number;
  /** Quote currency spent or received. */
  executedValue: number;
  status: OrderStatus;
  readonly time: number;
  updateTime: number;
  /** Quote (buy), base (sell) or margin (contracts) still locked for this order. */
  locked: number;
  readonly fills: Fill[];
  /** Closed by the exchange, not by the account's owner. */
  readonly isLiquidation: boolean;
}

export interface Fill {
  readonly id: number;
  readonly price: number;
  readonly amount: number;
  readonly fee: number;
  readonly feeCoin: string;
  readonly time: number;
  readonly isMaker: boolean;
  /** What a contract's position gained by it, before fees. */
  readonly realizedProfit: number;
}

/** A stop in a book of its own: when its price is touched it places an order, which has another number. */
export interface Conditional {
  readonly id: number;
  readonly clientId: string;
  readonly request: NewOrder;
  readonly trigger: Trigger;
  status: 'waiting' | 'fired' | 'cancelled' | 'expired' | 'failed';
  /** The order that it became. */
  order: Order | null;
  readonly time: number;
  updateTime: number;
  /** When it ends by itself, ms; null: never. */
  readonly expiresAt: number | null;
}

export function left(order: Order): number {
  return toStep(order.amount - order.executed, order.symbol.stepSize);
}

export function averagePrice(order: Order): number {
  return order.executed === 0 ? 0 : order.executedValue / order.executed;
}

export function feeOf(order: Order): number {
  return order.fills.reduce((sum, { fee }) => sum + fee, 0);
}
