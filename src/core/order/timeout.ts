import { exitSide, isEntry, type Order, type OrderStatus, type Trade } from '../trade/trade.ts';

/** `unfilledtimeout` of the config; null durations never expire. ms. */
export interface TimeoutRules {
  readonly entryMs: number | null;
  readonly exitMs: number | null;
  /** After so many cancelled exits what the last one had left goes out as an emergency; 0 never. */
  readonly exitTimeoutCount: number;
}

/** Whether an unfilled order has waited too long. */
export function isTimedOut(trade: Readonly<Trade>, order: Readonly<Order>, rules: TimeoutRules, now: number): boolean {
  const limit = isEntry(trade, order) ? rules.entryMs : rules.exitMs;
  return limit !== null && now - order.orderDate >= limit;
}

const CANCELED: readonly (OrderStatus | null)[] = ['canceled', 'expired', 'rejected'];

/** Exits of the trade that were cancelled, partly filled ones too. Source: freqtrade 2026.9. */
export function canceledExitCount(trade: Readonly<Trade>): number {
  return trade.orders.filter((order) => order.ftOrderSide === exitSide(trade) && !order.isOpen && CANCELED.includes(order.status)).length;
}

/** Whether exits have failed often enough for an emergency. */
export function needsEmergencyExit(trade: Readonly<Trade>, rules: TimeoutRules): boolean {
  return rules.exitTimeoutCount > 0 && canceledExitCount(trade) >= rules.exitTimeoutCount;
}
