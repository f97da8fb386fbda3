import type { RawConfig } from '../config/raw.ts';
import type { Parameter } from '../strategy/parameters.ts';
import type { Job, Jobs } from './jobs.ts';

export type { Job, JobCategory, JobTask } from './jobs.ts';

/** What was asked of webserver mode can't be done; the message is for whoever asked. */
export class ResearchRefused extends Error {
  readonly status: 400 | 404 | 502;
  /** Whether freqtrade tells it as a failed query, `{"error": …}`, and not as `{"detail": …}`. */
  readonly isQuery: boolean;
  constructor(status: 400 | 404 | 502, message: string, form: 'detail' | 'query' = 'detail') {
    super(message);
    this.status = status;
    this.isQuery = form === 'query';
  }
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

/** What webserver mode does beside answering. @throws ResearchRefused */
export interface ResearchService {
  readonly config: RawConfig;
  readonly jobs: Jobs;
  strategies(): Promise<readonly string[]>;
  /** Whether a bot trades beside it. */
  readonly isBesideTrading: boolean;
  strategy(name: string): Promise<{ readonly timeframe: string; readonly parameters: readonly Parameter[]; readonly code: string } | null>;
  /** How far candles of the configured pairs reach. */
  storedRanges(timeframe: string): Promise<readonly StoredRange[]>;
  plotConfig(strategy: string): Promise<Readonly<Record<string, unknown>>>;
  availablePairs(): readonly { readonly pair: string; readonly timeframe: string; readonly type: string }[];
  exchanges(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  markets(place: MarketPlace): Promise<
    readonly {
      readonly pair: string;
      readonly base: string;
      readonly quote: string;
      readonly isSpot: boolean;
      readonly isSwap: boolean;
      readonly isActive: boolean;
    }[]
  >;
  /** The answer as JSON text. */
  pairHistory(order: PairHistoryOrder): Promise<Uint8Array>;
  startBacktest(order: BacktestOrder): void;
  /** One of several that run at once, each a job of its own. */
  startBacktestJob(order: BacktestOrder): Job;
  /** How such a job fares. */
  backtestJobState(id: string): BacktestState;
  backtestState(): BacktestState;
  /** Whether a job is the backtest that is asked for without a number. */
  isSingleBacktest(job: Job): boolean;
  abortBacktest(): Promise<boolean>;
  resetBacktest(): void;
  history(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** What came of each stored result; one that can't be read is left out. */
  historyFigures(): Promise<readonly ResultFigures[]>;
  /** Null for a strategy that is not there, or can't be loaded. */
  backtestDefaults(strategy: string): Promise<BacktestDefaults | null>;
  /** A stored result as JSON in UTF-8. */
  historyResult(file: string, strategy: string): Promise<Uint8Array>;
  setNotes(file: string, strategy: string, notes: string): void;
  deleteHistory(file: string): void;
  /** How the market changed during a stored backtest: a table as JSON in UTF-8. */
  marketChange(file: string): Promise<Uint8Array>;
  /** The wallet during a stored backtest: a table as JSON in UTF-8. */
  walletHistory(file: string, strategy: string): Promise<Uint8Array>;
  evaluatePairlists(order: PairlistOrder): Job;
  download(order: DownloadOrder): Job;
  lookahead(
    order: AnalysisOrder & { readonly minimumTrades: number; readonly targetedTrades: number; readonly allowsLimitOrders: boolean },
  ): Job;
  /** Looks through every stored candle file. */
  checkData(): Job;
  recursive(order: AnalysisOrder & { readonly startupCandles: readonly number[] }): Job;
}
