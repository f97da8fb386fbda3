import type { EntryCallbacks } from '../core/entry/plan-entry.ts';
import { type ExitCallbacks, NO_CALLBACKS } from '../core/exit/decide-exit.ts';
import { reasonOf } from '../core/reason.ts';
import type { Side } from '../core/trade/trade.ts';
import type { Strategy } from './strategy.ts';

/** A strategy's own code failed; it costs the one decision that was asked for. */
export class StrategyError extends Error {
  readonly code = 'STRATEGY_ERROR';
  readonly callback: string;
  constructor(callback: string, strategy: string, cause: unknown) {
    super(`${strategy}.${callback} failed: ${reasonOf(cause)}`, { cause });
    this.callback = callback;
  }
}

/** Where a guarded failure is told; it never stops the bot. */
export type FailureSink = (error: StrategyError) => void;

/** Calls a strategy callback that must answer at once; a failure or a promise costs the answer, not the bot. */
export function guarded<T>(strategy: Strategy, callback: string, call: () => T, fallback: T, sink: FailureSink): T {
  try {
    const value = call();
    if (isPromise(value)) {
      value.then(undefined, () => undefined);
      throw new Error(
        `it returned a promise. Callbacks decide at once; fetch in botLoopStart or populateIndicators, keep the value on the strategy, and read it here.`,
      );
    }
    return value;
  } catch (error) {
    sink(new StrategyError(callback, strategy.constructor.name, error));
    return fallback;
  }
}

/** Only a strategy whose code speaks of `afterFill` is asked for its stop right after a fill. */
export function usesAfterFill(strategy: Strategy): boolean {
  return strategy.customStoploss !== undefined && /\bafterFill\b/.test(strategy.customStoploss.toString());
}

/** The strategy's exit callbacks in the core's terms; those it has not overridden are null. */
export function exitCallbacks(strategy: Strategy, now: number, sink: FailureSink): ExitCallbacks {
  if (strategy.customStoploss === undefined && strategy.customExit === undefined && strategy.customRoi === undefined) return NO_CALLBACKS;
  const context = { currentTime: now };
  return {
    customStoploss:
      strategy.customStoploss === undefined
        ? null
        : (trade, currentRate, currentProfit, afterFill) =>
            guarded(
              strategy,
              'customStoploss',
              () => strategy.customStoploss!({ ...context, pair: trade.pair, trade, currentRate, currentProfit, afterFill }),
              null,
              sink,
            ),
    customExit:
      strategy.customExit === undefined
        ? null
        : (trade, currentRate, currentProfit) =>
            guarded(
              strategy,
              'customExit',
              () => strategy.customExit!({ ...context, pair: trade.pair, trade, currentRate, currentProfit }),
              null,
              sink,
            ),
    customRoi:
      strategy.customRoi === undefined
        ? null
        : (trade, tradeDuration) =>
            guarded(strategy, 'customRoi', () => strategy.customRoi!({ ...context, pair: trade.pair, trade, tradeDuration }), null, sink),
  };
}

/** The strategy's entry callbacks in the core's terms; those it has not overridden are null. */
export function entryCallbacks(strategy: Strategy, now: number, sink: FailureSink): EntryCallbacks {
  const context = (pair: string, rate: number, entryTag: string | null, side: Side) => ({ pair, currentTime: now, rate, entryTag, side });
  return {
    customEntryPrice:
      strategy.customEntryPrice === undefined
        ? null
        : (pair, proposed, tag, side, trade) =>
            guarded(
              strategy,
              'customEntryPrice',
              () => strategy.customEntryPrice!({ ...context(pair, proposed, tag, side), proposedRate: proposed, trade }),
              proposed,
              sink,
            ),
    customStakeAmount:
      strategy.customStakeAmount === undefined
        ? null
        : (pair, rate, proposedStake, minStake, maxStake, leverage, tag, side) =>
            guarded(
              strategy,
              'customStakeAmount',
              () =>
                strategy.customStakeAmount!({
                  ...context(pair, rate, tag, side),
                  currentRate: rate,
                  proposedStake,
                  minStake,
                  maxStake,
                  leverage,
                }),
              proposedStake,
              sink,
            ),
    leverage:
      strategy.leverage === undefined
        ? null
        : (pair, rate, maxLeverage, tag, side) =>
            guarded(
              strategy,
              'leverage',
              () => strategy.leverage!({ ...context(pair, rate, tag, side), currentRate: rate, proposedLeverage: 1, maxLeverage }),
              1,
              sink,
            ),
    confirmEntry:
      strategy.confirmTradeEntry === undefined
        ? null
        : (pair, orderType, amount, rate, timeInForce, tag, side) =>
            guarded(
              strategy,
              'confirmTradeEntry',
              () => strategy.confirmTradeEntry!({ ...context(pair, rate, tag, side), orderType, amount, timeInForce }),
              false,
              sink,
            ),
  };
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
