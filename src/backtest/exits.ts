import { decideExit, type ExitDecision, type ExitSignal } from '../core/exit/decide-exit.ts';
import { planExit } from '../core/exit/plan-exit.ts';
import type { Quote } from '../core/market/market.ts';
import { roundAmount, roundPrice } from '../core/market/precision.ts';
import { noteExitReason } from '../core/trade/amend-trade.ts';
import { placeExitOrder } from '../core/trade/place-order.ts';
import type { Order, OrderType, Trade } from '../core/trade/trade.ts';
import type { PairData } from './pair-data.ts';
import { type BacktestState, cancelOpenOrders, nextOrder } from './state.ts';

/** A candle with its tag, which entries get. */
export interface CandleQuote extends Quote {
  /** Entry tag of the candle before, whether or not there is an entry. */
  enterTag: string | null;
}

/** Tests an open trade for a reason to leave and places the order. */
export function checkExit(state: BacktestState, data: PairData, trade: Trade, quote: CandleQuote, signal: ExitSignal): void {
  for (const decision of decideExit(trade, quote, signal, state.settings.exitRules, state.callbacks.exit)) {
    if (placeExit(state, data, trade, quote, decision, null) !== null) return;
  }
}

/** Plans and places an exit order. @returns the order; null when there is no price for it, the strategy refuses, or one does the same */
export function placeExit(
  state: BacktestState,
  data: PairData,
  trade: Trade,
  quote: CandleQuote,
  decision: ExitDecision,
  part: number | null,
): Order | null {
  const { exitRules, exitOrderRules, marketModel } = state.settings;
  const size = { amount: part ?? trade.amount, isPart: part !== null };
  const plan = planExit(trade, decision, size, quote, { exit: exitRules, order: exitOrderRules }, marketModel, state.callbacks.exitOrder);
  if (plan === null) return null;
  const { reason } = decision;
  if (!plan.isWaiting) return orderExit(state, trade, quote.at, { ...plan, amount: size.amount, reason, exitReason: reason }, data);
  nextOrder(state);
  if (marketModel.renamesExits) noteExitReason(trade, reason);
  return null;
}

/** What is ordered of an exit. */
export interface ExitFacts {
  readonly orderType: OrderType;
  readonly rate: number;
  /** Base currency. */
  readonly amount: number;
  /** What the order is called. */
  readonly reason: string;
  /** Why the trade is left. */
  readonly exitReason: string | null;
}

/** Writes an exit order in the place of every other open one. */
export function orderExit(state: BacktestState, trade: Trade, at: number, exit: ExitFacts, { market }: PairData): Order {
  const { orderType, reason } = exit;
  const rate = roundPrice(exit.rate, trade.pricePrecision, trade.precisionMode);
  const amount = roundAmount(exit.amount, market.amountPrecision, market.precisionMode);
  cancelOpenOrders(state, trade, at);
  const cost = amount * rate * (1 + state.settings.fee);
  const facts = { orderType, amount, rate, tag: reason, cost, ...nextOrder(state), isUnpriced: !(rate > 0) };
  return placeExitOrder(trade, facts, at, exit.exitReason);
}
