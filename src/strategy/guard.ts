import type { EntryCallbacks } from '../core/entry/plan-entry.ts';
import { type ExitCallbacks, NO_CALLBACKS, REASON_LIMIT } from '../core/exit/decide-exit.ts';
import type { ExitOrderCallbacks } from '../core/exit/plan-exit.ts';
import { reasonOf } from '../core/reason.ts';
import { profitRatioAt } from '../core/trade/profit.ts';
import type { Side, Trade } from '../core/trade/trade.ts';
import { described } from '../indicators/described.ts';
import type { Annotation } from './annotation.ts';
import { ANSWERS } from './answers.ts';
import type { DataFrame } from './data-frame.ts';
import { annotationProblem } from './drawn-keys.ts';
import type { CallbackContext, CallbackName, Strategy } from './strategy.ts';

/** A strategy's own code failed; it costs the one decision that was asked for. */
export class StrategyError extends Error {
  readonly code = 'STRATEGY_ERROR';
  readonly callback: string;
  /** The class whose code it is: the strategy's, or one that it extends. */
  readonly owner: string;
  constructor(callback: string, strategy: Strategy, cause: unknown) {
    super(`${strategy.constructor.name}.${callback} failed: ${reasonOf(cause)}`, { cause });
    this.callback = callback;
    this.owner = ownerOf(strategy, callback);
  }
}

/** The class that has a member which this strategy goes by. */
function ownerOf(strategy: Strategy, member: string): string {
  let at: object | null = strategy;
  while (at !== null && !Object.hasOwn(at, member)) at = Object.getPrototypeOf(at) as object | null;
  return (at ?? strategy).constructor.name;
}

/** Where a callback's failure is reported; it never stops the bot. */
export type FailureSink = (error: StrategyError) => void;

/**
 * Begins a candle of a backtest for its strategy. What `botLoopStart` waits for goes on beside the candles, which wait for nothing; that
 * it failed is reported whenever it does.
 */
export function beginCandle(strategy: Strategy, at: number, sink: FailureSink): void {
  const report = (error: unknown): void => sink(new StrategyError('botLoopStart', strategy, error));
  try {
    const begun = strategy.botLoopStart?.(at);
    if (isPromise(begun)) begun.then(undefined, report);
  } catch (error) {
    report(error);
  }
}

type Callback<Name extends CallbackName> = Exclude<Strategy[Name], undefined>;

/**
 * Asks a strategy's callback, which must answer at once. A failure, a promise or an answer of another kind costs the answer, not the bot:
 * `otherwise` is taken then, and where the strategy has no such callback. @param misread what is taken in place of an answer of another kind
 */
export function askStrategy<Name extends CallbackName>(
  strategy: Strategy,
  name: Name,
  context: CallbackContext<Name>,
  otherwise: ReturnType<Callback<Name>>,
  sink: FailureSink,
  misread: (answer: unknown) => ReturnType<Callback<Name>> = () => otherwise,
): ReturnType<Callback<Name>> {
  // TypeScript does not see that the callback of a name takes the context of that name
  const callback = strategy[name] as ((context: CallbackContext<Name>) => ReturnType<Callback<Name>>) | undefined;
  if (callback === undefined) return otherwise;
  try {
    const value = callback.call(strategy, context);
    if (isPromise(value)) throw promised(value);
    const expected = ANSWERS[name];
    if (expected === undefined || expected[1](value)) return value;
    const words = `it must return ${expected[0]}, and returned ${value === undefined ? 'nothing' : described(value)}.`;
    sink(new StrategyError(name, strategy, new Error(words)));
    return misread(value);
  } catch (error) {
    sink(new StrategyError(name, strategy, error));
    return otherwise;
  }
}

/** What is wrong with an answer that comes later, whatever becomes of it. */
function promised(value: Promise<unknown>): Error {
  value.then(undefined, () => undefined);
  return new Error(
    `it returned a promise. Callbacks decide at once; fetch in botLoopStart or populateIndicators, keep the value on the strategy, and read it here.`,
  );
}

/** What is said of a reason that is longer than is kept; it is traded by all the same. */
const LONG_REASON = new Error(`its reason is longer than ${REASON_LIMIT} characters; the first ${REASON_LIMIT} are kept.`);

/** Tells the moment at which a strategy is asked, ms since epoch, UTC. */
export type Now = () => number;

/** The strategy's exit callbacks in the core's terms; those it has not overridden are null. */
export function exitCallbacks(strategy: Strategy, now: Now, sink: FailureSink): ExitCallbacks {
  const { customStoploss, customExit, customRoi, minRoiReached, minRoiReachedEntry } = strategy;
  if ([customStoploss, customExit, customRoi, minRoiReached, minRoiReachedEntry].every((callback) => callback === undefined))
    return NO_CALLBACKS;
  const roiSink: FailureSink = (error) => {
    sink(error);
    if (strategy.endsByFailedRoi) throw error;
  };
  return {
    customStoploss:
      customStoploss === undefined
        ? null
        : (trade, currentRate, currentProfit, afterFill) => {
            const context = { pair: trade.pair, trade, currentTime: now(), currentRate, currentProfit, afterFill };
            return askStrategy(strategy, 'customStoploss', context, null, sink);
          },
    customExit:
      customExit === undefined
        ? null
        : (trade, currentRate, currentProfit) => {
            const context = { pair: trade.pair, trade, currentTime: now(), currentRate, currentProfit };
            const answer = askStrategy(strategy, 'customExit', context, null, sink);
            if (typeof answer === 'string' && answer.length > REASON_LIMIT) sink(new StrategyError('customExit', strategy, LONG_REASON));
            return answer;
          },
    customRoi:
      customRoi === undefined
        ? null
        : (trade, tradeDuration) =>
            askStrategy(strategy, 'customRoi', { pair: trade.pair, trade, currentTime: now(), tradeDuration }, null, sink),
    roiReached:
      minRoiReached === undefined
        ? null
        : (trade, currentProfit) =>
            askStrategy(strategy, 'minRoiReached', { pair: trade.pair, trade, currentTime: now(), currentProfit }, false, roiSink),
    roiStep:
      minRoiReachedEntry === undefined
        ? null
        : (trade, tradeDuration) => {
            const context = { pair: trade.pair, trade, currentTime: now(), tradeDuration };
            return askStrategy(strategy, 'minRoiReachedEntry', context, [null, null], roiSink);
          },
  };
}

