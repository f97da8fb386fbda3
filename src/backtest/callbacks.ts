import type { PositionChange, PositionFacts } from '../core/adjustment/plan-adjustment.ts';
import type { EntryCallbacks } from '../core/entry/plan-entry.ts';
import type { ExitCallbacks, ExitRules } from '../core/exit/decide-exit.ts';
import type { ExitOrderCallbacks } from '../core/exit/plan-exit.ts';
import type { CustomStoploss } from '../core/exit/stoploss.ts';
import type { OrderCallbacks } from '../core/order/review-order.ts';
import type { Trade } from '../core/trade/trade.ts';
import { usesAfterFill } from '../strategy/after-fill.ts';
import { entryCallbacks, exitCallbacks, exitOrderCallbacks, type FailureSink } from '../strategy/guard.ts';
import { orderCallbacks } from '../strategy/order-callbacks.ts';
import { wantedPositionChange } from '../strategy/position-change.ts';
import type { Strategy } from '../strategy/strategy.ts';

/** Everything the strategy may be asked in a backtest, made once; what it has nothing to say to is null. */
export interface Callbacks {
  readonly entry: EntryCallbacks;
  readonly exit: ExitCallbacks;
  readonly exitOrder: ExitOrderCallbacks;
  readonly order: OrderCallbacks;
  readonly positionChange: ((trade: Readonly<Trade>, facts: PositionFacts) => PositionChange | null) | null;
  readonly stopAfterFill: CustomStoploss | null;
}

/** @param now the present moment of the backtest, ms since epoch, UTC */
export function callbacksOf(strategy: Strategy, { useCustomStoploss }: ExitRules, now: () => number, sink: FailureSink): Callbacks {
  const exit = exitCallbacks(strategy, now, sink);
  return {
    entry: entryCallbacks(strategy, now, sink),
    exit,
    exitOrder: exitOrderCallbacks(strategy, now, sink),
    order: orderCallbacks(strategy, now, sink),
    positionChange:
      strategy.adjustTradePosition === undefined ? null : (trade, facts) => wantedPositionChange(strategy, trade, facts, now(), sink),
    stopAfterFill: useCustomStoploss && usesAfterFill(strategy) ? exit.customStoploss : null,
  };
}
