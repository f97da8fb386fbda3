import { isEntry, type Order, type Trade } from '../trade/trade.ts';
import { isTimedOut, type TimeoutRules } from './timeout.ts';

/** What a strategy may be asked about an order that waits. */
export interface OrderCallbacks {
  /** Whether it has waited long enough, whatever the rules say. */
  readonly isOverdue: (trade: Readonly<Trade>, order: Readonly<Order>) => boolean;
  /** The price it is to have: its own to leave it, none to cancel it; null for a strategy that gives no prices. */
  readonly wantedPrice: ((trade: Readonly<Trade>, order: Readonly<Order>, proposed: number) => number | null) | null;
  /** Whether a price that is no finite number is one: of an order that nothing fills, or of no amount. */
  readonly ordersAtNoPrice?: boolean;
}

export const NO_ORDER_CALLBACKS: OrderCallbacks = { isOverdue: () => false, wantedPrice: null };

/** Whether an order is given up: it has waited too long by the rules, or by the strategy's word. */
export function hasTimedOut(
  trade: Readonly<Trade>,
  order: Readonly<Order>,
  rules: TimeoutRules,
  now: number,
  { isOverdue }: OrderCallbacks = NO_ORDER_CALLBACKS,
): boolean {
  return isTimedOut(trade, order, rules, now) || isOverdue(trade, order);
}

/** Whether an order may be given another price: once a candle has begun since it was placed. @param candleAt start of the present one, ms */
export function mayBeRepriced(order: Readonly<Order>, candleAt: number, { wantedPrice }: OrderCallbacks): boolean {
  return wantedPrice !== null && order.orderDate < candleAt;
}

/** What becomes of the price of an order. */
export type Repricing = { readonly kind: 'keep' } | { readonly kind: 'cancel' } | { readonly kind: 'replace'; readonly rate: number };

const KEEP: Repricing = { kind: 'keep' };

/**
 * Asks the strategy for an order's price. One that is no price cancels it.
 * @param proposed what an order would be placed at now
 */
export function repricing(
  trade: Readonly<Trade>,
  order: Readonly<Order>,
  proposed: number,
  { wantedPrice, ordersAtNoPrice = false }: OrderCallbacks,
): Repricing {
  const rate = wantedPrice === null ? order.ftPrice : wantedPrice(trade, order, proposed);
  if (rate === order.ftPrice) return KEEP;
  // an exit may wait at less than nothing; what an entry would buy there is no amount
  const isNoPrice = ordersAtNoPrice && rate !== 0 && (!Number.isFinite(rate) || !isEntry(trade, order));
  return rate !== null && (rate > 0 || isNoPrice) ? { kind: 'replace', rate } : { kind: 'cancel' };
}

/** What an order that is given up had left to fill: base currency, and what it bound for it, stake currency. */
export function leftToFill(trade: Readonly<Trade>, order: Readonly<Order>): { amount: number; stakeAmount: number } {
  const amount = order.remaining ?? order.ftAmount;
  return { amount, stakeAmount: (amount * order.ftPrice) / trade.leverage };
}
