import { applyOrderUpdate, type OrderUpdate, type TradeEvent, type UpdateContext } from './apply-order-update.ts';
import type { Order, Trade } from './trade.ts';

/** What an exchange says of a stop, whichever orders it has become there. */
export interface StopUpdate extends OrderUpdate {
  readonly stopPrice: number | null;
  /** As freqtrade writes it into `order_type`. */
  readonly orderType: string;
  /** Whether it was woken, and is an order like others now. */
  readonly isTriggered: boolean;
}

/** Takes the exchange's word on a stop into its trade; its fills go the way of every fill. @throws InvariantBroken with nothing changed */
export function applyStopUpdate(trade: Trade, order: Order, update: StopUpdate, context: UpdateContext): TradeEvent[] {
  const events = applyOrderUpdate(trade, order, update, context);
  order.orderType = update.orderType;
  if (update.stopPrice !== null && update.stopPrice > 0) order.stopPrice = update.stopPrice;
  return events;
}
