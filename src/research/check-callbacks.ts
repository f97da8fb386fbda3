import { LOOKING, preparedPair, rangeOf } from '../backtest/prepare.ts';
import { runBacktest } from '../backtest/schedule.ts';
import type { RawConfig } from '../config/raw.ts';
import { sampleConfig } from '../config/sample-config.ts';
import type { Candles } from '../core/market/candles.ts';
import type { Market } from '../core/market/market.ts';
import { EVERYTHING } from '../core/market/timerange.ts';
import { usesAfterFill } from '../strategy/after-fill.ts';
import { candleColumns, type DataFrame } from '../strategy/data-frame.ts';
import { annotationsOf, type StrategyError } from '../strategy/guard.ts';
import { protectionsOf } from '../strategy/protections-of.ts';
import { riskProblems } from '../strategy/risk-rules.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { backtestSettings } from './backtest-settings.ts';

/** A pair on made-up candles, analysed. */
export interface SamplePair {
  readonly market: Market;
  readonly candles: Candles;
  readonly frame: DataFrame;
}

/** What came of trading on candles that are made up. */
export interface TriedCallbacks {
  readonly trades: number;
  /** What its callbacks failed with, each once. */
  readonly failures: readonly StrategyError[];
  /** Callbacks that it has and that nothing has led to. */
  readonly unasked: readonly string[];
}

const BALANCE = 10_000;
/** Where contracts are traded, in place of the pair's coins. */
const TIER = { minNotional: 0, maxNotional: Number.POSITIVE_INFINITY, maintenanceRatio: 0.005, maxLeverage: 20, maintenanceAmount: 0 };
const CONTRACT = { isSpot: false, isSwap: true, leverageTiers: [TIER] };

/**
 * Trades by a strategy's signals and asks it for what it wants drawn. Afterwards it is of no use: what it is asked is counted.
 * @returns null where it can't be traded by, which is found elsewhere
 */
export function tryCallbacks(
  strategy: Strategy,
  config: RawConfig,
  samples: readonly SamplePair[],
  informative: ReadonlyMap<string, Candles>,
): TriedCallbacks | null {
  if (riskProblems(strategy).length > 0 || hasFaultyProtections(strategy)) return null;
  const failures = new Map<string, StrategyError>();
  const onFailure = (error: StrategyError): void => {
    if (!failures.has(error.message)) failures.set(error.message, error);
  };
  for (const { market, frame } of samples) annotationsOf(strategy, market.pair, frame, onFailure);
  const { config: sample, isFutures } = sampleConfig(config, {
    pairs: samples.length,
    balance: BALANCE,
    wantsContracts: strategy.canShort || strategy.leverage !== undefined,
  });
  const asked = {
    config: sample,
    ...{ timerange: '', timeframeDetail: '', enableProtections: true, positionStacking: false, keepsRejected: false, fee: 0.001 },
  };
  const { engine } = backtestSettings(asked, strategy, asked.fee);
  const pairs = samples.flatMap(({ market, candles, frame }) => {
    const raw = {
      pair: market.pair,
      market: isFutures ? { ...market, ...CONTRACT } : market,
      candles: candleColumns(candles),
      detail: null,
      funding: null,
    };
    return preparedPair(strategy, raw, frame, strategy.startupCandleCount, EVERYTHING) ?? [];
  });
  const unasked = countingCallbacks(strategy);
  const { trades } = runBacktest({ ...engine, informative }, pairs, rangeOf(pairs), { onFailure });
  return { trades: trades.length, failures: [...failures.values()], unasked: [...unasked] };
}

function hasFaultyProtections(strategy: Strategy): boolean {
  try {
    protectionsOf(strategy, strategy.timeframe);
    return false;
  } catch {
    return true;
  }
}

/** @returns the callbacks that a strategy has, without those that are asked from now on */
function countingCallbacks(strategy: Strategy): ReadonlySet<string> {
  // found out from their code, which is hidden from here on
  usesAfterFill(strategy);
  const unasked = new Set<string>();
  for (const name of LOOKING) {
    const callback: unknown = Reflect.get(strategy, name);
    if (typeof callback !== 'function') continue;
    unasked.add(name);
    Reflect.set(strategy, name, (...given: unknown[]): unknown => {
      unasked.delete(name);
      return Reflect.apply(callback, strategy, given);
    });
  }
  return unasked;
}
