import { adjustStopLoss, resetStopLoss } from '../exit/stoploss.ts';
import { roundTo } from '../market/decimal.ts';
import type { MarketModel } from '../market/market-model.ts';
import { roundAmount } from '../market/precision.ts';
import { type OrderFee, takeFees } from './fees.ts';
import { bookedFunding, bookFunding } from './funding.ts';
import { ensure } from './invariant.ts';
import { recalculate } from './recalculate.ts';
import { amountAfterFee, isEntry, isStopOrder, type Order, type OrderStatus, type Trade } from './trade.ts';

/** What an exchange says of one order. Amounts in base currency; times ms since epoch, UTC. */
export interface OrderUpdate {
  orderId: string;
  status: OrderStatus;
  amount: number;
  filled: number;
  /** Null before the first fill. */
  average: number | null;
  cost: number | null;
  price: number | null;
  /** Fees as the exchange took them; empty when it does not say. */
  fees: readonly OrderFee[];
  at: number;
}

/** What happened to a trade, in order. */
export type TradeEvent =
  | { kind: 'entry_fill'; trade: Trade; order: Order; isFirst: boolean }
  | { kind: 'exit_fill'; trade: Trade; order: Order; closes: boolean }
  | { kind: 'entry_cancel'; trade: Trade; order: Order; reason: string; abandons: boolean }
  | { kind: 'exit_cancel'; trade: Trade; order: Order; reason: string };

export interface UpdateContext {
  now: number;
  /** Why we cancelled, where we did. */
  cancelReason?: string;
  /** What opens a trade: its first fill where nothing is said, else as the market's model has it. */
  opensWith?: MarketModel['opensWith'];
  /** Leaves a trade open that has no entry any more: another order is about to take the cancelled one's place. */
  keepsTrade?: boolean;
}

/** Exit reason of a trade whose stop on the exchange was hit. */
const STOPPED_ON_EXCHANGE = 'stoploss_on_exchange';

/**
 * The only writer of a trade's fills: takes the exchange's word on an order into the trade.
 * Applying the same update twice changes nothing.
 * @throws InvariantBroken, with nothing changed, where the word can't be true: a closed trade would change, amounts are below nothing
 */
export function applyOrderUpdate(trade: Trade, order: Order, update: OrderUpdate, context: UpdateContext): TradeEvent[] {
  if (!order.isOpen && order.status !== null) return [];
  const brings = update.filled - (order.filled ?? 0);
  ensure(
    update.amount >= 0 && update.filled >= 0,
    trade,
    `order ${order.orderId} is reported with ${update.filled} of ${update.amount} filled`,
  );
  ensure(trade.isOpen || !(brings > 0), trade, `it is closed, and order ${order.orderId} brings ${brings}`);
  order.status = update.status;
  order.amount = update.amount;
  order.filled = Math.max(order.filled ?? 0, update.filled);
  order.remaining = roundTo(Math.max(update.amount - order.filled, 0), 12);
  if (update.price !== null && update.price > 0) order.price = update.price;
  // an answer may be older than what the stream has sent: of fewer coins, it knows nothing of what the others cost
  if (brings >= 0) {
    if (update.average !== null && update.average > 0) order.average = update.average;
    order.cost = update.cost ?? (order.average === null ? order.cost : order.average * order.filled);
  }
  order.updateDate = context.now;
  if (update.status === 'open') return [];
  order.isOpen = false;
  if (order.filled > 0) {
    order.filledDate = update.at;
    const isFutures = trade.tradingMode === 'futures';
    // before anything was due freqtrade books 0, and nothing in a backtest
    if (isFutures || !isStopOrder(order)) bookFunding(trade, order, context.opensWith === 'order' ? null : 0);
    if (isFutures) trade.fundingFees = bookedFunding(trade);
    takeFees(trade, order, update.fees);
    if (isStopOrder(order)) {
      trade.exitReason = STOPPED_ON_EXCHANGE;
      trade.closeRateRequested = trade.stopLoss;
    }
    return isEntry(trade, order) ? entryFilled(trade, order, context.opensWith === 'order') : exitFilled(trade, order, update.at);
  }
  // nothing came of a stop: another is laid in its place, and nobody need hear of it
  if (isStopOrder(order)) return [];
  const reason = context.cancelReason ?? 'cancelled on exchange';
  order.cancelReason = reason;
  if (isEntry(trade, order)) {
    const abandons =
      context.keepsTrade !== true &&
      !trade.orders.some((other) => other !== order && isEntry(trade, other) && (other.isOpen || (other.filled ?? 0) > 0));
    if (abandons) trade.isOpen = false;
    return [{ kind: 'entry_cancel', trade, order, reason, abandons }];
  }
  trade.closeRateRequested = null;
  trade.exitReason = null;
  trade.exitOrderStatus = 'canceled';
  return [{ kind: 'exit_cancel', trade, order, reason }];
}

function entryFilled(trade: Trade, order: Order, keepsOpenDate: boolean): TradeEvent[] {
  const isFirst = !trade.orders.some((other) => other !== order && isEntry(trade, other) && !other.isOpen && (other.filled ?? 0) > 0);
  recalculate(trade, false);
  if (isFirst) {
    if (!keepsOpenDate) trade.openDate = Math.max(trade.openDate, order.filledDate ?? 0) || trade.openDate;
    trade.maxRate = trade.openRate;
    trade.minRate = trade.openRate;
    if (trade.stopLossRatio !== null) resetStopLoss(trade, trade.stopLossRatio);
  } else followOpenRate(trade);
  return [{ kind: 'entry_fill', trade, order, isFirst }];
}

function exitFilled(trade: Trade, order: Order, at: number): TradeEvent[] {
  let entered = 0;
  let left = 0;
  for (const other of trade.orders) {
    if (isEntry(trade, other)) entered += amountAfterFee(other);
    else left += other.filled ?? 0;
  }
  const remaining = roundAmount(Math.max(roundTo(entered - left, 12), 0), trade.amountPrecision, trade.precisionMode);
  // the wallet may have had less than the orders say: what the trade then holds is in its amount
  const held = roundAmount(trade.amount, trade.amountPrecision, trade.precisionMode);
  const closes = remaining <= 0 || (held > 0 && (order.filled ?? 0) >= held);
  const holdsAfter = roundAmount(Math.max(roundTo(held - (order.filled ?? 0), 12), 0), trade.amountPrecision, trade.precisionMode);
  recalculate(trade, closes);
  if (!closes && holdsAfter > 0) trade.amount = Math.min(trade.amount, holdsAfter);
  trade.feeCloseCurrency = trade.feeCloseCurrency ?? trade.stakeCurrency;
  if (closes) {
    trade.isOpen = false;
    trade.closeRate = order.average ?? order.price ?? order.ftPrice;
    trade.closeDate = at;
    trade.exitOrderStatus = 'closed';
    trade.closeProfitAbs = trade.realizedProfit;
  } else followOpenRate(trade);
  return [{ kind: 'exit_fill', trade, order, closes }];
}

/** The stop keeps its distance from an open rate that has moved in the trade's favour. */
export function followOpenRate(trade: Trade): void {
  if (trade.stopLossRatio !== null) adjustStopLoss(trade, trade.openRate, trade.stopLossRatio);
}
