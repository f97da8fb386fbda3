import { newOrder } from '../core/entry/open-trade.ts';
import { decideExit, type ExitDecision, type ExitSignal, isStop } from '../core/exit/decide-exit.ts';
import { lowerStep } from '../core/exit/roi.ts';
import type { Quote } from '../core/market/market.ts';
import { roundAmount, roundPrice } from '../core/market/precision.ts';
import { hasSimilarOrder } from '../core/order/similar.ts';
import { closeRateForRoi, profitRatioAt } from '../core/trade/profit.ts';
import { exitSide, type Order, type Trade } from '../core/trade/trade.ts';
import { exitCallbacks, guarded } from '../strategy/guard.ts';
import type { PairData } from './pair-data.ts';
import { type BacktestState, cancelOpenOrders } from './state.ts';

/** A candle with its tag, which entries get. */
export interface CandleQuote extends Quote {
  /** Entry tag of the candle before, whether or not there is an entry. */
  enterTag: string | null;
}

/** Tests an open trade for a reason to leave and places the order. */
export function checkExit(state: BacktestState, data: PairData, trade: Trade, quote: CandleQuote, signal: ExitSignal): void {
  const { settings } = state;
  const callbacks = exitCallbacks(settings.strategy, quote.at, state.onFailure);
  for (const decision of decideExit(trade, quote, signal, settings.exitRules, callbacks)) {
    if (placeExit(state, data, trade, quote, decision, null) !== null) return;
  }
}

/** Prices, confirms and places an exit order. @returns the order; null when there is no price for it or the strategy refuses */
export function placeExit(
  state: BacktestState,
  data: PairData,
  trade: Trade,
  quote: CandleQuote,
  decision: ExitDecision,
  part: number | null,
): Order | null {
  const { strategy, exitOrderType } = state.settings;
  const raw = exitPrice(state, trade, quote, decision);
  if (raw === null) return null;
  let rate = raw;
  const isPriced = decision.type === 'exit_signal' || decision.type === 'custom_exit' || decision.type === 'partial_exit';
  if (isPriced && exitOrderType === 'limit' && strategy.customExitPrice !== undefined) {
    const proposedRate = raw;
    const context = {
      pair: trade.pair,
      trade,
      currentTime: quote.at,
      currentRate: proposedRate,
      currentProfit: profitRatioAt(trade, proposedRate),
      proposedRate,
      exitTag: decision.reason,
    };
    const asked = guarded(strategy, 'customExitPrice', () => strategy.customExitPrice!(context), proposedRate, state.onFailure);
    if (Number.isFinite(asked)) rate = asked;
    // an order beyond the candle would be a stop order
    rate = trade.isShort ? Math.min(rate, quote.high) : Math.max(rate, quote.low);
  }
  if (!isConfirmed(state, trade, quote, decision, rate)) return null;
  trade.exitReason = decision.reason;
  return orderExit(state, trade, quote.at, rate, part ?? trade.amount, decision.reason, data);
}

/** Writes an exit order in the place of every other open one. @returns null where an open order does the same */
export function orderExit(
  state: BacktestState,
  trade: Trade,
  at: number,
  asked: number,
  amount: number,
  reason: string,
  data: PairData,
): Order | null {
  const { market } = data;
  const rate = roundPrice(asked, trade.pricePrecision, trade.precisionMode);
  const rounded = roundAmount(amount, market.amountPrecision, market.precisionMode);
  if (hasSimilarOrder(trade, exitSide(trade), rate, rounded)) return null;
  cancelOpenOrders(state, trade);
  const order = newOrder(
    trade,
    {
      side: exitSide(trade),
      orderType: state.settings.exitOrderType,
      amount: rounded,
      rate,
      tag: reason,
      orderId: String(state.nextOrderId++),
    },
    at,
  );
  order.cost = rounded * rate * (1 + state.settings.fee);
  trade.closeRateRequested = rate;
  trade.orders.push(order);
  return order;
}