/** What the strategy is asked of an exit that is decided, in the core's terms; what it has not overridden is null. */
export function exitOrderCallbacks(strategy: Strategy, now: Now, sink: FailureSink): ExitOrderCallbacks {
  const context = (trade: Readonly<Trade>, currentRate: number) => ({
    pair: trade.pair,
    trade,
    currentTime: now(),
    currentRate,
    currentProfit: profitRatioAt(trade, currentRate),
  });
  const { customRoi, roiStep } = exitCallbacks(strategy, now, sink);
  return {
    customRoi,
    ordersAtNoPrice: strategy.ordersAtNoPrice,
    ...(roiStep ? { roiStep } : {}),
    customExitPrice:
      strategy.customExitPrice === undefined
        ? null
        : (trade, proposedRate, exitTag) =>
            askStrategy(
              strategy,
              'customExitPrice',
              { ...context(trade, proposedRate), proposedRate, exitTag },
              proposedRate,
              sink,
              (answer) => (strategy.ordersAtNoPrice && Number.isNaN(answer) ? Number.NaN : proposedRate),
            ),
    // a strategy that fails while it is asked does not keep a trade from being left
    confirmExit:
      strategy.confirmTradeExit === undefined
        ? null
        : (trade, { rate, ...order }, exitReason) =>
            askStrategy(strategy, 'confirmTradeExit', { ...context(trade, rate), ...order, exitReason }, true, sink),
  };
}

/** The strategy's entry callbacks in the core's terms; those it has not overridden are null. */
export function entryCallbacks(strategy: Strategy, now: Now, sink: FailureSink): EntryCallbacks {
  const context = (pair: string, rate: number, entryTag: string | null, side: Side) => ({
    pair,
    currentTime: now(),
    rate,
    entryTag,
    side,
  });
  return {
    customEntryPrice:
      strategy.customEntryPrice === undefined
        ? null
        : (pair, proposedRate, tag, side, trade) =>
            askStrategy(
              strategy,
              'customEntryPrice',
              { ...context(pair, proposedRate, tag, side), proposedRate, trade },
              proposedRate,
              sink,
              // at no price nothing is entered
              (answer) => (Number.isNaN(answer) ? Number.NaN : proposedRate),
            ),
    customStakeAmount:
      strategy.customStakeAmount === undefined
        ? null
        : (pair, rate, proposedStake, minStake, maxStake, leverage, tag, side) =>
            askStrategy(
              strategy,
              'customStakeAmount',
              { ...context(pair, rate, tag, side), currentRate: rate, proposedStake, minStake, maxStake, leverage },
              proposedStake,
              sink,
              () => 0,
            ),
    leverage:
      strategy.leverage === undefined
        ? null
        : (pair, rate, maxLeverage, tag, side) =>
            askStrategy(
              strategy,
              'leverage',
              { ...context(pair, rate, tag, side), currentRate: rate, proposedLeverage: 1, maxLeverage },
              1,
              sink,
              // with no leverage nothing is entered
              (answer) => (Number.isNaN(answer) ? Number.NaN : 1),
            ),
    confirmEntry:
      strategy.confirmTradeEntry === undefined
        ? null
        : (pair, orderType, amount, rate, timeInForce, tag, side) =>
            askStrategy(
              strategy,
              'confirmTradeEntry',
              { ...context(pair, rate, tag, side), orderType, amount, timeInForce },
              strategy.entersUnconfirmed,
              sink,
            ),
  };
}

/** What a strategy wants drawn on the chart of a frame, without what can't be; nothing where it fails. @param start row of the first candle that is shown */
export function annotationsOf(strategy: Strategy, pair: string, frame: DataFrame, sink: FailureSink, start = 0): readonly Annotation[] {
  if (strategy.plotAnnotations === undefined || frame.length === 0) return [];
  const [startDate, endDate] = [frame.time[start]!, frame.time[frame.length - 1]!];
  const found: unknown = askStrategy(strategy, 'plotAnnotations', { pair, frame, startDate, endDate }, [], sink);
  if (!Array.isArray(found)) return [];
  const entries: readonly unknown[] = found;
  const problems = entries.map(annotationProblem);
  const wrong = problems.find((problem) => problem !== null);
  if (wrong !== undefined) sink(new StrategyError('plotAnnotations', strategy, new Error(`${wrong}.`)));
  return found.filter((_entry, index) => problems[index] === null);
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
