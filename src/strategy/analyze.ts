import type { Candles } from '../core/market/candles.ts';
import { settle } from '../indicators/arena.ts';
import { DataFrame } from './data-frame.ts';
import { StrategyError } from './guard.ts';
import { type CandlesOf, joinInformatives } from './informative.ts';
import type { Strategy } from './strategy.ts';

/**
 * Runs the three populate methods over the candles of a pair.
 * @param onMethod given which one is called
 * @throws StrategyError naming the method that failed
 */
export async function analyze(
  strategy: Strategy,
  pair: string,
  candles: Candles,
  informative: { readonly stakeCurrency: string; readonly candlesOf: CandlesOf },
  onMethod: (method: string) => void = () => undefined,
): Promise<DataFrame> {
  try {
    return await populated(strategy, pair, candles, informative, onMethod);
  } finally {
    settle();
  }
}

async function populated(
  strategy: Strategy,
  pair: string,
  candles: Candles,
  informative: { readonly stakeCurrency: string; readonly candlesOf: CandlesOf },
  onMethod: (method: string) => void,
): Promise<DataFrame> {
  const context = { pair };
  let frame = new DataFrame(candles);
  try {
    joinInformatives(strategy, frame, pair, informative.stakeCurrency, informative.candlesOf);
  } catch (error) {
    throw new StrategyError('informative', strategy.constructor.name, error);
  }
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
