import { framesOf, giveUp, type PairData } from '../backtest/pair-data.ts';
import { looksBack, rangeOf } from '../backtest/prepare.ts';
import { type BacktestOutcome, runBacktest } from '../backtest/schedule.ts';
import { type BacktestFigures, backtestFigures } from '../backtest/statistics/backtest-figures.ts';
import type { RowSink } from '../backtest/wallet-history.ts';
import type { ResearchSettings } from '../bot/settings.ts';
import type { RawConfig } from '../config/raw.ts';
import type { Market } from '../core/market/market.ts';
import { meantPair } from '../core/market/nearest-pair.ts';
import { stakeDecimals } from '../core/market/stake-decimals.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { parseTimerange, type Timerange } from '../core/market/timerange.ts';
import type { Trade } from '../core/trade/trade.ts';
import { withLeverageTiers } from '../data/leverage-tiers.ts';
import type { DataFrame } from '../strategy/data-frame.ts';
import { silenceText } from '../strategy/silence.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { BacktestError, type BacktestRequest, backtestSettings } from './backtest-settings.ts';
import type { CandleStore } from './candle-store.ts';
import { beginAnalysis, NO_CANDLES } from './equip-analysis.ts';
import { failuresOnce } from './failed-callbacks.ts';
import { type DownloadHint, endsMissing, nothingFound, someNotFound } from './missing-data.ts';
import { warningsInOrder } from './pair-warnings.ts';
import { equip, type Prepared, type PrepareJob, prepareJob, preparePairs } from './prepare-pairs.ts';
import { type ClosePath, marketChangeFile, marketChangeOf, meanChange } from './results/market-change.ts';
import { WalletFile } from './results/wallet-file.ts';
import type { MadeFile, MadeText } from './results/zip.ts';
import { hasBegun, sharedAmong } from './shared-pairs.ts';

/** Threads that help the one a backtest runs in. */
export interface BacktestHelp {
  /** Makes files in a thread; null where there is none. */
  readonly files: FileMakers | null;
  /** Each prepares a part of the pairs. */
  readonly others: BacktestSources['others'];
}

export interface BacktestSources {
  readonly store: CandleStore;
  readonly pairs: readonly string[];
  readonly markets: ReadonlyMap<string, Market>;
  /** Makes of the pairs that have candles what chooses among them anew with every candle; null where they stay. */
  readonly pairsOfCandle: ((available: readonly string[]) => () => readonly string[]) | null;
  /** ms since epoch. */
  readonly now: () => number;
  readonly onProgress: (phase: BacktestPhase, ratio: number, trades?: number) => void;
  readonly onWarning: (message: string) => void;
  /** How candles that are missing can be got; asked only where some are. */
  readonly download: () => Promise<DownloadHint>;
  /** What makes files of the result; null where none are wanted. */
  readonly files: FileMakers | null;
  /** Other threads: each prepares a part of the pairs. */
  readonly others: readonly ((job: PrepareJob) => Promise<Prepared>)[];
  /** Gives what a run of before has prepared of the same pairs, or has it made. */
  readonly keepPrepared?: (strategy: Strategy, make: () => Promise<Prepared>) => Promise<Prepared>;
}

/** Makes files of a result that need more than its figures: as soon as there is what they are made of, while the backtest goes on. */
export interface FileMakers {
  readonly marketChange: (pairs: readonly PairData[], idle: readonly ClosePath[], step: number) => MadeFile;
  readonly wallet: () => WalletFileMaker;
  /** Left out where trades are kept whole, and written with the rest of the result. */
  readonly trades?: () => TradeListMaker;
}

/** Makes the texts of a list of trades, as they close. */
export interface TradeListMaker {
  readonly add: (trade: Readonly<Trade>) => void;
  /** The texts, when all trades have closed. */
  readonly texts: () => ListedTrades;
}

/** Trades as they stand between the brackets of a list. */
interface ListedTrades {
  /** In a file. */
  readonly packed: MadeText;
  /** As a server answers them, UTF-8; null where it does not. */
  readonly atOnce: () => Promise<Uint8Array | null>;
}

/** Makes a wallet's file of its rows as they come. */
export interface WalletFileMaker {
  readonly add: RowSink;
  /** The file, when all rows have come. */
  readonly file: () => MadeFile;
}

