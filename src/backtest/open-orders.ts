import { forcedExitRate, NO_EXIT_ORDER_CALLBACKS } from '../core/exit/plan-exit.ts';
import { hasTimedOut, leftToFill, mayBeRepriced, type OrderCallbacks, repricing } from '../core/order/review-order.ts';
import { withdrawOrder } from '../core/trade/amend-trade.ts';
import { entryCount, isEntry, type Order, side, type Trade } from '../core/trade/trade.ts';
import { enter } from './entries.ts';
import { type CandleQuote, orderExit } from './exits.ts';
import type { PairData } from './pair-data.ts';
import { type BacktestState, hasOpenOrders } from './state.ts';

/** Time-outs and replacements of a trade's open orders. @returns whether the trade is gone with its entry */
export function manageOrders(state: BacktestState, data: PairData, trade: Trade, quote: CandleQuote): boolean {
  const callbacks = state.callbacks.order;
  for (const order of trade.orders.filter((candidate) => candidate.isOpen)) {
    if (hasTimedOut(trade, order, state.settings.timeouts, quote.at, callbacks)) {
      withdrawOrder(trade, order, quote.at);
      if (!isEntry(trade, order)) {
        state.counters.timedoutExitOrders++;
        continue;
      }
      state.counters.timedoutEntryOrders++;
      if (entryCount(trade) === 0) return true;
    } else if (reprice(state, data, trade, order, quote, callbacks)) {
      state.counters.canceledTradeEntries++;
      return true;
    }
  }
  return false;
}

/** Gives an order the price that the strategy wants now. @returns whether the trade is gone with its entry */
function reprice(state: BacktestState, data: PairData, trade: Trade, order: Order, quote: CandleQuote, callbacks: OrderCallbacks): boolean {
  // no price is never the price it has: one without is placed anew with every candle
  const isUnpriced = Number.isNaN(order.ftPrice) && order.orderDate < quote.at;
  if (!isUnpriced && !mayBeRepriced(order, quote.at, callbacks)) return false;
  const wanted = repricing(trade, order, quote.rate, callbacks);
  if (wanted.kind === 'keep') return false;
  const entering = isEntry(trade, order);
  const { amount, stakeAmount } = leftToFill(trade, order);
  const { exitReason } = trade;
  withdrawOrder(trade, order, quote.at);
  if (entering) state.counters.canceledEntryOrders++;
  if (wanted.kind === 'cancel') return entering && entryCount(trade) === 0;
  if (!entering) {
    const { exitOrderRules, marketModel } = state.settings;
    const { orderType } = exitOrderRules;
    const reason = order.tag ?? '';
    const asked = marketModel.replacement.pricesExits ? state.callbacks.exitOrder : NO_EXIT_ORDER_CALLBACKS;
    const rate = forcedExitRate(trade, { rate: wanted.rate, orderType: 'limit', reason }, exitOrderRules, asked);
    orderExit(state, trade, quote.at, { orderType, rate, amount, reason, exitReason }, data);
    return false;
  }
  enter(state, data, quote, { side: side(trade), tag: quote.enterTag, adding: { trade, stakeAmount, replacingAt: wanted.rate } });
  state.counters.replacedEntryOrders++;
  return !hasOpenOrders(trade) && entryCount(trade) === 0;
}
