import { exitSide, isEntry, type Order, type Trade } from '../trade/trade.ts';

/** `unfilledtimeout` of the config; null durations never expire. ms. */
export interface TimeoutRules {
  readonly entryMs: number | null;
  readonly exitMs: number | null;
  /** After so many expired exits the position is left at market; 0 never. */
  readonly exitTimeoutCount: number;
}

/** Whether an unfilled order has waited too long. */
export function isTimedOut(trade: Readonly<Trade>, order: Readonly<Order>, rules: TimeoutRules, now: number): boolean {
  const limit = isEntry(trade, order) ? rules.entryMs : rules.exitMs;
  return limit !== null && now - order.orderDate >= limit;
}

/** Exits of the trade that were cancelled without a fill. */
export function canceledExitCount(trade: Readonly<Trade>): number {
  return trade.orders.filter((order) => order.ftOrderSide === exitSide(trade) && !order.isOpen && (order.filled ?? 0) === 0).length;
}

/** Whether the exits have failed often enough to leave at market. */
export function needsEmergencyExit(trade: Readonly<Trade>, rules: TimeoutRules): boolean {
  return rules.exitTimeoutCount > 0 && canceledExitCount(trade) >= rules.exitTimeoutCount;
}
