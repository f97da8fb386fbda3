import type { Candles } from '../core/market/candles.ts';
import type { CandleFlow } from '../core/market/order-flow.ts';
import { letGo, mark, settle, shrink } from '../indicators/arena.ts';
import { type CandleColumns, DataFrame } from './data-frame.ts';
import { StrategyError } from './guard.ts';
import { type CandlesOf, joinInformatives } from './informative.ts';
import { frameCheck } from './returned-frame.ts';
import type { Strategy } from './strategy.ts';

/** What an analysis knows beside the candles of its pair. */
export interface Surroundings {
  readonly stakeCurrency: string;
  readonly candlesOf: CandlesOf;
  /** Public trades of the pair's candles, which start at these times (ms); left out where the configuration asks for none. */
  readonly orderFlowOf?: (pair: string, times: Float64Array) => readonly (CandleFlow | null)[];
}

type Method = 'populateIndicators' | 'populateEntryTrend' | 'populateExitTrend';

/**
 * Runs the three populate methods over the candles of a pair.
 * @param onMethod given which one is called
 * @throws StrategyError naming the method that failed
 */
export async function analyze(
  strategy: Strategy,
  pair: string,
  candles: Candles | CandleColumns,
  surroundings: Surroundings,
  onMethod: (method: string) => void = () => undefined,
): Promise<DataFrame> {
  try {
    return await withSignals(strategy, pair, await withIndicators(strategy, pair, candles, surroundings, onMethod), onMethod);
  } finally {
    settle();
  }
}

/**
 * Runs the three populate methods and hands the frame over. Afterwards its columns take no memory, those aside that can't be made again.
 * @throws StrategyError naming the method that failed
 */
export async function analyzeOnce<T>(
  strategy: Strategy,
  pair: string,
  candles: Candles | CandleColumns,
  surroundings: Surroundings,
  take: (frame: DataFrame) => T,
): Promise<T> {
  try {
    const frame = await withIndicators(strategy, pair, candles, surroundings, () => undefined);
    return take(await withSignals(strategy, pair, frame, () => undefined));
  } finally {
    letGo();
  }
}

/** Gives the memory back that analyses needed, when there will be no more of them soon. */
export function endAnalyses(): void {
  shrink();
}

/** The columns that come before signals alone: informative ones and indicators. @throws StrategyError */
export async function analyzeIndicators(
  strategy: Strategy,
  pair: string,
  candles: Candles | CandleColumns,
  surroundings: Surroundings,
): Promise<DataFrame> {
  try {
    return await withIndicators(strategy, pair, candles, surroundings, () => undefined);
  } finally {
    settle();
  }
}

/**
 * Adds signals to a frame that has its indicators, and hands it over. Afterwards its new columns take no memory, those aside that can't be made
 * again. @throws StrategyError
 */
export async function analyzeSignals<T>(strategy: Strategy, pair: string, frame: DataFrame, take: (frame: DataFrame) => T): Promise<T> {
  const since = mark();
  try {
    return take(await withSignals(strategy, pair, frame, () => undefined));
  } finally {
    letGo(since);
  }
}

async function withIndicators(
  strategy: Strategy,
  pair: string,
  candles: Candles | CandleColumns,
  { stakeCurrency, candlesOf, orderFlowOf }: Surroundings,
  onMethod: (method: string) => void,
): Promise<DataFrame> {
  const frame = new DataFrame(candles);
  try {
    joinInformatives(strategy, frame, pair, stakeCurrency, candlesOf);
  } catch (error) {
    throw error instanceof StrategyError ? error : new StrategyError('informative', strategy, error);
  }
  if (orderFlowOf !== undefined) frame.setOrderFlow(orderFlowOf(pair, frame.time));
  return populated(strategy, 'populateIndicators', pair, frame, onMethod);
}

async function withSignals(strategy: Strategy, pair: string, frame: DataFrame, onMethod: (method: string) => void): Promise<DataFrame> {
  const entered = await populated(strategy, 'populateEntryTrend', pair, frame, onMethod);
  return populated(strategy, 'populateExitTrend', pair, entered, onMethod);
}

async function populated(
  strategy: Strategy,
  method: Method,
  pair: string,
  frame: DataFrame,
  onMethod: (method: string) => void,
): Promise<DataFrame> {
  onMethod(method);
  try {
    const check = frameCheck(frame, strategy.analysePairs !== undefined);
    return check(await strategy[method](frame, { pair }));
  } catch (error) {
    throw new StrategyError(method, strategy, error);
  }
}
