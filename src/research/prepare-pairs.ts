import { asTraded, type PairData, type TradedCandles } from '../backtest/pair-data.ts';
import { type FrameNotes, preparedPair, preparePair, type RawPair } from '../backtest/prepare.ts';
import type { RawConfig } from '../config/raw.ts';
import { recordedKey } from '../core/market/candle-kind.ts';
import type { Candles } from '../core/market/candles.ts';
import type { Market } from '../core/market/market.ts';
import type { Timerange } from '../core/market/timerange.ts';
import { must } from '../core/must.ts';
import type { PairLock } from '../core/protections/lock.ts';
import { analyze, analyzeIndicators, endAnalyses, type Surroundings } from '../strategy/analyze.ts';
import { condensedOnce } from '../strategy/condensed.ts';
import { type CandleColumns, candleColumns, type DataFrame } from '../strategy/data-frame.ts';
import type { RunMode } from '../strategy/data-provider.ts';
import { type CandlesOf, otherCandlesOf, wantedCandles } from '../strategy/informative.ts';
import type { KeptColumns } from '../strategy/kept-columns.ts';
import type { Silence } from '../strategy/silence.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { BacktestError } from './backtest-settings.ts';
import {
  type CandleStore,
  type CandlesAtOnce,
  laidStored,
  storedAtOnce,
  storedCandles,
  storedFunding,
  storedOfKind,
  withStartup,
} from './candle-store.ts';
import { type AnalysisGround, begin, equipForAnalysis } from './equip-analysis.ts';
import type { ShortHistory } from './missing-data.ts';
import { type PairWarning, PairWarnings } from './pair-warnings.ts';
import type { ClosePath } from './results/market-change.ts';
import { type SharedPairs, takeAll, turnsOf } from './shared-pairs.ts';
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
  /** Where other threads look at the same pairs; null where all are for this one. */
  readonly shared: SharedPairs | null;
  /** Those of the other threads included. */
  readonly allPairs: readonly string[];
  /** In the order of `pairs`. */
  readonly markets: readonly Market[];
  /** What strategies may ask for: those of `allPairs`, or all of the exchange. */
  readonly allMarkets: readonly Market[];
  readonly kept: KeptColumns;
}

/** What a backtest and a search prepare alike. @param bot of the strategy's settings: its name and timeframe */
export function prepareJob(
  request: { readonly config: RawConfig; readonly timeframeDetail: string; readonly timerange: string },
  bot: Pick<PrepareJob, 'strategyName' | 'timeframe'>,
  { store, range, markets, kept }: Pick<PrepareJob, 'store' | 'range' | 'markets' | 'kept'>,
): PrepareJob {
  const { config, timeframeDetail, timerange } = request;
  const pairs = markets.map(({ pair }) => pair);
  return {
    strategyName: bot.strategyName,
    timeframe: bot.timeframe,
    timeframeDetail,
    isFutures: config.trading_mode === 'futures',
    fundingRate: config.futures_funding_rate ?? null,
    stakeCurrency: config.stake_currency,
    config,
    store,
    range,
    timerange,
    pairs,
    shared: null,
    allPairs: pairs,
    markets,
    allMarkets: markets,
    kept,
  };
}

/** Closes of a pair that has candles, but none left after the start-up candles. */
export type IdlePair = ClosePath & { readonly pair: string };

export interface Prepared {
  readonly pairs: readonly PairData[];
  readonly idle: readonly IdlePair[];
  /** Pairs that have candles at all, in their order, and from when to when. */
  readonly found: readonly ShortHistory[];
  /** Pairs that have none within the range. */
  readonly missing: readonly string[];
  /** In the order in which one thread alone gives them. */
  readonly warnings: readonly PairWarning[];
  /** Pairs on which there was nothing to enter. */
  readonly silent: readonly Silence[];
  /** Pairs whose markets the strategy has asked for, and that are none of `allMarkets`. */
  readonly unknownMarkets: readonly string[];
  /** What the strategy wants beside its pairs' candles, by pair and timeframe: `BTC/USDT 1h`; of this thread. */
  readonly informative: ReadonlyMap<string, Candles>;
  /** ms */
  readonly load: number;
  readonly analyze: number;
}

