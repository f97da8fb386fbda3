import { type CustomStoploss, moveStopLoss } from '../core/exit/stoploss.ts';
import type { Quote } from '../core/market/market.ts';
import { must } from '../core/must.ts';
import { applyOrderUpdate } from '../core/trade/apply-order-update.ts';
import { setLiquidationPrice, setSharedLiquidations } from '../core/trade/liquidation.ts';
import { profitRatioAt } from '../core/trade/profit.ts';
import { isEntry, type Order, type Trade } from '../core/trade/trade.ts';
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
  const { stopAfterFill } = state.callbacks;
  // as it was, for a stop that is asked for what leaving has earned
  const before = stopAfterFill === null ? null : { ...trade };
  const held = trade.amount;
  const { isFutures, isCross } = state.settings;
  const enters = isEntry(trade, order);
  // an exit is computed with what was held before it
  if (isFutures && !enters && (isCross || order.ftAmount !== held)) updateLiquidation(state, trade);
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
  if (isFutures) beginFunding(state, trade, order, at, held);
  askStrategy(strategy, 'orderFilled', { pair: trade.pair, trade, order, currentTime: at }, undefined, state.onFailure);
  if (!trade.isOpen) return;
  if (isFutures && enters) updateLiquidation(state, trade);
  if (stopAfterFill !== null && before !== null) {
    const rules = { ...state.settings.exitRules, trailingStop: false };
    const asked: CustomStoploss = enters
      ? stopAfterFill
      : (left, rate, _profit, isAfterFill) =>
          stopAfterFill(left, rate, profitRatioAt({ ...before, fundingFees: trade.fundingFees }, rate), isAfterFill);
    moveStopLoss(trade, rules, asked, order.ftPrice, order.ftPrice, true);
  }
}

/** Of the trade, or where positions share their margin, of all; what others are worth is taken to be what they were entered at. */
function updateLiquidation(state: BacktestState, trade: Trade): void {
  const { collateral, open, byPair, settings } = state;
  if (settings.isCross) {
    const marketOf = (pair: string) => byPair.get(pair)?.market ?? null;
    setSharedLiquidations({ collateral, trades: open.all, marketOf, markOf: ({ openRate }) => openRate }, settings.liquidation);
  } else setLiquidationPrice(trade, must(byPair.get(trade.pair), 'market of an open trade').market, settings.liquidation);
}
