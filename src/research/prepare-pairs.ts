import type { PairData } from '../backtest/pair-data.ts';
import { preparePair } from '../backtest/prepare.ts';
import type { RawConfig } from '../config/raw.ts';
import type { Candles } from '../core/market/candles.ts';
import type { Market } from '../core/market/market.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import type { Timerange } from '../core/market/timerange.ts';
import { wantedCandles } from '../strategy/informative.ts';
import type { Silence } from '../strategy/silence.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { BacktestError } from './backtest-settings.ts';
import { type CandleStore, storedCandles, storedFunding } from './candle-store.ts';
import { equipForAnalysis } from './equip-analysis.ts';
import type { ShortHistory } from './missing-data.ts';
import type { ClosePath } from './results/market-change.ts';
import { storedFlow } from './stored-flow.ts';

/** Pairs to be loaded and analysed; plain data, so that another thread can do it. */
export interface PrepareJob {
  readonly strategyName: string;
  readonly timeframe: string;
  /** Empty for none. */
  readonly timeframeDetail: string;
  readonly isFutures: boolean;
  /** Funding before the first recorded rate, ratio; null where there is none. */
  readonly fundingRate: number | null;
  readonly stakeCurrency: string;
  readonly config: RawConfig;
  readonly store: CandleStore;
  readonly range: Timerange;
  /** As it was written, for messages. */
  readonly timerange: string;
  readonly pairs: readonly string[];
  /** Those of the other threads included. */
  readonly allPairs: readonly string[];
  /** In the order of `pairs`. */
  readonly markets: readonly Market[];
}

export interface Prepared {
  readonly pairs: readonly PairData[];
  /** Closes of pairs that have candles, but none left after the start-up candles. */
  readonly idle: readonly ClosePath[];
  /** Pairs that have candles at all, in their order, and from when to when. */
  readonly found: readonly ShortHistory[];
  /** Pairs that have none within the range. */
  readonly missing: readonly string[];
  readonly warnings: readonly string[];
  /** Pairs on which there was nothing to enter. */
  readonly silent: readonly Silence[];
  /** What the strategy wants beside its pairs' candles, by pair and timeframe: `BTC/USDT 1h`; of this thread. */
  readonly informative: ReadonlyMap<string, Candles>;
  /** ms */
  readonly load: number;
  readonly analyze: number;
}

/** Loads the candles of pairs and lets the strategy look at them. @throws BacktestError, StrategyError, CandleFileError */
export async function preparePairs(
  job: PrepareJob,
  strategy: Strategy,
  hooks: { readonly now: () => number; readonly onProgress: (phase: 'analyze', ratio: number) => void },
): Promise<Prepared> {
  const { now } = hooks;
  const { store, range, isFutures } = job;
  const before = (timeframe: string): Timerange => ({
    from: range.from === null ? null : range.from - strategy.startupCandleCount * timeframeMs(timeframe),
    to: range.to,
  });
  // a file that several pairs ask for is reported once
  const warnings = new Set<string>();
  const warn = (text: string): void => {
    warnings.add(text);
  };
  const informative = new Map<string, Candles>();
  const marketOf = new Map(job.markets.map((market) => [market.pair, market]));
  equipForAnalysis(strategy, {
    runMode: 'backtest',
    config: job.config,
    pairs: job.allPairs,
    marketOf: (pair) => marketOf.get(pair) ?? null,
    informative,
    known: () => Number.POSITIVE_INFINITY,
    stored: (pair, timeframe) => storedCandles(store, pair, timeframe, isFutures, before(timeframe), warn),
  });
  for (const { pair, timeframe } of wantedCandles(strategy, job.pairs, job.stakeCurrency)) {
    const candles = await storedCandles(store, pair, timeframe, isFutures, before(timeframe), warn);
    if (candles !== null) informative.set(`${pair} ${timeframe}`, candles);
  }
  const prepared: PairData[] = [];
  const idle: ClosePath[] = [];
  const silent: Silence[] = [];
  const found: ShortHistory[] = [];
  const missing: string[] = [];
  let [load, analyze] = [0, 0];
  for (const [index, pair] of job.pairs.entries()) {
    const begun = now();
    const candles = await storedCandles(store, pair, job.timeframe, isFutures, before(job.timeframe), warn);
    if (candles === null) {
      missing.push(pair);
      continue;
    }
    found.push({ pair, from: candles.time[0]!, to: candles.time.at(-1)! });
    const detail = await detailCandles(job, pair, warn);
    const funding = isFutures ? await storedFunding(store, pair, range, job.fundingRate, warn) : null;
    const flow = await storedFlow({ pair, timeframe: job.timeframe, config: job.config, folder: store.folder, isFutures }, warn);
    const loaded = now();
    load += loaded - begun;
    const ready = await preparePair(
      strategy,
      { pair, market: job.markets[index]!, candles, detail, funding },
      strategy.startupCandleCount,
      range,
      { stakeCurrency: job.stakeCurrency, candlesOf: (asset, timeframe) => informative.get(`${asset} ${timeframe}`) ?? null, ...flow },
      (silence) => silent.push(silence),
    );
    analyze += now() - loaded;
    if (ready === null) {
      warn(`${pair} has no candles left after ${strategy.startupCandleCount} startup candles. Left out.`);
      idle.push({ time: candles.time, close: candles.close });
    } else prepared.push(ready);
    hooks.onProgress('analyze', (index + 1) / job.pairs.length);
  }
  return { pairs: prepared, idle, found, missing, warnings: [...warnings], silent, informative, load, analyze };
}

async function detailCandles(job: PrepareJob, pair: string, warn: (text: string) => void): Promise<Candles | null> {
  if (job.timeframeDetail === '') return null;
  const { from, to } = job.range;
  const detail = await storedCandles(job.store, pair, job.timeframeDetail, job.isFutures, { from, to }, warn);
  if (detail !== null) return detail;
  throw new BacktestError(`No ${job.timeframeDetail} candles of ${pair} in ${job.store.folder}, which --timeframe-detail needs.`);
}
