import type { RawConfig } from '../config/raw.ts';
import type { Parameter } from '../strategy/parameter.ts';
import type { SearchedEpoch } from './hyperopt/epoch-text.ts';
import type { HeatMap } from './hyperopt/heat-map.ts';
import type { Importance } from './hyperopt/importance.ts';
import type { ParameterGroups } from './hyperopt/parameters-of-point.ts';
import type { Proposal } from './hyperopt/proposal.ts';
import type { LastRun } from './hyperopt/run-schedule.ts';
import type { StudyFacts } from './hyperopt/study-file.ts';
import type { Truth } from './hyperopt/truth.ts';
import type { WalkReport } from './hyperopt/walk-report.ts';
import type { Job, Jobs } from './jobs.ts';

export type { SearchedEpoch } from './hyperopt/epoch-text.ts';
export type { Proposal } from './hyperopt/proposal.ts';
export type { ReshuffledFalls } from './hyperopt/reshuffle.ts';
export type { StoredFigures } from './hyperopt/stored-figures.ts';
export type { Truth } from './hyperopt/truth.ts';
export type { StoredWindow } from './hyperopt/walk-report.ts';
export type { Job, JobCategory, JobTask } from './jobs.ts';
export type { CheckedFile } from './tasks/check.ts';
export type { LookaheadResult } from './tasks/lookahead.ts';
export type { RecursiveResult } from './tasks/recursive.ts';

/** Why: there is no such thing, it does not fit what is there or runs now, or it can't be done. */
export type RefusalKind = 'missing' | 'unfit' | 'impossible';

/** What was asked of research can't be done; the message is for whoever asked. */
export class ResearchRefused extends Error {
  readonly code = 'RESEARCH_REFUSED';
  readonly kind: RefusalKind;
  /** Whether freqtrade tells it as a failed query, `{"error": …}`, and not as `{"detail": …}`. */
  readonly isQuery: boolean;
  constructor(kind: RefusalKind, message: string, form: 'detail' | 'query' = 'detail') {
    super(message);
    this.kind = kind;
    this.isQuery = form === 'query';
  }
}

/** As freqtrade says it. */
export function unknownStrategy(name: string): string {
  return `Impossible to load Strategy '${name}'. This class does not exist or contains Python code errors.`;
}

export interface BacktestOrder {
  readonly strategy: string;
  readonly timeframe: string | null;
  readonly timeframeDetail: string | null;
  readonly timerange: string | null;
  readonly maxOpenTrades: number | null;
  readonly stakeAmount: string | number | null;
  readonly enableProtections: boolean;
  readonly wallet: number | null;
  /** FreqAI model, which is refused; null for none. */
  readonly freqaiModel: string | null;
  /** `none` where the result of the same backtest is not to be given again; null as configured. */
  readonly cache: string | null;
}

/** How the backtest fares, in freqtrade's words. */
export interface BacktestState {
  readonly status: 'not_started' | 'running' | 'ended' | 'error';
  readonly message: string;
  readonly step: string;
  /** 0 to 1 */
  readonly progress: number;
  readonly tradeCount: number | null;
  /** Result as JSON text in UTF-8: it is large, and only passed on; null before there is one. */
  readonly result: Uint8Array | null;
}

export interface PairHistoryOrder {
  readonly pair: string;
  readonly timeframe: string;
  readonly timerange: string;
  readonly strategy: string | null;
  /** Indicators wanted; null for all. */
  readonly columns: readonly string[] | null;
  /** Candles of now from the exchange, instead of stored ones. */
  readonly isLive: boolean;
  readonly freqaiModel: string | null;
  readonly place: MarketPlace;
}

/** Where pairs are traded; null for what the configuration says. */
export interface MarketPlace {
  readonly exchange: string | null;
  readonly tradingMode: 'spot' | 'futures' | null;
}

export interface StoredTable {
  readonly columns: readonly string[];
  readonly data: readonly (readonly unknown[])[];
}