/** In this thread. */
export const FILES_MADE_HERE: FileMakers = {
  marketChange: (pairs, idle, step) => {
    const change = marketChangeOf(pairs, idle, step);
    return () => marketChangeFile(change);
  },
  wallet: () => {
    const made = new WalletFile();
    return { add: (rows) => made.add(rows), file: () => () => ({ pieces: made.pieces() }) };
  },
};

export type BacktestPhase = 'load' | 'analyze' | 'trade';

/** What one strategy did. */
export interface StrategyRun {
  readonly name: string;
  readonly figures: BacktestFigures;
  readonly outcome: BacktestOutcome;
  /** Null where none are wanted. */
  readonly files: {
    readonly marketChange: MadeFile;
    readonly wallet: MadeFile;
    /** Trades where they were not kept whole. */
    readonly trades: ListedTrades | null;
  } | null;
  /** Analysed frames by pair, start-up candles included; none where they are not kept. */
  readonly frames: ReadonlyMap<string, DataFrame>;
  readonly bot: ResearchSettings;
  /** How long each phase took, ms. */
  readonly phases: Readonly<Record<BacktestPhase, number>>;
}

/** Backtests one strategy over recorded candles. @throws BacktestError, StrategyError, CandleFileError */
export async function backtestStrategy(request: BacktestRequest, strategy: Strategy, sources: BacktestSources): Promise<StrategyRun> {
  const { config } = request;
  const runStart = Math.floor(sources.now() / 1000);
  const range = readTimerange(request.timerange);
  const [first, ...others] = tradedMarkets(config, sources);
  const markets = withTiers([first, ...others], config, sources);
  const known = new Map([...sources.markets, ...markets.map((market) => [market.pair, market] as const)]);
  await beginAnalysis(
    strategy,
    config,
    markets.map(({ pair }) => pair),
    known,
    sources.now,
  );
  const fee = request.fee ?? config.fee ?? highestFee(first);
  const { bot, engine } = backtestSettings(request, strategy, fee);
  const kept = request.keepsFrames === true ? 'frames' : 'signals';
  const job = prepareJob(request, bot, { store: sources.store, range, markets, kept });
  const prepared = await prepareTogether(job, strategy, sources);
  const { pairs, idle, load, analyze } = prepared;
  const found = prepared.found.map(({ pair }) => pair);
  const marketChange = sources.files?.marketChange(pairs, idle, engine.timeframeMs);
  const wallet = sources.files?.wallet();
  // callbacks may ask for trades that have closed
  const trades = looksBack(strategy) || request.keepsFrames === true ? undefined : sources.files?.trades?.();
  const begun = sources.now();
  const pairsOfCandle = sources.pairsOfCandle?.(found) ?? null;
  const keepsTrades = trades === undefined;
  const outcome = runBacktest({ ...engine, keepsTrades, pairsOfCandle, informative: prepared.informative }, pairs, rangeOf(pairs), {
    onProgress: (ratio, trades) => sources.onProgress('trade', ratio, trades),
    onFailure: failuresOnce(sources.onWarning),
    onClosed: trades?.add,
    onWallet: wallet?.add,
  });
  const walletFile = wallet?.file();
  const tradesText = trades?.texts() ?? null;
  const phases = { load, analyze, trade: sources.now() - begun };
  const meanOfPairs = meanChange(pairs, idle);
  if (sources.keepPrepared === undefined && request.keepsFrames !== true) pairs.forEach(giveUp);
  const silence = silenceText(bot.strategyName, prepared.silent, pairs.length);
  if (silence !== null) sources.onWarning(silence);
  const figures = backtestFigures(outcome, {
    ...settingsFacts(request, bot, found),
    startingBalance: engine.wallet,
    runStart,
    runEnd: Math.floor(sources.now() / 1000),
    marketChange: meanOfPairs,
  });
  // it sees the candles no longer, which take most of the memory
  if (strategy.analysePairs === undefined) equip(strategy, job, NO_CANDLES);
  const files = marketChange === undefined || walletFile === undefined ? null : { marketChange, wallet: walletFile, trades: tradesText };
  const frames = framesOf(request.keepsFrames === true ? pairs : []);
  return { name: bot.strategyName, figures, outcome, files, frames, bot, phases };
}