export interface PrepareHooks {
  readonly now: () => number;
  readonly onProgress: (phase: 'analyze', ratio: number) => void;
}

/** Loads the candles of pairs and lets the strategy look at them. @throws BacktestError, StrategyError, CandleFileError */
export async function preparePairs(job: PrepareJob, strategy: Strategy, hooks: PrepareHooks): Promise<Prepared> {
  try {
    return await prepareEach(job, strategy, hooks);
  } catch (error) {
    if (job.shared !== null) takeAll(job.shared);
    throw error;
  }
}

async function prepareEach(job: PrepareJob, strategy: Strategy, { now, onProgress }: PrepareHooks): Promise<Prepared> {
  const { store, range, isFutures } = job;
  const before = (timeframe: string) => withStartup(range, strategy.startupCandleCount, timeframe);
  const warnings = new PairWarnings();
  const { warn } = warnings;
  const informative = new Map<string, Candles>();
  const stored: AnalysisGround['stored'] = (pair, timeframe, kind) =>
    storedOfKind(store, { pair, timeframe, kind }, isFutures, before(timeframe), warn);
  // one that looks at all pairs at once was equipped when it began
  const noted =
    strategy.analysePairs === undefined
      ? await beginNoting(strategy, job, { informative, stored, now, storedAtOnce: storedAtOnce(store, isFutures, before, warn) })
      : NOTHING_NOTED;
  await gatherWanted(strategy, job, informative, stored);
  const prepared: PairData[] = [];
  const idle: IdlePair[] = [];
  const silent: Silence[] = [];
  const found: ShortHistory[] = [];
  const missing: string[] = [];
  let [load, analyze] = [0, 0];
  const together: RawPair[] = [];
  const take = ({ pair, candles }: RawPair, ready: PairData | null): void => {
    if (ready !== null) prepared.push(ready);
    else {
      warn(`${pair} has no candles left after ${strategy.startupCandleCount} startup candles. Left out.`);
      idle.push({ pair, time: candles.time, close: candles.close.values, per: 1 });
    }
  };
  const notes = notesInto(silent, job.strategyName, warn);
  for (const place of turnsOf(job.shared, job.pairs.length)) {
    warnings.place = place;
    const pair = job.pairs[place]!;
    const begun = now();
    const candles = await candlesOfPair(strategy, job, pair, before(job.timeframe), stored);
    if (candles === null) {
      missing.push(pair);
      continue;
    }
    found.push({ pair, from: candles.time[0]!, to: candles.time.at(-1)! });
    const raw = { ...(await pairFacts(job, place, warn)), candles, detail: await tradedDetail(job, pair, warn) };
    const flow = await storedFlow({ pair, timeframe: job.timeframe, config: job.config, folder: store.folder, isFutures }, warn);
    const loaded = now();
    load += loaded - begun;
    if (strategy.analysePairs !== undefined) {
      together.push(raw);
      continue;
    }
    const candlesOf: CandlesOf = (asset, timeframe, kind) => informative.get(recordedKey(asset, timeframe, kind)) ?? null;
    const surroundings = { stakeCurrency: job.stakeCurrency, candlesOf, ...flow };
    const ready =
      job.kept === 'signals'
        ? preparePair(strategy, raw, strategy.startupCandleCount, range, surroundings, notes)
        : preparedWhole(strategy, raw, job, surroundings);
    take(raw, await ready);
    analyze += now() - loaded;
    onProgress('analyze', (place + 1) / job.pairs.length);
  }
  warnings.place = Number.POSITIVE_INFINITY;
  if (together.length > 0) {
    const begun = now();
    for (const [raw, ready] of await preparedTogether(strategy, together, job, notes)) take(raw, ready);
    analyze += now() - begun;
  }
  endAnalyses();
  tellTraps(strategy, job, informative, noted, warn);
  const said = { warnings: warnings.all, unknownMarkets: [...noted.unknownMarkets] };
  return { pairs: prepared, idle, found, missing, silent, informative, load, analyze, ...said };
}

function notesInto(silent: Silence[], strategyName: string, warn: (text: string) => void): FrameNotes {
  return { silence: (silence) => silent.push(silence), misnamed: (words) => warn(`${strategyName}: ${words}`) };
}

