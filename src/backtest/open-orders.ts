import { isTimedOut } from '../core/order/timeout.ts';
import { entryCount, isEntry, type Order, side, type Trade } from '../core/trade/trade.ts';
import { guarded } from '../strategy/guard.ts';
import { wantedOrderPrice } from '../strategy/order-price.ts';
import { enter } from './entries.ts';
import { type CandleQuote, orderExit } from './exits.ts';
import type { PairData } from './pair-data.ts';
import { type BacktestState, hasOpenOrders } from './state.ts';

/** Time-outs and replacements of a trade's open orders. @returns whether the trade is gone with its entry */
export function manageOrders(state: BacktestState, data: PairData, trade: Trade, quote: CandleQuote): boolean {
  for (const order of trade.orders.filter((candidate) => candidate.isOpen)) {
    if (hasTimedOut(state, trade, order, quote.at)) {
      trade.orders.splice(trade.orders.indexOf(order), 1);
      if (!isEntry(trade, order)) {
        state.counters.timedoutExitOrders++;
        trade.exitReason = null;
        continue;
      }
      state.counters.timedoutEntryOrders++;
      if (entryCount(trade) === 0) return true;
    } else if (replaceOrder(state, data, trade, order, quote)) {
      state.counters.canceledTradeEntries++;
      return true;
    }
  }
  return false;
}

function hasTimedOut(state: BacktestState, trade: Trade, order: Order, now: number): boolean {
  const { strategy, timeouts } = state.settings;
  if (isTimedOut(trade, order, timeouts, now)) return true;
  const context = { pair: trade.pair, trade, order, currentTime: now };
  if (isEntry(trade, order)) {
    return (
      strategy.checkEntryTimeout !== undefined &&
      guarded(strategy, 'checkEntryTimeout', () => strategy.checkEntryTimeout!(context), false, state.onFailure)
    );
  }
  return (
    strategy.checkExitTimeout !== undefined &&
    guarded(strategy, 'checkExitTimeout', () => strategy.checkExitTimeout!(context), false, state.onFailure)
  );
}

/** Gives an order the price that the strategy wants now. @returns whether the trade is gone with its entry */
function replaceOrder(state: BacktestState, data: PairData, trade: Trade, order: Order, quote: CandleQuote): boolean {
  if (quote.at <= order.orderDate) return false;
  const isEntering = isEntry(trade, order);
  const wanted = wantedOrderPrice(state.settings.strategy, trade, order, quote.at, quote.rate, state.onFailure);
  if (wanted === order.ftPrice) return false;
  if (!isEntering) {
    trade.orders.splice(trade.orders.indexOf(order), 1);
    if (wanted === null) return false;
    orderExit(state, trade, quote.at, wanted, order.remaining ?? order.ftAmount, order.tag ?? '', data);
    return false;
  }
  trade.orders.splice(trade.orders.indexOf(order), 1);
  state.counters.canceledEntryOrders++;
  if (wanted === null) return entryCount(trade) === 0;
  const stakeAmount = ((order.remaining ?? order.ftAmount) * order.ftPrice) / trade.leverage;
  enter(state, data, quote, { side: side(trade), tag: quote.enterTag, adding: { trade, stakeAmount, replacingAt: wanted } });
  state.counters.replacedEntryOrders++;
  return !hasOpenOrders(trade) && entryCount(trade) === 0;
}