export interface DownloadOrder {
  readonly place: MarketPlace;
  readonly pairs: readonly string[];
  readonly timeframes: readonly string[] | null;
  readonly days: number | null;
  readonly timerange: string | null;
  readonly erase: boolean;
  readonly downloadTrades: boolean;
  readonly candleTypes: readonly string[] | null;
  readonly prepend: boolean;
  readonly fillsGaps: boolean;
}

export interface PairlistOrder {
  readonly pairlists: readonly ({ readonly method: string } & Readonly<Record<string, unknown>>)[];
  readonly blacklist: readonly string[];
  readonly stakeCurrency: string;
  readonly place: MarketPlace;
}

export interface AnalysisOrder {
  readonly strategy: string;
  readonly timeframe: string | null;
  readonly timerange: string | null;
}

/** Figures of a stored result. Ratios: 0.01 = 1 %; amounts in stake currency. */
export interface ResultFigures {
  readonly filename: string;
  readonly strategy: string;
  readonly stakeCurrency: string;
  readonly trades: number;
  readonly profit: number;
  readonly profitRatio: number;
  readonly drawdown: number;
  readonly sharpe: number;
}

/** How far the candles of a pair on the disk reach: start of the first and the last, ms since epoch, UTC; null where there are none. */
export interface StoredRange {
  readonly pair: string;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly candles: number;
}

/** What a backtest takes where its order says nothing. */
export interface BacktestDefaults {
  readonly timeframe: string;
  readonly isTimeframeConfigured: boolean;
  /** -1 for any number. */
  readonly maxOpenTrades: number;
  readonly isMaxOpenTradesConfigured: boolean;
  readonly stakeAmount: string | number;
  readonly wallet: number;
}

export interface KnownStrategy {
  readonly timeframe: string;
  readonly startupCandles: number;
  readonly parameters: readonly Parameter[];
  readonly code: string;
}

/** The strategies of the user's folders. */
export interface Strategies {
  names(): Promise<readonly string[]>;
  /** Null for one that is not there, or can't be loaded. */
  find(name: string): Promise<KnownStrategy | null>;
  /** @throws ResearchRefused */
  plotConfig(name: string): Promise<Readonly<Record<string, unknown>>>;
  /** Null for one that is not there, or can't be loaded. */
  backtestDefaults(name: string): Promise<BacktestDefaults | null>;
}

/** Backtests: freqtrade's single one, and more as jobs. @throws ResearchRefused */
export interface Backtests {
  /** The single one. */
  start(order: BacktestOrder): void;
  state(): BacktestState;
  /** Whether a job is the single one. */
  isSingle(job: Job): boolean;
  /** @returns whether one was running */
  abort(): Promise<boolean>;
  reset(): void;
  /** One of several that run at once, each a job of its own. */
  startJob(order: BacktestOrder): Job;
  jobState(id: string): BacktestState;
}

/** Results of backtests, as they are stored. Parts are JSON in UTF-8: they are large, and only passed on. @throws ResearchRefused */
export interface StoredBacktests {
  list(): Promise<readonly StoredBacktest[]>;
  /** What came of each; one that can't be read is left out. */
  figures(): Promise<readonly ResultFigures[]>;
  result(file: string, strategy: string): Promise<Uint8Array>;
  /** How the market changed meanwhile: a table. */
  marketChange(file: string): Promise<Uint8Array>;
  /** The wallet meanwhile: a table. */
  wallet(file: string, strategy: string): Promise<Uint8Array>;
  setNotes(file: string, strategy: string, notes: string): void;
  delete(file: string): void;
}

/** One strategy's part of a stored result. Times are ms since epoch, UTC, unless they say seconds. */
export interface StoredBacktest {
  readonly filename: string;
  readonly strategy: string;
  readonly runId: string;
  readonly runStartedSeconds: number;
  readonly notes: string;
  readonly fromSeconds: number | null;
  readonly toSeconds: number | null;
  readonly timeframe: string | null;
  readonly timeframeDetail: string | null;
}

