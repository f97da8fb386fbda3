import type { Quote } from '../market/market.ts';
import type { MarketModel } from '../market/market-model.ts';
import { closeRateForRoi, minutesOpen } from '../trade/profit.ts';
import type { Trade } from '../trade/trade.ts';
import { type ExitCallbacks, type ExitDecision, type ExitRules, NO_CALLBACKS, stepThatCounts } from './decide-exit.ts';

/** What the ROI of a trade depends on beside the rules. */
export type RoiCallbacks = Pick<ExitCallbacks, 'customRoi' | 'roiStep'>;

/**
 * The rate a reason to leave is carried out at: what the market quotes where it is asked; on candles the rate at which the reason came
 * true. Null where the candle can't have given it. Source: tests/golden/backtest.
 */
export function exitPrice(
  trade: Readonly<Trade>,
  decision: ExitDecision,
  quote: Quote,
  rules: ExitRules,
  { candleMinutes }: MarketModel,
  callbacks: RoiCallbacks = NO_CALLBACKS,
): number | null {
  if (candleMinutes === null) return quote.rate;
  switch (decision.type) {
    case 'stop_loss':
    case 'trailing_stop_loss':
    case 'liquidation':
      return stopPrice(trade, decision, quote, rules);
    case 'roi':
      return roiPrice(trade, quote, rules, candleMinutes, callbacks);
    default:
      return quote.rate;
  }
}

/** The stop; the open of a candle that begins beyond it. */
function stopPrice(trade: Readonly<Trade>, decision: ExitDecision, quote: Quote, rules: ExitRules): number {
  const stop = (decision.type === 'liquidation' ? trade.liquidationPrice : trade.stopLoss) ?? quote.rate;
  const isPassed = trade.isShort ? stop < quote.low : stop > quote.high;
  if (isPassed) return quote.rate;
  if (decision.type !== 'trailing_stop_loss' || minutesOpen(trade, quote.at) > 0) return stop;
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

/** The rate that gives just the ROI, within the candle; its open where a step begins with it and asks for less. */
function roiPrice(trade: Readonly<Trade>, quote: Quote, rules: ExitRules, candleMinutes: number, callbacks: RoiCallbacks): number | null {
  const minutes = minutesOpen(trade, quote.at);
  const [from, ratio] = stepThatCounts(trade, minutes, rules, callbacks);
  if (from === null || ratio === null) return quote.rate;
  if (ratio === -1 && from % candleMinutes === 0) return quote.rate;
  const target = closeRateForRoi(trade, ratio);
  const isBetterOpen = trade.isShort ? quote.rate < target : quote.rate > target;
  if (minutes > 0 && minutes === from && from % candleMinutes === 0 && isBetterOpen) return quote.rate;
  if (minutes === 0) {
    // entered below the open of a candle that then fell: its close can't have come after the target
    const isImpossible = trade.isShort
      ? quote.rate < quote.close && trade.openRate > quote.rate && target < quote.close
      : quote.rate > quote.close && trade.openRate < quote.rate && target > quote.close;
    if (isImpossible) return null;
  }
  return Math.min(Math.max(target, quote.low), quote.high);
}