/** Markets of the pairs that the exchange trades. @throws BacktestError when there is none */
export function tradedMarkets(
  { exchange }: RawConfig,
  { pairs, markets, onWarning }: Pick<BacktestSources, 'pairs' | 'markets' | 'onWarning'>,
): readonly [Market, ...Market[]] {
  const [first, ...others] = pairs.flatMap((pair) => markets.get(pair) ?? []);
  for (const pair of pairs)
    if (!markets.has(pair)) onWarning(`Pair ${pair} is not traded on ${exchange.name}. Left out.${meantPair(pair, [...markets.keys()])}`);
  if (first !== undefined) return [first, ...others];
  throw new BacktestError(
    pairs.length === 0
      ? `There is no pair to trade: the whitelist names none that ${exchange.name} has. Name pairs with --pairs, or in exchange.pair_whitelist.`
      : `None of the pairs (${pairs.join(', ')}) is traded on ${exchange.name}.`,
  );
}

/** Contracts have tiers of leverage, as far as they are known. */
export function withTiers(
  markets: readonly Market[],
  config: RawConfig,
  { store, onWarning }: Pick<BacktestSources, 'store' | 'onWarning'>,
): readonly Market[] {
  if (config.trading_mode !== 'futures') return markets;
  const tiered = withLeverageTiers(markets, config.exchange.name, store.folder, config.stake_currency);
  const unknown = tiered.filter(({ leverageTiers }) => leverageTiers.length === 0).map(({ pair }) => pair);
  if (unknown.length > 0)
    onWarning(`Leverage tiers of ${unknown.join(', ')} are not known: liquidation is computed with 0.5 % maintenance margin.`);
  return tiered;
}

/** What a report says of how the strategy was run. @param found pairs that have candles */
export function settingsFacts(
  { config, timeframeDetail, timerange, enableProtections }: BacktestRequest,
  bot: ResearchSettings,
  found: readonly string[],
) {
  const setting = bot.entryRules.maxOpenTrades;
  const { exitRules } = bot;
  return {
    strategyName: bot.strategyName,
    pairlist: found,
    stakeAmount: bot.entryRules.stakeAmount,
    stakeCurrency: config.stake_currency,
    stakeCurrencyDecimals: stakeDecimals(config.stake_currency),
    maxOpenTrades: Math.min(setting, found.length),
    maxOpenTradesSetting: Number.isFinite(setting) ? setting : -1,
    timeframe: bot.timeframe,
    timeframeDetail,
    timerange,
    enableProtections,
    stoploss: exitRules.stoploss,
    trailingStop: exitRules.trailingStop,
    trailingStopPositive: exitRules.trailingStopPositive,
    trailingStopPositiveOffset: exitRules.trailingStopPositiveOffset,
    trailingOnlyOffsetIsReached: exitRules.trailingOnlyOffsetIsReached,
    useCustomStoploss: exitRules.useCustomStoploss,
    minimalRoi: bot.minimalRoi,
    useExitSignal: exitRules.useExitSignal,
    exitProfitOnly: exitRules.exitProfitOnly,
    exitProfitOffset: exitRules.exitProfitOffset,
    ignoreRoiIfEntrySignal: exitRules.ignoreRoiIfEntrySignal,
    tradingMode: config.trading_mode,
    marginMode: config.margin_mode,
  };
}

/** Shares the pairs among threads where that is worth it: a strategy without callbacks can't tell that its pairs were analysed apart. */
async function prepareInThreads(job: PrepareJob, strategy: Strategy, sources: BacktestSources): Promise<Prepared> {
  const others = looksBack(strategy) || strategy.analysePairs !== undefined ? [] : sources.others;
  const allMarkets = [...sources.markets.values(), ...job.markets];
  const [own, ...theirs] = others.length === 0 ? [null] : sharedAmong(others.length + 1);
  const elsewhere = others.map((prepare, index) => prepareElsewhere({ ...job, shared: theirs[index]! }, allMarkets, prepare, sources));
  // handled before the others are waited for
  for (const other of elsewhere) other.catch(() => undefined);
  const here = await preparePairs({ ...job, shared: own ?? null, allMarkets }, strategy, sources);
  const working = elsewhere.filter((_other, index) => hasBegun(theirs[index]!));
  return joined(job, here, await Promise.all(working));
}