/** Candles on the disk, and from the exchange. @throws ResearchRefused */
export interface CandleData {
  availablePairs(): readonly { readonly pair: string; readonly timeframe: string; readonly type: string }[];
  /** How far candles of the configured pairs reach. */
  ranges(timeframe: string): Promise<readonly StoredRange[]>;
  /** Candles with what a strategy makes of them: the API's answer as JSON in UTF-8. */
  history(order: PairHistoryOrder): Promise<Uint8Array>;
  download(order: DownloadOrder): Job;
  /** Looks through every stored candle file. */
  check(): Job;
}

export interface ListedPair {
  readonly pair: string;
  readonly base: string;
  readonly quote: string;
  readonly isSpot: boolean;
  readonly isSwap: boolean;
  readonly isActive: boolean;
}

/** An exchange, as far as it can be traded on. */
export interface ListedExchange {
  readonly name: string;
  readonly id: string;
  readonly isUsable: boolean;
  readonly isSupported: boolean;
  readonly reason: string;
  readonly futuresReason: string;
  readonly isDex: boolean;
  readonly isAlias: boolean;
  /** Trading mode, margin mode. */
  readonly tradeModes: readonly (readonly [string, string])[];
}

/** Exchanges and their pairs, and the choice among them. @throws ResearchRefused */
export interface Markets {
  exchanges(): Promise<readonly ListedExchange[]>;
  pairs(place: MarketPlace): Promise<readonly ListedPair[]>;
  evaluatePairlists(order: PairlistOrder): Job;
}

/** What is found out about a strategy. */
export interface Analyses {
  lookahead(
    order: AnalysisOrder & { readonly minimumTrades: number; readonly targetedTrades: number; readonly allowsLimitOrders: boolean },
  ): Job;
  recursive(order: AnalysisOrder & { readonly startupCandles: readonly number[] }): Job;
}

/** A search for parameters as it is asked for; null where the strategy, the configuration or the usual is meant. */
export interface SearchRequest extends AnalysisOrder {
  readonly pairs: readonly string[] | null;
  readonly spaces: readonly string[];
  readonly losses: readonly string[];
  readonly epochs: number;
  readonly minTrades: number;
  readonly earlyStop: number;
  readonly seed: number | null;
  readonly sampler: string | null;
  readonly workers: number;
  readonly enableProtections: boolean;
  readonly analyzePerEpoch: boolean;
  /** Whether workers of the queue make the tries, in place of threads. */
  readonly isOverQueue: boolean;
}

export type SearchStatus = 'running' | 'ended' | 'aborted' | 'error';

/** Tries of a search, running or over. */
export interface SearchState {
  readonly status: SearchStatus;
  readonly message: string;
  /** File of the tries; null before there is one. */
  readonly filename: string | null;
  readonly strategy: string;
  /** Null where nothing is known of how it was begun: a file of freqtrade's, or before the beginning. */
  readonly facts: StudyFacts | null;
  readonly epochs: number;
  readonly epochsDone: number;
  /** Null before the first, and when it is over. */
  readonly epochsPerSecond: number | null;
  readonly rows: readonly SearchedEpoch[];
  readonly bestEpoch: number | null;
  /** Tries of which none is better in one loss without being worse in another. */
  readonly front: readonly number[];
  readonly importance: readonly Importance[];
  readonly truth: Truth | null;
}

/** An earlier search. */
export interface SearchFile {
  readonly filename: string;
  readonly strategy: string;
  /** ms since epoch, UTC; null where its name does not tell. */
  readonly startedMs: number | null;
  readonly facts: StudyFacts | null;
}

/** The parameter file beside a strategy. */
export interface StoredParameterFile {
  /** Null where there is none. */
  readonly filename: string | null;
  readonly exportTime: string | null;
  readonly groups: ParameterGroups;
}

/** Which tries a heat map is made of: those of a job, or of a file. */
export interface HeatMapOrder {
  readonly axes: readonly [x: string, y: string];
  /** Null for the first. */
  readonly loss: string | null;
  readonly of: { readonly job: Job } | { readonly filename: string };
}

