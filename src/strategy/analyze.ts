import type { Candles } from '../core/market/candles.ts';
import type { CandleFlow } from '../core/market/order-flow.ts';
import { settle } from '../indicators/arena.ts';
import { DataFrame } from './data-frame.ts';
import { StrategyError } from './guard.ts';
import { type CandlesOf, joinInformatives } from './informative.ts';
import type { Strategy } from './strategy.ts';

/** What an analysis knows beside the candles of its pair. */
export interface Surroundings {
  readonly stakeCurrency: string;
  readonly candlesOf: CandlesOf;
  /** Public trades of the pair's candles, which start at these times (ms); left out where the configuration asks for none. */
  readonly orderFlowOf?: (pair: string, times: Float64Array) => readonly (CandleFlow | null)[];
}

/**
 * Runs the three populate methods over the candles of a pair.
 * @param onMethod given which one is called
 * @throws StrategyError naming the method that failed
 */
export async function analyze(
  strategy: Strategy,
  pair: string,
  candles: Candles,
  surroundings: Surroundings,
  onMethod: (method: string) => void = () => undefined,
): Promise<DataFrame> {
  try {
    return await populated(strategy, pair, candles, surroundings, onMethod);
  } finally {
    settle();
  }
}

async function populated(
  strategy: Strategy,
  pair: string,
  candles: Candles,
  surroundings: Surroundings,
  onMethod: (method: string) => void,
): Promise<DataFrame> {
  const context = { pair };
  let frame = new DataFrame(candles);
  try {
    joinInformatives(strategy, frame, pair, surroundings.stakeCurrency, surroundings.candlesOf);
  } catch (error) {
    throw new StrategyError('informative', strategy.constructor.name, error);
  }
  if (surroundings.orderFlowOf !== undefined) frame.setOrderFlow(surroundings.orderFlowOf(pair, frame.time));
  for (const method of ['populateIndicators', 'populateEntryTrend', 'populateExitTrend'] as const) {
    onMethod(method);
    try {
      frame = await strategy[method](frame, context);
      if (!(frame instanceof DataFrame)) throw new Error('it must return the data frame.');
    } catch (error) {
      throw new StrategyError(method, strategy.constructor.name, error);
    }
  }
  return frame;
}
