import { askStrategy, type FailureSink } from './guard.ts';
import type { Strategy } from './strategy.ts';

/** Stake to add to a trade (above 0) or to take from it (below 0), stake currency. */
export interface PositionChange {
  readonly stake: number;
  readonly tag: string | null;
}

/** Asks a strategy whether a trade is to grow or shrink; null for neither. */
export function wantedPositionChange(
  strategy: Strategy,
  context: Parameters<NonNullable<Strategy['adjustTradePosition']>>[0],
  sink: FailureSink,
): PositionChange | null {
  if (strategy.adjustTradePosition === undefined) return null;
  const asked = askStrategy(strategy, 'adjustTradePosition', context, null, sink);
  const [stake, tag] = typeof asked === 'number' || asked === null || asked === undefined ? [asked ?? null, null] : asked;
  return stake === null || stake === 0 || Number.isNaN(stake) ? null : { stake, tag };
}
