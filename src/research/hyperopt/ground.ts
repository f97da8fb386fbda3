import { tradedRows } from '../../backtest/prepare.ts';
import { recordedKey } from '../../core/market/candle-kind.ts';
import { CANDLE_COLUMNS, type Candles } from '../../core/market/candles.ts';
import type { Market } from '../../core/market/market.ts';
import { type PriceTicks, priceTicks } from '../../core/market/price-tick.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import type { Funding } from '../../core/trade/funding.ts';
import { analyzeIndicators } from '../../strategy/analyze.ts';
import type { DataFrame, TakenColumn, TakenText } from '../../strategy/data-frame.ts';
import type { CandlesOf } from '../../strategy/informative.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import { BacktestError } from '../backtest-settings.ts';
import { storedAtOnce, storedOfKind, withStartup } from '../candle-store.ts';
import { type AnalysisGround, begin } from '../equip-analysis.ts';
import { type DownloadHint, endsMissing, nothingFound, type ShortHistory, someNotFound } from '../missing-data.ts';
import { detailCandles, equip, gatherWanted, type PairFacts, type PrepareJob, pairFacts } from '../prepare-pairs.ts';
import type { ClosePath } from '../results/market-change.ts';

/** A pair as every try of a search finds it; its numbers lie in memory that all threads read. */
export interface SharedPair {
  readonly pair: string;
  readonly market: Market;
  /** Start-up candles included. */
  readonly candles: Candles;
  /** What `populateIndicators` and informative pairs have added; null where each try makes it anew. */
  readonly indicators: { readonly columns: readonly TakenColumn[]; readonly texts: readonly TakenText[] } | null;
  readonly detail: Candles | null;
  readonly funding: Funding | null;
  readonly ticks: PriceTicks;
  /** Rows of `candles` that are traded on. */
  readonly start: number;
  readonly end: number;
}

/** What all tries of a search stand on: computed once, shared by the threads. */
export interface SharedGround {
  readonly pairs: readonly SharedPair[];
  /** Closes of pairs that have candles, but none left after the start-up candles. */
  readonly idle: readonly ClosePath[];
  /** Pairs that have candles at all, in their order. */
  readonly found: readonly string[];
  /** Candles that the strategy wants beside its pairs', by pair and timeframe: `BTC/USDT 1h`. */
  readonly informative: ReadonlyMap<string, Candles>;
  /** Of everything that is shared. */
  readonly bytes: number;
}

interface GroundOptions {
  /** Whether indicators are made anew with each try. */
  readonly analyzePerEpoch: boolean;
  readonly download: DownloadHint;
  readonly now: () => number;
  readonly onProgress: (ratio: number) => void;
  readonly onWarning: (text: string) => void;
}

/** Loads the pairs of a search and makes their indicators, once. @throws BacktestError, StrategyError, CandleFileError */
export async function layGround(job: PrepareJob, strategy: Strategy, options: GroundOptions): Promise<SharedGround> {
  if (job.config.exchange.use_public_trades === true)
    throw new BacktestError('Order flow (exchange.use_public_trades) can not be searched with yet.');
  const { store, isFutures } = job;
  const warned = new Set<string>();
  const warn = (text: string): void => {
    if (!warned.has(text)) options.onWarning(text);
    warned.add(text);
  };
  const before = (timeframe: string) => withStartup(job.range, strategy.startupCandleCount, timeframe);
  const stored: AnalysisGround['stored'] = (pair, timeframe, kind) =>
    storedOfKind(store, { pair, timeframe, kind }, isFutures, before(timeframe), warn);
  const informative = new Map<string, Candles>();
  equip(strategy, job, { informative, stored, storedAtOnce: storedAtOnce(store, isFutures, before, warn), now: options.now }, 'hyperopt');
  await begin(strategy, job.allPairs);
  // one that lives in a process of its own makes its indicators where it is asked for tries
  const isElsewhere = strategy.search !== undefined;
  await gatherWanted(strategy, job, informative, stored);
  const memory = new SharedMemory();
  const found: ShortHistory[] = [];
  const [missing, pairs, idle]: [string[], SharedPair[], ClosePath[]] = [[], [], []];
  for (const [index, pair] of job.pairs.entries()) {
    const candles = await stored(pair, job.timeframe);
    options.onProgress((index + 1) / job.pairs.length);
    if (candles === null) {
      missing.push(pair);
      continue;
    }
    found.push({ pair, from: candles.time[0]!, to: candles.time.at(-1)! });
    const rows = tradedRows(candles.time, strategy.startupCandleCount, job.range);
    if (rows.end - rows.start < 1) {
      warn(`${pair} has no candles left after ${strategy.startupCandleCount} startup candles. Left out.`);
      idle.push({ time: candles.time, close: candles.close, per: 1 });
      continue;
    }
    const facts = { ...(await pairFacts(job, index, warn)), detail: await detailCandles(job, pair, warn) };
    pairs.push({
      ...(await sharedPair({ ...facts, candles }, strategy, job, informative, memory, options.analyzePerEpoch || isElsewhere)),
      ...rows,
    });
  }
  await tellMissing(job, { found, missing, isLeft: pairs.length > 0, startup: strategy.startupCandleCount }, options, warn);
  return {
    pairs,
    idle,
    found: found.map(({ pair }) => pair),
    informative: new Map([...informative].map(([key, candles]) => [key, memory.candles(candles)])),
    bytes: memory.bytes,
  };
}