/** Who takes work from a queue. */
export interface QueueLook {
  /** Its address, without the password; null where there is no queue. */
  readonly queue: string | null;
  /** Why it can't be looked at, in words; null where it can. */
  readonly problem: string | null;
  readonly workers: readonly {
    readonly id: string;
    readonly host: string;
    readonly pid: number;
    readonly threads: number;
    /** ms since epoch, UTC. */
    readonly since: number;
    /** What its threads are busy with, in words; empty for nothing. */
    readonly doing: readonly string[];
    /** Items done since it began. */
    readonly done: number;
    /** Items a second, over the last minute. */
    readonly rate: number;
    readonly version: string;
    /** Whether its version is another one than this program's, from which it takes nothing. */
    readonly isOther: boolean;
  }[];
}

/** A queue from which workers on any machine take work, where there is one. */
export interface WorkQueue {
  look(): Promise<QueueLook>;
}

/** Searches for parameters, and what they have found. @throws ResearchRefused */
export interface Searches {
  losses(): Promise<readonly { readonly name: string; readonly description: string }[]>;
  /** What may be asked for. */
  choices(): { readonly samplers: readonly string[]; readonly spaces: readonly string[]; readonly processors: number };
  start(request: SearchRequest): Job;
  /** @param after only tries with a higher number */
  state(job: Job, after: number): SearchState;
  /** Ends one; over when its best was tried on the candles behind it. */
  abort(job: Job): Promise<void>;
  files(): readonly SearchFile[];
  stored(filename: string): Promise<SearchState>;
  parametersOf(filename: string, epoch: number): Promise<ParameterGroups>;
  delete(filename: string): void;
  heatMap(order: HeatMapOrder): Promise<HeatMap>;
  parameterFile(strategy: string): StoredParameterFile;
  /** Writes the parameters of a try beside its strategy. @param overwrites whether a file that is there is replaced @returns the strategy */
  use(filename: string, epoch: number, overwrites: boolean): Promise<string>;
}

/** A search over rolling windows; days are whole. */
export interface WalkRequest extends SearchRequest {
  readonly timerange: string;
  readonly trainDays: number;
  readonly testDays: number;
}

/** Windows of a walk, running or over. */
export interface WalkState {
  readonly status: SearchStatus;
  readonly message: string;
  readonly filename: string | null;
  /** What there is so far; its summary counts when it is over. */
  readonly report: WalkReport;
  readonly windowsTotal: number;
  /** Tries of the window of now. */
  readonly windowEpochsDone: number;
}

/** A walk that is over, as a list has it. */
export interface WalkFile extends Omit<SearchFile, 'facts'> {
  /** Null where the file is no report of a walk. */
  readonly report: WalkReport | null;
}

/** Searches over rolling windows, each find tried on what came next. @throws ResearchRefused */
export interface Walks {
  start(request: WalkRequest): Job;
  state(job: Job): WalkState;
  files(): readonly WalkFile[];
  stored(filename: string): WalkState;
  delete(filename: string): void;
}

/** A proposal, and the file it is in. */
export interface ProposalFile {
  readonly filename: string;
  readonly proposal: Proposal;
}

/** How re-optimising goes; moments are ms since epoch, UTC. */
export interface ReoptimizeState {
  readonly strategy: string;
  readonly everyDays: number;
  readonly lastRun: LastRun | null;
  /** Null while it runs. */
  readonly nextMs: number | null;
  readonly isRunning: boolean;
}

/** Parameters that were found by the schedule, for somebody to use or to put away. @throws ResearchRefused */
export interface Proposals {
  list(): readonly ProposalFile[];
  delete(filename: string): void;
  /** Null where the configuration asks for none. */
  schedule(): ReoptimizeState | null;
}

/** What webserver mode does beside answering. */
export interface ResearchService {
  readonly config: RawConfig;
  /** Whether a bot trades beside it. */
  readonly isBesideTrading: boolean;
  readonly jobs: Jobs;
  readonly strategies: Strategies;
  readonly backtests: Backtests;
  readonly results: StoredBacktests;
  readonly data: CandleData;
  readonly markets: Markets;
  readonly analyses: Analyses;
  readonly searches: Searches;
  readonly queue: WorkQueue;
  readonly walks: Walks;
  readonly proposals: Proposals;
}
