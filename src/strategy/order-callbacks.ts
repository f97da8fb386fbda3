import type { OrderCallbacks } from '../core/order/review-order.ts';
import { isEntry, side } from '../core/trade/trade.ts';
import { askStrategy, type FailureSink, type Now } from './guard.ts';
import type { Strategy } from './strategy.ts';

/**
 * What the strategy is asked of open orders, in the core's terms. A new price comes from `adjustOrderPrice`, else from `adjustEntryPrice` or
 * `adjustExitPrice`; one that fails leaves the order as it is.
 */
export function orderCallbacks(strategy: Strategy, now: Now, sink: FailureSink): OrderCallbacks {
  const { adjustOrderPrice, adjustEntryPrice, adjustExitPrice } = strategy;
  const reprices = adjustOrderPrice !== undefined || adjustEntryPrice !== undefined || adjustExitPrice !== undefined;
  return {
    ordersAtNoPrice: strategy.ordersAtNoPrice,
    isOverdue: (trade, order) => {
      const callback = isEntry(trade, order) ? 'checkEntryTimeout' : 'checkExitTimeout';
      return askStrategy(strategy, callback, { pair: trade.pair, trade, order, currentTime: now() }, false, sink);
    },
    wantedPrice: !reprices
      ? null
      : (trade, order, proposedRate) => {
          const entering = isEntry(trade, order);
          const own = order.ftPrice;
          const context = {
            pair: trade.pair,
            trade,
            order,
            currentTime: now(),
            proposedRate,
            currentOrderRate: own,
            entryTag: trade.enterTag,
            side: side(trade),
          };
          const misread = (answer: unknown): number => (strategy.ordersAtNoPrice && typeof answer === 'number' ? answer : own);
          return adjustOrderPrice !== undefined
            ? askStrategy(strategy, 'adjustOrderPrice', { ...context, isEntry: entering }, own, sink, misread)
            : askStrategy(strategy, entering ? 'adjustEntryPrice' : 'adjustExitPrice', context, own, sink, misread);
        },
  };
}
