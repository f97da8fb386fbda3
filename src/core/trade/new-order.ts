import type { Order, OrderSide, Trade } from './trade.ts';

/** An order as it is placed. */
export interface NewOrder {
  readonly side: OrderSide;
  readonly orderType: string;
  /** Base currency. */
  readonly amount: number;
  readonly rate: number;
  readonly tag: string | null;
  readonly orderId: string;
  /** 0 where left out: the database is to give one. */
  readonly id?: number;
  /** What it will cost in all, quote currency, where that is known before it is filled. */
  readonly cost?: number;
  /** That its rate is none (NaN, 0 or less): it waits, and nothing fills it. */
  readonly isUnpriced?: boolean;
}

/** The row of an order that waits. @param now ms since epoch, UTC */
export function newOrder(trade: Readonly<Trade>, facts: NewOrder, now: number): Order {
  return {
    id: facts.id ?? 0,
    ftOrderSide: facts.side,
    pair: trade.pair,
    isOpen: true,
    ftAmount: facts.amount,
    ftPrice: facts.rate,
    cancelReason: null,
    orderId: facts.orderId,
    status: null,
    orderType: facts.orderType,
    side: facts.side,
    price: facts.rate,
    average: null,
    amount: facts.amount,
    filled: 0,
    remaining: facts.amount,
    cost: facts.cost ?? null,
    stopPrice: null,
    orderDate: now,
    filledDate: null,
    updateDate: null,
    fundingFee: null,
    feeBase: null,
    tag: facts.tag,
  };
}
