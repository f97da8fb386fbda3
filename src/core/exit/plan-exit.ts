import { boundCustomPrice, withinCandle } from '../entry/price.ts';
import type { Quote } from '../market/market.ts';
import type { MarketModel } from '../market/market-model.ts';
import { roundPrice } from '../market/precision.ts';
import { hasSimilarOrder } from '../order/similar.ts';
import { exitSide, type OrderType, type Trade } from '../trade/trade.ts';
import { type ExitDecision, type ExitRules, isStop } from './decide-exit.ts';
import { exitPrice, type RoiCallbacks } from './exit-price.ts';

/** How exits are ordered. */
export interface ExitOrderRules {
  readonly orderType: OrderType;
  /** Of stops. */
  readonly stopOrderType: OrderType;
  readonly timeInForce: string;
  readonly customPriceMaxDistanceRatio: number;
}

/** What a strategy may be asked about an exit that is decided; null where it has nothing to say. */
export interface ExitOrderCallbacks extends RoiCallbacks {
  readonly customExitPrice: ((trade: Readonly<Trade>, proposed: number, reason: string) => number) | null;
  readonly confirmExit:
    | ((
        trade: Readonly<Trade>,
        order: { readonly rate: number; readonly amount: number; readonly orderType: OrderType; readonly timeInForce: string },
        reason: string,
      ) => boolean)
    | null;
  /** Whether a wish for no price (NaN) is one: an order that waits, and that nothing fills. */
  readonly ordersAtNoPrice?: boolean;
}

export const NO_EXIT_ORDER_CALLBACKS: ExitOrderCallbacks = { customRoi: null, customExitPrice: null, confirmExit: null };

/** What is to be sold: an amount in base currency, and whether the strategy took it for a part of the trade. */
export interface ExitSize {
  readonly amount: number;
  readonly isPart: boolean;
}

export interface ExitPlan {
  /** On the price grid. */
  readonly rate: number;
  readonly orderType: OrderType;
  /** Whether an order of the trade does the same already. */
  readonly isWaiting: boolean;
}

/** The order type a decision is carried out with. */
export function orderTypeOf(decision: ExitDecision, rules: Pick<ExitOrderRules, 'orderType' | 'stopOrderType'>): OrderType {
  return isStop(decision) ? rules.stopOrderType : rules.orderType;
}

/**
 * How a reason to leave is carried out: its price, the strategy's wish for another, its consent. Neither liquidation nor parts need consent.
 * @returns null where the candle can't have given the price, or the strategy does not agree
 */
export function planExit(
  trade: Readonly<Trade>,
  decision: ExitDecision,
  { amount, isPart }: ExitSize,
  quote: Quote,
  rules: { readonly exit: ExitRules; readonly order: ExitOrderRules },
  model: MarketModel,
  callbacks: ExitOrderCallbacks = NO_EXIT_ORDER_CALLBACKS,
): ExitPlan | null {
  const proposed = exitPrice(trade, decision, quote, rules.exit, model, callbacks);
  if (proposed === null) return null;
  const orderType = orderTypeOf(decision, rules.order);
  const { customExitPrice, confirmExit } = callbacks;
  let rate = proposed;
  if (customExitPrice !== null && orderType === 'limit' && (model.pricesEveryExit || isWished(decision))) {
    const wished = customExitPrice(trade, proposed, decision.reason);
    if (model.candleMinutes === null) rate = boundCustomPrice(wished, proposed, rules.order.customPriceMaxDistanceRatio);
    else {
      const isTaken = Number.isFinite(wished) || (callbacks.ordersAtNoPrice === true && wished !== Number.POSITIVE_INFINITY);
      rate = withinCandle(isTaken ? wished : proposed, quote, trade.isShort);
    }
  }
  const { timeInForce } = rules.order;
  const needsConsent = !isPart && decision.type !== 'liquidation';
  if (needsConsent && confirmExit !== null && !confirmExit(trade, { rate, amount, orderType, timeInForce }, decision.reason)) return null;
  const onGrid = roundPrice(rate, trade.pricePrecision, trade.precisionMode);
  return { rate: onGrid, orderType, isWaiting: hasSimilarOrder(trade, exitSide(trade), onGrid, amount) };
}

/**
 * The rate of an exit that was not decided by the rules: forced, an emergency, in the place of another. The strategy may wish another for a
 * limit order, near the proposed one. On the price grid. Source: freqtrade 2026.9.
 */
export function forcedExitRate(
  trade: Readonly<Trade>,
  { rate, orderType, reason }: { readonly rate: number; readonly orderType: OrderType; readonly reason: string },
  { customPriceMaxDistanceRatio }: Pick<ExitOrderRules, 'customPriceMaxDistanceRatio'>,
  { customExitPrice }: Pick<ExitOrderCallbacks, 'customExitPrice'>,
): number {
  const isAsked = orderType === 'limit' && customExitPrice !== null;
  const wished = isAsked ? boundCustomPrice(customExitPrice(trade, rate, reason), rate, customPriceMaxDistanceRatio) : rate;
  return roundPrice(wished, trade.pricePrecision, trade.precisionMode);
}

/** Whether it is the strategy that wants to leave, and not the market that makes it. */
function isWished({ type }: ExitDecision): boolean {
  return type === 'exit_signal' || type === 'custom_exit' || type === 'partial_exit';
}