function isConfirmed(state: BacktestState, trade: Trade, quote: Quote, decision: ExitDecision, rate: number): boolean {
  const { strategy, exitTimeInForce } = state.settings;
  if (strategy.confirmTradeExit === undefined || decision.type === 'liquidation' || decision.type === 'partial_exit') return true;
  const context = {
    pair: trade.pair,
    trade,
    currentTime: quote.at,
    currentRate: rate,
    currentProfit: profitRatioAt(trade, rate),
    orderType: isStop(decision) ? state.settings.stopOrderType : state.settings.exitOrderType,
    amount: trade.amount,
    timeInForce: exitTimeInForce,
    exitReason: decision.reason,
  };
  return guarded(strategy, 'confirmTradeExit', () => strategy.confirmTradeExit!(context), true, state.onFailure);
}

/** The price a reason is left at within a candle; null where the candle can't have given it. Source: tests/golden/backtest. */
function exitPrice(state: BacktestState, trade: Readonly<Trade>, quote: CandleQuote, decision: ExitDecision): number | null {
  const minutes = Math.floor((quote.at - trade.openDate) / 60_000);
  switch (decision.type) {
    case 'stop_loss':
    case 'trailing_stop_loss':
    case 'liquidation':
      return stopPrice(state, trade, quote, decision, minutes);
    case 'roi':
      return roiPrice(state, trade, quote, minutes);
    default:
      return quote.rate;
  }
}

function stopPrice(state: BacktestState, trade: Readonly<Trade>, quote: Quote, decision: ExitDecision, minutes: number): number {
  const rules = state.settings.exitRules;
  const stop = (decision.type === 'liquidation' ? trade.liquidationPrice : trade.stopLoss) ?? quote.rate;
  const isPassed = trade.isShort ? stop < quote.low : stop > quote.high;
  if (isPassed) return quote.rate;
  if (decision.type !== 'trailing_stop_loss' || minutes > 0) return stop;
  // armed within the candle of the entry: the price is taken to have turned as soon as it could
  const sign = trade.isShort ? -1 : 1;
  const isOffset =
    !rules.useCustomStoploss && rules.trailingStop && rules.trailingOnlyOffsetIsReached && Boolean(rules.trailingStopPositive);
  const armed = isOffset
    ? quote.rate *
      (1 + sign * Math.abs(rules.trailingStopPositiveOffset) - sign * Math.abs((rules.trailingStopPositive ?? 0) / trade.leverage))
    : quote.rate * (1 - sign * Math.abs((trade.stopLossRatio ?? 0) / trade.leverage));
  return trade.isShort ? Math.min(quote.high, armed) : Math.max(quote.low, armed);
}

function roiPrice(state: BacktestState, trade: Readonly<Trade>, quote: CandleQuote, minutes: number): number | null {
  const { roi, useCustomRoi } = state.settings.exitRules;
  const ask = useCustomRoi ? exitCallbacks(state.settings.strategy, quote.at, state.onFailure).customRoi : null;
  const step = lowerStep(roi, minutes, ask?.(trade, minutes) ?? null);
  if (step === null) return quote.rate;
  const [from, ratio] = step;
  const frameMinutes = state.settings.timeframeMs / 60_000;
  if (ratio === -1 && from % frameMinutes === 0) return quote.rate;
  const target = closeRateForRoi(trade, ratio);
  const isBetterOpen = trade.isShort ? quote.rate < target : quote.rate > target;
  if (minutes > 0 && minutes === from && from % frameMinutes === 0 && isBetterOpen) return quote.rate;
  if (minutes === 0) {
    // entered below the open of a candle that then fell: its close can't have come after the target
    const isImpossible = trade.isShort
      ? quote.rate < quote.close && trade.openRate > quote.rate && target < quote.close
      : quote.rate > quote.close && trade.openRate < quote.rate && target > quote.close;
    if (isImpossible) return null;
  }
  return Math.min(Math.max(target, quote.low), quote.high);
}
