import type { HyperoptLoss } from '../../backtest/losses/loss.ts';
import { asTraded, type PairData, type SignalColumns, shiftedSignals } from '../../backtest/pair-data.ts';
import { leftOutOf, looksBack, rangeOf, tradedRows } from '../../backtest/prepare.ts';
import { runBacktest } from '../../backtest/schedule.ts';
import { type BacktestFigures, backtestFigures } from '../../backtest/statistics/backtest-figures.ts';
import { settingsOfTry } from '../../bot/settings.ts';
import { withoutSecrets } from '../../config/secrets.ts';
import { recordedKey } from '../../core/market/candle-kind.ts';
import { sliceCandles } from '../../core/market/candles.ts';
import type { Timerange } from '../../core/market/timerange.ts';
import { must } from '../../core/must.ts';
import type { Trade } from '../../core/trade/trade.ts';
import type { Point } from '../../samplers/space.ts';
import { analyzeOnce, analyzeSignals } from '../../strategy/analyze.ts';
import { DataFrame } from '../../strategy/data-frame.ts';
import type { CandlesOf } from '../../strategy/informative.ts';
import type { ParameterSearch } from '../../strategy/parameter.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import { type BacktestRequest, backtestSettings } from '../backtest-settings.ts';
import { settingsFacts } from '../backtest-strategy.ts';
import { type CandlesAtOnce, storedAtOnce, withStartup } from '../candle-store.ts';
import { type AnalysisGround, begin } from '../equip-analysis.ts';
import { failuresOnce } from '../failed-callbacks.ts';
import { equip, type PrepareJob } from '../prepare-pairs.ts';
import { meanChange } from '../results/market-change.ts';
import { applySwept, sweptSearch, withoutSwept } from '../sweep/swept.ts';
import { floatNames } from './float-names.ts';
import type { SharedGround, SharedPair } from './ground.ts';
import { applyPoint, type EpochParameters, unsearchedParameters, withoutSearched } from './parameters-of-point.ts';
import { isAskedFor, type Search, searchOf, searchOfNothing } from './search-space.ts';
import { beginElsewhere, prepareElsewhere, pricesOf } from './try-elsewhere.ts';

/** What all tries of a search have in common; plain data, so that another thread can do them. */
export interface Study {
  readonly request: BacktestRequest;
  readonly job: PrepareJob;
  /** Names of spaces, `default`, `all`. */
  readonly spaces: readonly string[];
  /** Ratio. */
  readonly fee: number;
  readonly analyzePerEpoch: boolean;
  /** Trades that a try must have made. */
  readonly minTrades: number;
  /** Of sweeps: names of what points set, in place of spaces; else null. */
  readonly swept: readonly string[] | null;
}

/** Spaces whose values signals are not made of, unless a strategy looks at the attributes that they set. */
const NOT_OF_SIGNALS: ReadonlySet<string> = new Set(['roi', 'stoploss', 'trailing', 'max_open_trades']);
const ATTRIBUTES = [
  ...['minimalRoi', 'stoploss', 'trailingStop', 'trailingStopPositive', 'trailingStopPositiveOffset', 'trailingOnlyOffsetIsReached'],
  'maxOpenTrades',
];

/** What is said of a try that has made too few trades, or can't be traded. */
export const WORST_LOSS = 100_000;

/** What came of one try. */
export interface EpochOutcome {
  readonly parameters: EpochParameters;
  /** One for each loss function. */
  readonly losses: readonly number[];
  readonly figures: BacktestFigures;
}

/** Takes a try's trades as they close. */
export interface TradeSink {
  /** A try begins, maybe once more: nothing that came before counts. */
  begin(): void;
  add(trade: Readonly<Trade>): void;
}

interface Hooks {
  /** Another instance of the strategy, with the values that it is loaded with. */
  readonly makeStrategy: () => Strategy;
  readonly losses: readonly HyperoptLoss[];
  /** ms since epoch. */
  readonly now: () => number;
  readonly onWarning: (text: string) => void;
}