/** A pair with its indicators, in shared memory. */
async function sharedPair(
  { pair, market, candles, detail, funding }: PairFacts & { readonly candles: Candles; readonly detail: Candles | null },
  strategy: Strategy,
  { stakeCurrency }: PrepareJob,
  informative: ReadonlyMap<string, Candles>,
  memory: SharedMemory,
  analyzePerEpoch: boolean,
): Promise<Omit<SharedPair, 'start' | 'end'>> {
  const shared = memory.candles(candles);
  const candlesOf: CandlesOf = (asset, timeframe, kind) => informative.get(recordedKey(asset, timeframe, kind)) ?? null;
  const frame = analyzePerEpoch ? null : await analyzeIndicators(strategy, pair, shared, { stakeCurrency, candlesOf });
  return {
    pair,
    market,
    candles: shared,
    indicators: frame === null ? null : indicatorsOf(frame, memory),
    detail: detail === null ? null : memory.candles(detail),
    funding: memory.funding(funding),
    ticks: priceTicks(candles),
  };
}

/** @throws BacktestError where nothing is left to trade on */
async function tellMissing(
  { store, timeframe, isFutures, timerange, pairs, range }: PrepareJob,
  { found, missing, isLeft, startup }: { found: readonly ShortHistory[]; missing: readonly string[]; isLeft: boolean; startup: number },
  { download, now }: GroundOptions,
  warn: (text: string) => void,
): Promise<void> {
  const wanted = { store, timeframe, isFutures, timerange };
  if (found.length === 0) throw new BacktestError(await nothingFound(wanted, pairs, download));
  if (missing.length > 0) warn(await someNotFound(wanted, missing, download));
  const ends = await endsMissing(wanted, range, found, { hint: async () => download, candleMs: timeframeMs(timeframe), now: now() });
  if (ends !== null) warn(ends);
  if (!isLeft) throw new BacktestError(`No candles are left for the timerange "${timerange}" after ${startup} startup candles.`);
}

function indicatorsOf(frame: DataFrame, memory: SharedMemory): SharedPair['indicators'] {
  const candles: ReadonlySet<string> = new Set(CANDLE_COLUMNS);
  const texts: TakenText[] = [];
  const columns: TakenColumn[] = [];
  for (const name of frame.columnNames()) {
    const values = frame.text(name);
    if (values !== null) texts.push({ name, values });
    else if (!candles.has(name)) columns.push({ name, values: memory.column(frame.get(name).peek()), isTruth: frame.isTruth(name) });
  }
  return { columns, texts };
}

/** Copies columns to where all threads read them. */
class SharedMemory {
  bytes = 0;

  column(values: Float64Array): Float64Array {
    const shared = new Float64Array(new SharedArrayBuffer(values.byteLength));
    shared.set(values);
    this.bytes += values.byteLength;
    return shared;
  }

  candles({ length, time, open, high, low, close, volume }: Candles): Candles {
    return {
      length,
      time: this.column(time),
      open: this.column(open),
      high: this.column(high),
      low: this.column(low),
      close: this.column(close),
      volume: this.column(volume),
    };
  }

  funding(funding: Funding | null): Funding | null {
    return funding === null ? null : { time: this.column(funding.time), perUnit: this.column(funding.perUnit) };
  }
}
