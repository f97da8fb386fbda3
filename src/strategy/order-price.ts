import { isEntry, type Order, side, type Trade } from '../core/trade/trade.ts';
import { askStrategy, type FailureSink } from './guard.ts';
import type { Strategy } from './strategy.ts';

/**
 * The price a strategy wants an open order to have now: `adjustOrderPrice`, else `adjustEntryPrice` or `adjustExitPrice`. Null to cancel
 * the order, its own price to leave it, which is also what a strategy without them or with a failing one gets.
 *
 * @param at ms since epoch, UTC
 * @param proposedRate what an order would be placed at now
 */
export function wantedOrderPrice(
  strategy: Strategy,
  trade: Readonly<Trade>,
  order: Readonly<Order>,
  at: number,
  proposedRate: number,
  sink: FailureSink,
): number | null {
  const isEntering = isEntry(trade, order);
  const own = order.ftPrice;
  const context = {
    pair: trade.pair,
    trade,
    order,
    currentTime: at,
    proposedRate,
    currentOrderRate: own,
    entryTag: trade.enterTag,
    side: side(trade),
  };
  const wanted =
    strategy.adjustOrderPrice !== undefined
      ? askStrategy(strategy, 'adjustOrderPrice', { ...context, isEntry: isEntering }, own, sink)
      : askStrategy(strategy, isEntering ? 'adjustEntryPrice' : 'adjustExitPrice', context, own, sink);
  return wanted === null || wanted === own || wanted > 0 ? wanted : null;
}

/** Whether a strategy gives open orders new prices at all. */
export function repricesOrders(strategy: Strategy): boolean {
  return strategy.adjustOrderPrice !== undefined || strategy.adjustEntryPrice !== undefined || strategy.adjustExitPrice !== undefined;
}
