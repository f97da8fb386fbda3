import { ensure } from './invariant.ts';
import { type NewOrder, newOrder } from './new-order.ts';
import { entrySide, exitSide, type Order, type Trade } from './trade.ts';

/**
 * An entry joins its trade as it is placed; what it brings is taken in by `applyOrderUpdate`.
 * @param stakeAmount what the trade binds, and its rate is the order's, until something is filled; null to leave both
 */
export function placeEntryOrder(trade: Trade, facts: Omit<NewOrder, 'side'>, now: number, stakeAmount: number | null): Order {
  const order = place(trade, { ...facts, side: entrySide(trade) }, now);
  if (stakeAmount !== null && trade.amount === 0) {
    trade.stakeAmount = stakeAmount;
    trade.openRate = facts.rate;
    trade.openRateRequested = facts.rate;
  }
  return order;
}

/** An exit joins its trade as it is placed. @param exitReason why the trade is left, where that is not what the order is called */
export function placeExitOrder(trade: Trade, facts: Omit<NewOrder, 'side'>, now: number, exitReason: string | null = facts.tag): Order {
  const order = place(trade, { ...facts, side: exitSide(trade) }, now);
  trade.exitReason = exitReason;
  trade.closeRateRequested = facts.rate;
  trade.exitOrderStatus = '';
  return order;
}

/** A stop as it was sent. Amounts in base currency, rates in quote currency. */
export interface SentStop {
  readonly orderId: string;
  readonly orderType: string;
  readonly amount: number;
  readonly stopPrice: number;
  /** Null for a market stop. */
  readonly limitRate: number | null;
}

/** A stop joins its trade as it is laid on the exchange, for all that the trade holds then. */
export function placeStopOrder(trade: Trade, sent: SentStop, now: number): Order {
  const { stopPrice, limitRate } = sent;
  const order = place(trade, { ...sent, rate: limitRate ?? stopPrice, side: exitSide(trade), tag: null }, now);
  order.ftOrderSide = 'stoploss';
  order.ftAmount = trade.amount;
  order.ftPrice = stopPrice;
  order.stopPrice = stopPrice;
  order.price = limitRate;
  return order;
}

/** An order that was found on the exchange joins its trade, whatever it was for. */
export function placeFoundOrder(trade: Trade, facts: NewOrder, now: number): Order {
  return place(trade, facts, now);
}

function place(trade: Trade, facts: NewOrder, now: number): Order {
  ensure(trade.isOpen, trade, 'it is closed, and an order was to join it');
  const isPriced = facts.rate > 0 || facts.isUnpriced === true;
  ensure(facts.amount > 0 && isPriced, trade, `an order of ${facts.amount} at ${facts.rate} was to join it`);
  const order = newOrder(trade, facts, now);
  trade.orders.push(order);
  return order;
}