/** What a strategy does while candles are looked at: those it asks for, by pair and timeframe, and its locks. */
interface Noted {
  readonly asked: ReadonlySet<string>;
  readonly unknownMarkets: ReadonlySet<string>;
  readonly locks: readonly PairLock[];
}

const NOTHING_NOTED: Noted = { asked: new Set(), unknownMarkets: new Set(), locks: [] };

/** Equips and begins a strategy, and notes what it does from then on. */
async function beginNoting(strategy: Strategy, job: PrepareJob, ground: StoredGround): Promise<Noted> {
  const asked = new Set<string>();
  const noted: CandlesAtOnce = (pair, timeframe, kind) => {
    const found = ground.storedAtOnce(pair, timeframe, kind);
    if (found !== null) asked.add(recordedKey(pair, timeframe, kind));
    return found;
  };
  const unknownMarkets = new Set<string>();
  const noteUnknown = (pair: string) => unknownMarkets.add(pair);
  const locks = equip(strategy, job, { ...ground, storedAtOnce: noted, noteUnknown });
  await begin(strategy, job.allPairs);
  return { asked, unknownMarkets, locks };
}

/** What works while candles are looked at, and no longer when there is trading. */
function tellTraps(
  { constructor: { name }, timeframe }: Strategy,
  { allPairs }: PrepareJob,
  informative: ReadonlyMap<string, Candles>,
  { asked, locks }: Noted,
  warn: (text: string) => void,
): void {
  const traded = new Set(allPairs.map((pair) => recordedKey(pair, timeframe)));
  const unnamed = [...asked].filter((key) => !traded.has(key) && !informative.has(key));
  if (unnamed.length > 0)
    warn(`${name} looks at candles of ${unnamed.join(', ')}, which its informativePairs does not name: live there are none of them.`);
  const locked = [...new Set(locks.filter(({ isActive }) => isActive).map(({ pair }) => pair))];
  if (locked.length > 0)
    warn(`${name} locks ${locked.join(', ')} before there is trading: these locks end where a backtest begins, and hold live.`);
}

/** Where one pair is looked at after the other, its candles are laid where that is done. */
async function candlesOfPair(
  strategy: Strategy,
  { store, timeframe, isFutures }: PrepareJob,
  pair: string,
  range: Timerange,
  stored: AnalysisGround['stored'],
): Promise<CandleColumns | null> {
  const laid = strategy.analysePairs === undefined ? laidStored(store, pair, timeframe, isFutures, range) : null;
  if (laid !== null) return laid;
  const candles = await stored(pair, timeframe);
  return candles === null ? null : candleColumns(candles);
}

/** What is known of a pair beside its candles. */
export type PairFacts = Pick<RawPair, 'pair' | 'market' | 'funding'>;

export async function pairFacts(job: PrepareJob, index: number, warn: (text: string) => void): Promise<PairFacts> {
  const pair = job.pairs[index]!;
  const funding = job.isFutures ? await storedFunding(job.store, pair, job.range, job.fundingRate, warn) : null;
  return { pair, market: job.markets[index]!, funding };
}

/** Candles of the smaller timeframe that is looked inside with, in as little memory as they fit in; null for none. */
async function tradedDetail(job: PrepareJob, pair: string, warn: (text: string) => void): Promise<TradedCandles | null> {
  const { store, timeframeDetail, isFutures, range } = job;
  if (timeframeDetail === '') return null;
  const condensed = condensedOnce(() => laidStored(store, pair, timeframeDetail, isFutures, range));
  if (condensed !== null) return condensed;
  const detail = await detailCandles(job, pair, warn);
  return detail === null ? null : asTraded(detail);
}

/** Lets a strategy look at all pairs at once. */
async function preparedTogether(
  strategy: Strategy,
  pairs: readonly RawPair[],
  { range, kept }: PrepareJob,
  notes: FrameNotes,
): Promise<[RawPair, PairData | null][]> {
  const frames = await strategy.analysePairs?.(new Map(pairs.map(({ pair, candles }) => [pair, candlesOf(candles)])), kept);
  return pairs.map((raw) => {
    const { frame, indicated, traded } = must(frames?.get(raw.pair), 'frame of a pair');
    if (kept !== 'signals') return [raw, wholePair(strategy, raw, frame, range, kept, traded ?? frame)];
    return [raw, preparedPair(strategy, raw, frame, strategy.startupCandleCount, range, notes, indicated ?? raw.candles.time)];
  });
}

