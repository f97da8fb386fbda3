import type { Fill, Order, OrderStatus } from '../../engine/order.ts';
import { toStep } from '../../engine/symbol.ts';
import { clientIdOf, orderType, uid, wireId } from './facts.ts';

/** Something that happened to an order, as the account's history keeps it. */
export interface HistoryEvent {
  readonly at: number;
  readonly event: Readonly<Record<string, object>>;
}

const ENDS: Readonly<Partial<Record<OrderStatus, string>>> = {
  cancelled: 'cancelled_by_user',
  expired: 'ioc_order_failed_because_it_would_not_be_executed',
};

/**
 * What has happened to an order, oldest first: placed with what it took at once, updated by each later fill, cancelled. Amounts are what is left.
 * Source: Kraken, "Get order events".
 */
export function orderEvents(order: Order): HistoryEvent[] {
  if (!order.isTriggered) return [];
  const taken = order.fills.filter(({ isMaker }) => !isMaker);
  let filled = taken.reduce((sum, { amount }) => sum + amount, 0);
  const reason = order.isLiquidation ? 'liquidation' : 'new_user_order';
  const placed = { order: historyOrder(order, filled), reason, reducedQuantity: '', algoId: '' };
  const events: HistoryEvent[] = [{ at: taken[0]?.time ?? order.time, event: { OrderPlaced: placed } }];
  for (const fill of order.fills.filter(({ isMaker }) => isMaker)) {
    const before = historyOrder(order, filled);
    filled += fill.amount;
    events.push({ at: fill.time, event: { OrderUpdated: updated(order, before, filled, fill) } });
  }
  const ended = ENDS[order.status];
  if (ended !== undefined) {
    events.push({ at: order.updateTime, event: { OrderCancelled: { order: historyOrder(order, filled), reason: ended } } });
  }
  return events;
}

/** The same of a stop, until it becomes an order. Source: Kraken, "Get trigger events". */
export function triggerEvents(order: Order): HistoryEvent[] {
  if (order.trigger === null) return [];
  const row = historyOrder(order, 0);
  const events: HistoryEvent[] = [{ at: order.time, event: { OrderTriggerPlaced: { order: row, reason: 'new_user_order' } } }];
  if (order.isTriggered) events.push({ at: order.fills[0]?.time ?? order.updateTime, event: { OrderTriggerActivated: { order: row } } });
  else if (order.status !== 'open') {
    events.push({ at: order.updateTime, event: { OrderTriggerCancelled: { order: row, reason: 'cancelled_by_user' } } });
  }
  return events;
}

function updated(order: Order, before: object, filled: number, fill: Fill): object {
  const newOrder = historyOrder(order, filled);
  const isWhole = toStep(order.amount - filled, order.symbol.stepSize) <= 0;
  return {
    oldOrder: before,
    newOrder: { ...newOrder, lastUpdateTimestamp: String(fill.time) },
    reason: isWhole ? 'full_fill' : 'partial_fill',
    reducedQuantity: '',
  };
}

function historyOrder(order: Order, filled: number): Record<string, unknown> {
  const { symbol, trigger } = order;
  const types: Readonly<Record<string, string>> = { lmt: 'Limit', post: 'Post', stp: 'Stop' };
  return {
    uid: uid(order.id),
    accountUid: uid(0),
    tradeable: wireId(symbol),
    direction: order.side === 'buy' ? 'Buy' : 'Sell',
    quantity: String(toStep(order.amount - filled, symbol.stepSize)),
    filled: String(toStep(filled, symbol.stepSize)),
    timestamp: String(order.time),
    limitPrice: String(order.type === 'market' ? (order.fills[0]?.price ?? 0) : order.price),
    orderType: order.isLiquidation ? 'Liquidation' : (types[orderType(order)] ?? 'IoC'),
    clientId: clientIdOf(order) ?? '',
    reduceOnly: order.isReduceOnly,
    lastUpdateTimestamp: String(order.updateTime),
    ...(trigger === null ? {} : { stopPrice: String(trigger.price) }),
  };
}