/** What another thread has prepared of the pairs that are shared. */
async function prepareElsewhere(
  job: PrepareJob,
  allMarkets: readonly Market[],
  prepare: (job: PrepareJob) => Promise<Prepared>,
  { markets }: Pick<BacktestSources, 'markets'>,
): Promise<Prepared> {
  const part = await prepare(job);
  // to reach other threads, all of an exchange take longer than most pairs to be looked at
  if (!part.unknownMarkets.some((pair) => markets.has(pair))) return part;
  const taken = new Set([...part.found.map(({ pair }) => pair), ...part.missing]);
  const places = [...job.pairs.keys()].filter((place) => taken.has(job.pairs[place]!));
  const pairs = places.map((place) => job.pairs[place]!);
  const again = await prepare({ ...job, shared: null, pairs, markets: places.map((place) => job.markets[place]!), allMarkets });
  return { ...again, warnings: again.warnings.map(({ place, text }) => ({ place: places[place] ?? place, text })) };
}

/** What threads have prepared, as one alone would have. */
function joined({ pairs: order }: PrepareJob, here: Prepared, elsewhere: readonly Prepared[]): Prepared {
  if (elsewhere.length === 0) return { ...here, pairs: sharingTimes(here.pairs) };
  const parts = [here, ...elsewhere];
  const places = new Map(order.map((pair, place) => [pair, place]));
  const placeOf = (pair: string) => places.get(pair) ?? order.length;
  const inOrder = <Of extends { readonly pair: string }>(found: readonly Of[]) =>
    found.toSorted((a, b) => placeOf(a.pair) - placeOf(b.pair));
  return {
    pairs: sharingTimes(inOrder(parts.flatMap(({ pairs }) => pairs))),
    idle: inOrder(parts.flatMap(({ idle }) => idle)),
    found: inOrder(parts.flatMap(({ found }) => found)),
    missing: parts.flatMap(({ missing }) => missing).toSorted((a, b) => placeOf(a) - placeOf(b)),
    silent: inOrder(parts.flatMap(({ silent }) => silent)),
    unknownMarkets: [],
    informative: here.informative,
    warnings: warningsInOrder(parts.map(({ warnings }) => warnings)),
    load: Math.max(...parts.map(({ load }) => load)),
    analyze: Math.max(...parts.map(({ analyze }) => analyze)),
  };
}

/** Pairs as the strategy sees them, with words on what is missing. */
async function prepareTogether(job: PrepareJob, strategy: Strategy, sources: BacktestSources): Promise<Prepared> {
  const make = () => prepareInThreads(job, strategy, sources);
  const prepared = await (sources.keepPrepared === undefined ? make() : sources.keepPrepared(strategy, make));
  const wanted = { store: job.store, timeframe: job.timeframe, isFutures: job.isFutures, timerange: job.timerange };
  for (const { text } of prepared.warnings) sources.onWarning(text);
  if (prepared.found.length === 0) throw new BacktestError(await nothingFound(wanted, job.pairs, await sources.download()));
  if (prepared.missing.length > 0) sources.onWarning(await someNotFound(wanted, prepared.missing, await sources.download()));
  const candleMs = timeframeMs(job.timeframe);
  const ends = await endsMissing(wanted, job.range, prepared.found, { hint: sources.download, candleMs, now: sources.now() });
  if (ends !== null) sources.onWarning(ends);
  if (prepared.pairs.length > 0) return prepared;
  throw new BacktestError(`No candles are left for the timerange "${job.timerange}" after ${strategy.startupCandleCount} startup candles.`);
}

/** Pairs with candles at the same times share the column. */
function sharingTimes(pairs: readonly PairData[]): PairData[] {
  const known = new Map<string, Float64Array>();
  return pairs.map((data) => {
    const { time } = data.candles;
    // candles have no gaps: beginning and number tell all times
    const key = `${time[0]} ${time.length}`;
    const shared = known.get(key);
    if (shared === undefined) known.set(key, time);
    return shared === undefined || data.frame !== null ? data : { ...data, candles: { ...data.candles, time: shared } };
  });
}

export function readTimerange(text: string): Timerange {
  try {
    return parseTimerange(text);
  } catch (error) {
    throw new BacktestError(`--timerange: ${(error as Error).message}`);
  }
}

/** Takers and makers are distinguished live, not in a backtest. */
export function highestFee(market: Market): number {
  return Math.max(market.takerFee, market.makerFee);
}
