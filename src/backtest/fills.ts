import { moveStopLoss } from '../core/exit/stoploss.ts';
import type { Quote } from '../core/market/market.ts';
import { must } from '../core/must.ts';
import { applyOrderUpdate } from '../core/trade/apply-order-update.ts';
import { setLiquidationPrice } from '../core/trade/liquidation.ts';
import type { Order, Trade } from '../core/trade/trade.ts';
import { askStrategy } from '../strategy/guard.ts';
import { beginFunding } from './funding.ts';
import type { BacktestState } from './state.ts';

/** The candle model: an order fills whole, at its price, when the candle reaches it. @returns whether it did */
export function tryFill(state: BacktestState, trade: Trade, order: Order | undefined, quote: Quote): boolean {
  if (order === undefined || !(quote.low <= order.ftPrice && order.ftPrice <= quote.high)) return false;
  fill(state, trade, order, quote.at);
  return true;
}

/** Fills an order at its price. */
export function fill(state: BacktestState, trade: Trade, order: Order, at: number): void {
  const { strategy } = state.settings;
  const held = trade.amount;
  applyOrderUpdate(
    trade,
    order,
    {
      orderId: order.orderId,
      status: 'closed',
      amount: order.ftAmount,
      filled: order.ftAmount,
      average: order.ftPrice,
      cost: order.cost,
      price: order.ftPrice,
      fees: [],
      at,
    },
    { now: at, opensWith: state.settings.marketModel.opensWith },
  );
  if (state.settings.isFutures) beginFunding(state, trade, order, at, held);
  askStrategy(strategy, 'orderFilled', { pair: trade.pair, trade, order, currentTime: at }, undefined, state.onFailure);
  if (!trade.isOpen) return;
  if (state.settings.isFutures) {
    const { liquidationFormula, liquidationBuffer } = state.settings;
    setLiquidationPrice(trade, must(state.byPair.get(trade.pair), 'market of an open trade').market, liquidationFormula, liquidationBuffer);
  }
  if (state.callbacks.stopAfterFill !== null) {
    const rules = { ...state.settings.exitRules, trailingStop: false };
    moveStopLoss(trade, rules, state.callbacks.stopAfterFill, order.ftPrice, order.ftPrice, true);
  }
}