/** Looks at a pair and keeps its frame. */
async function preparedWhole(
  strategy: Strategy,
  raw: RawPair,
  { range, kept }: PrepareJob,
  surroundings: Surroundings,
): Promise<PairData | null> {
  const look = kept === 'indicators' ? analyzeIndicators : analyze;
  return wholePair(strategy, raw, await look(strategy, raw.pair, raw.candles, surroundings), range, kept);
}

/**
 * A pair with its whole frame; with no signals yet, it is not traded on, and its start-up candles stay. It is traded on as long as there are
 * rows of its frame, start-up candles among them. Source: freqtrade 2026.9.
 * @param traded what it is traded by
 */
function wholePair(
  strategy: Strategy,
  raw: RawPair,
  frame: DataFrame,
  range: Timerange,
  kept: KeptColumns,
  traded = frame,
): PairData | null {
  const { time, length } = frame;
  if (length === 0) return null;
  const [startup, part] = kept === 'indicators' ? [0, { from: null, to: range.to }] : [strategy.startupCandleCount, range];
  const ready = preparedPair(strategy, raw, traded, startup, part);
  return ready === null ? null : { ...ready, frame, span: { start: time[0]!, end: time[length - 1]! } };
}

function candlesOf({ length, time, open, high, low, close, volume }: CandleColumns): Candles {
  return { length, time, open: open.values, high: high.values, low: low.values, close: close.values, volume: volume.values };
}

/** Loads the candles that a strategy wants beside those of its pairs. */
export async function gatherWanted(
  strategy: Strategy,
  job: PrepareJob,
  into: Map<string, Candles>,
  stored: AnalysisGround['stored'],
): Promise<void> {
  for (const { pair, timeframe } of wantedCandles(strategy, job.pairs, job.stakeCurrency)) {
    const candles = await stored(pair, timeframe);
    if (candles !== null) into.set(recordedKey(pair, timeframe), candles);
  }
  for (const { pair, timeframe, kind } of otherCandlesOf(strategy, job.pairs, job.stakeCurrency)) {
    const candles = await stored(pair, timeframe, kind);
    if (candles !== null) into.set(recordedKey(pair, timeframe, kind), candles);
  }
}

/** Recorded candles, as a strategy asks for them. */
type StoredGround = Pick<AnalysisGround, 'informative' | 'stored' | 'storedAtOnce' | 'now'>;

/**
 * Gives a strategy what it may look at while it looks at pairs. @param ground `noteUnknown` is called with pairs whose markets are asked for
 * and not known @returns the locks that it sets meanwhile
 */
export function equip(
  strategy: Strategy,
  job: PrepareJob,
  { noteUnknown, ...ground }: StoredGround & { readonly noteUnknown?: (pair: string) => void },
  runMode: RunMode = 'backtest',
): readonly PairLock[] {
  let byPair: ReadonlyMap<string, Market> | null = null;
  const marketOf = (pair: string): Market | null => {
    byPair ??= new Map(job.allMarkets.map((market) => [market.pair, market]));
    const known = byPair.get(pair) ?? null;
    if (known === null) noteUnknown?.(pair);
    return known;
  };
  return equipForAnalysis(strategy, {
    runMode,
    config: job.config,
    pairs: job.allPairs,
    marketOf,
    known: () => Number.POSITIVE_INFINITY,
    ...ground,
  });
}

export async function detailCandles(job: PrepareJob, pair: string, warn: (text: string) => void): Promise<Candles | null> {
  if (job.timeframeDetail === '') return null;
  const { from, to } = job.range;
  const detail = await storedCandles(job.store, pair, job.timeframeDetail, job.isFutures, { from, to }, warn);
  if (detail !== null) return detail;
  throw new BacktestError(`No ${job.timeframeDetail} candles of ${pair} in ${job.store.folder}, which --timeframe-detail needs.`);
}