/** Tries points, one after the other, over the same ground. */
export class EpochRunner {
  readonly #study: Study;
  readonly #ground: SharedGround;
  readonly #hooks: Hooks;
  readonly #lossConfig: Readonly<Record<string, unknown>>;
  readonly #marketChange: number;
  /** Whether a strategy that lives elsewhere is ready for tries. */
  #isPrepared = false;
  /** Whether callbacks look at trades that have closed. */
  #keepsTrades = false;
  /** The signals of the last try, which the next one has too where it differs in nothing that signals are made of. */
  #signals: { readonly key: string; readonly pairs: readonly PairData[] } | null = null;
  /** Signal columns of the last try, which the next one writes over. */
  #spares: readonly SignalColumns[] = [];
  /** Recorded candles that strategies ask for beside those of the ground; the last ones stay for the next try. */
  #others: CandlesAtOnce | null = null;

  constructor(study: Study, ground: SharedGround, hooks: Hooks) {
    this.#study = study;
    this.#ground = ground;
    this.#hooks = hooks;
    this.#lossConfig = Object.freeze(withoutSecrets(study.request.config) as Record<string, unknown>);
    this.#marketChange = meanChange(
      ground.pairs.map((pair) => pairData(pair, null)),
      ground.idle,
    );
  }

  /**
   * Any stop may be tried, also one that no bot may trade with.
   * @param point null for the strategy as it is loaded
   * @param trades given the trades as they close, which the outcome then has not; null to have them in the outcome
   * @throws BacktestError, StrategyError
   */
  async run(point: Point | null, trades: TradeSink | null = null): Promise<EpochOutcome> {
    const outcome = await this.#runOnce(point, trades);
    if (outcome !== null) return outcome;
    // its callbacks look at trades that have closed: from now on they are kept
    this.#keepsTrades = true;
    return must(await this.#runOnce(point, trades), 'outcome of a try whose trades are kept');
  }

  /** @returns null where the strategy wanted trades that were not there, so that it may have done otherwise than it does */
  async #runOnce(point: Point | null, trades: TradeSink | null): Promise<EpochOutcome | null> {
    const { strategy, search } = await this.#strategy(point === null);
    try {
      trades?.begin();
      return await this.#tryOut(strategy, search, point ?? {}, trades);
    } finally {
      await strategy.search?.end();
    }
  }

  async #tryOut(strategy: Strategy, search: Search, point: Point, trades: TradeSink | null): Promise<EpochOutcome | null> {
    const { request, spaces, fee, minTrades } = this.#study;
    const { now, onWarning } = this.#hooks;
    const runStart = Math.floor(now() / 1000);
    const facts = settingsFacts(request, settingsOfTry(request.config, strategy), this.#ground.found);
    const unsearched = unsearchedParameters(strategy, search);
    const isSweep = this.#study.swept !== null;
    const applied = isSweep ? applySwept(strategy, search, point) : applyPoint(strategy, search, point, request.config);
    const parameters = { ...applied, unsearched, floats: floatNames(strategy, search) };
    const config = isSweep ? withoutSwept(request.config, search) : withoutSearched(request.config, search);
    const frames = strategy.search === undefined ? null : await beginElsewhere(strategy, strategy.search, search, this.#ground.pairs);
    const enableProtections = request.enableProtections || isAskedFor(spaces, 'protection');
    const { bot, engine } = backtestSettings({ ...request, config, enableProtections }, strategy, fee, settingsOfTry(config, strategy));
    const pairs = frames === null ? await this.#withSignals(strategy, search, point) : this.#signalled(strategy, frames);
    const keepsTrades = trades === null || this.#keepsTrades;
    const failures: string[] = [];
    const outcome = runBacktest(
      { ...engine, keepsWallet: false, keepsTrades, informative: this.#ground.informative },
      pairs,
      rangeOf(pairs),
      {
        onFailure: failuresOnce((words) => failures.push(words)),
        onClosed: (trade) => trades?.add(trade),
      },
    );
    if (outcome.areTradesMissed) return null;
    for (const words of failures) onWarning(words);
    const setting = bot.entryRules.maxOpenTrades;
    const ofThisTry = {
      ...facts,
      maxOpenTrades: Math.min(setting, this.#ground.found.length),
      maxOpenTradesSetting: Number.isFinite(setting) ? setting : -1,
      enableProtections,
      startingBalance: engine.wallet,
      runStart,
      runEnd: Math.floor(now() / 1000),
      marketChange: this.#marketChange,
    };
    const figures = backtestFigures(trades === null ? outcome : { ...outcome, trades: [] }, ofThisTry, []);
    const isEnough = figures.results.length >= minTrades;
    const losses = this.#hooks.losses.map((loss) => (isEnough ? this.#lossOf(loss, figures) : WORST_LOSS));
    return { parameters, figures, losses };
  }

  /** @param isAsItIs whether nothing is searched */
  async #strategy(isAsItIs: boolean): Promise<{ strategy: Strategy; search: Search }> {
    const { job, spaces, swept } = this.#study;
    const strategy = this.#hooks.makeStrategy();
    const epoch: ParameterSearch = { phase: 'epoch', tell: () => undefined };
    const search = isAsItIs
      ? searchOfNothing(strategy, epoch)
      : swept === null
        ? searchOf(strategy, spaces, epoch, () => undefined)
        : sweptSearch(strategy, swept);
    const { informative } = this.#ground;
    const stored: AnalysisGround['stored'] = async (pair, timeframe, kind) => informative.get(recordedKey(pair, timeframe, kind)) ?? null;
    equip(strategy, job, { informative, stored, storedAtOnce: this.#storedAtOnce(strategy), now: this.#hooks.now }, 'hyperopt');
    if (strategy.search === undefined) await begin(strategy, job.allPairs);
    else if (!this.#isPrepared) {
      await prepareElsewhere(strategy, strategy.search, search, this.#ground.pairs, this.#study.analyzePerEpoch);
      this.#isPrepared = true;
    }
    return { strategy, search };
  }

  /** Candles of traded pairs lie in the ground. */
  #storedAtOnce({ startupCandleCount, timeframe: own }: Strategy): CandlesAtOnce {
    const { store, isFutures, range } = this.#study.job;
    const { pairs } = this.#ground;
    this.#others ??= storedAtOnce(store, isFutures, (timeframe) => withStartup(range, startupCandleCount, timeframe));
    const others = this.#others;
    return (pair, timeframe, kind) => {
      const traded = timeframe === own && kind === undefined ? pairs.find((shared) => shared.pair === pair) : undefined;
      return traded?.candles ?? others(pair, timeframe, kind);
    };
  }

  /** Pairs as they came from where the strategy lives, prices as it has left them. */
  #signalled(strategy: Strategy, frames: ReadonlyMap<string, DataFrame>): readonly PairData[] {
    const pairs = this.#ground.pairs.map((shared, index) => {
      const frame = must(frames.get(shared.pair), 'frame of a pair');
      const own = tradedOn(shared, frame, strategy.startupCandleCount, this.#study.job.range);
      return { ...pairData({ ...shared, ...own }, frame, this.#spares[index]), ...own.changed, frame: null };
    });
    this.#spares = pairs.map(({ signals }) => signals);
    return pairs;
  }

  #lossOf(loss: HyperoptLoss, figures: BacktestFigures): number {
    const value = loss({
      trades: figures.results,
      tradeCount: figures.results.length,
      minDate: figures.start,
      maxDate: figures.end,
      startingBalance: figures.facts.startingBalance,
      figures,
      config: this.#lossConfig,
    });
    return Number.isNaN(value) ? WORST_LOSS : value;
  }

  async #withSignals(strategy: Strategy, { spaces }: Search, point: Point): Promise<readonly PairData[]> {
    const isKept = looksBack(strategy);
    const own = [...spaces].filter(([space]) => !NOT_OF_SIGNALS.has(space)).flatMap(([, dimensions]) => dimensions);
    const key = JSON.stringify(own.map(({ name }) => point[name]));
    if (!isKept && this.#signals?.key === key) return this.#signals.pairs;
    const hasRead = isKept ? null : watchAttributes(strategy);
    const pairs: PairData[] = [];
    const spares = this.#spares;
    // what fails in between is nobody's signal
    [this.#signals, this.#spares] = [null, []];
    for (const [index, shared] of this.#ground.pairs.entries()) pairs.push(await this.#analyzed(strategy, shared, spares[index] ?? null));
    this.#spares = pairs.map(({ signals }) => signals);
    this.#signals = hasRead === null || hasRead() ? null : { key, pairs };
    return pairs;
  }

  /** @param spare columns of an earlier try, to be written over */
  async #analyzed(strategy: Strategy, shared: SharedPair, spare: SignalColumns | null): Promise<PairData> {
    const { pair, candles, indicators } = shared;
    const isKept = looksBack(strategy);
    const take = (made: DataFrame): PairData => ({ ...pairData(shared, made, spare), frame: isKept ? made : null });
    if (indicators === null) {
      const { informative } = this.#ground;
      const candlesOf: CandlesOf = (asset, timeframe, kind) => informative.get(recordedKey(asset, timeframe, kind)) ?? null;
      return analyzeOnce(strategy, pair, candles, { stakeCurrency: this.#study.job.stakeCurrency, candlesOf }, take);
    }
    const frame = new DataFrame(candles);
    frame.takeOver(indicators.columns, indicators.texts);
    return analyzeSignals(strategy, pair, frame, take);
  }
}

/** From now on notes whether a strategy looks at what searches set beside its parameters. @returns whether it has, and ends the watch */
function watchAttributes(strategy: Strategy): () => boolean {
  let hasRead = false;
  const values = ATTRIBUTES.map((name) => [name, Reflect.get(strategy, name) as unknown] as const);
  for (const [name, value] of values)
    Object.defineProperty(strategy, name, {
      configurable: true,
      enumerable: true,
      get: () => {
        hasRead = true;
        return value;
      },
    });
  return () => {
    for (const [name, value] of values)
      Object.defineProperty(strategy, name, { configurable: true, enumerable: true, writable: true, value });
    return hasRead;
  };
}

/** What is traded on of a frame in which a strategy has left out candles, or changed prices. */
function tradedOn({ candles, start, end }: SharedPair, frame: DataFrame, startup: number, range: Timerange) {
  const prices = pricesOf(frame);
  if (frame.length === candles.length) return { candles: prices, start, end, changed: {} };
  const rows = tradedRows(frame.time, startup, range);
  const [first, after] = [rows.start, Math.max(rows.start, rows.end)];
  const span = { start: candles.time[start]!, end: candles.time[end - 1]! };
  const changed = leftOutOf(candles.time, frame.time, { start: first, end: after }, span);
  return { candles: prices, start: first, end: after, changed };
}

/** A pair as it is traded. @param frame null for no signals @param spare columns to be written over */
function pairData(
  { pair, market, candles, detail, funding, ticks, start, end }: SharedPair,
  frame: DataFrame | null,
  spare: SignalColumns | null = null,
): PairData {
  return {
    pair,
    market,
    candles: asTraded(sliceCandles(candles, start, end)),
    signals: shiftedSignals(frame ?? new DataFrame(candles), start, spare),
    frame,
    frameOffset: start,
    detail: detail === null ? null : asTraded(detail),
    funding,
    startup: { time: candles.time.subarray(0, start), close: candles.close.subarray(0, start) },
    ticks,
  };
}
