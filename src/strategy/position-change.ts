import type { PositionChange, PositionFacts } from '../core/adjustment/plan-adjustment.ts';
import type { Trade } from '../core/trade/trade.ts';
import { askStrategy, type FailureSink } from './guard.ts';
import type { Strategy } from './strategy.ts';

/** Asks a strategy whether a trade is to grow or shrink; null for neither. @param now ms since epoch, UTC */
export function wantedPositionChange(
  strategy: Strategy,
  trade: Readonly<Trade>,
  { minStake, maxStake, entryRate, exitRate, entryProfit, exitProfit }: PositionFacts,
  now: number,
  sink: FailureSink,
): PositionChange | null {
  if (strategy.adjustTradePosition === undefined) return null;
  const context = {
    pair: trade.pair,
    trade,
    currentTime: now,
    currentRate: entryRate,
    currentProfit: entryProfit,
    minStake,
    maxStake,
    currentEntryRate: entryRate,
    currentExitRate: exitRate,
    currentEntryProfit: entryProfit,
    currentExitProfit: exitProfit,
  };
  const asked = askStrategy(strategy, 'adjustTradePosition', context, null, sink);
  const [stake, tag] = typeof asked === 'number' || asked === null || asked === undefined ? [asked ?? null, null] : asked;
  return stake === null || stake === 0 || Number.isNaN(stake) ? null : { stake, tag };
}
