import type { RawConfig } from '../../config/raw.ts';
import type { Candles } from '../../core/market/candles.ts';
import type { Market } from '../../core/market/market.ts';
import type { Annotation } from '../../strategy/annotation.ts';
import type { DataFrame } from '../../strategy/data-frame.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import type { BacktestHelp } from '../backtest-strategy.ts';
import type { CandleStore } from '../candle-store.ts';
import type { JobTask } from '../jobs.ts';
import type { DownloadHint } from '../missing-data.ts';
import type { Prepared } from '../prepare-pairs.ts';

/** What every task over candles needs; plain data, so that another thread can do it. */
export interface ResearchInput {
  readonly config: RawConfig;
  readonly store: CandleStore;
  /** Folders with strategies. */
  readonly folders: readonly string[];
  /** Over that of the strategy; null to leave it. */
  readonly timeframe: string | null;
  readonly timerange: string;
  /** How candles that are missing are got, where the command line says more than the configuration. */
  readonly download?: DownloadHint;
}

export interface StrategyInput extends ResearchInput {
  readonly strategy: string;
}

export interface PairsInput extends StrategyInput {
  readonly pairs: readonly string[];
  readonly markets: readonly Market[];
}

/** How far a task is. */
export interface TaskNews {
  readonly step: string;
  /** 0 to 1 */
  readonly ratio: number;
  /** Trades closed so far. */
  readonly trades: number;
  readonly tasks: Readonly<Record<string, JobTask>>;
}

export type TellTask = (news: TaskNews) => void;

const NEWS_EVERY_MS = 50;

/** Tells no more often than somebody can look. */
export function seldom(tell: TellTask, now: () => number): TellTask {
  let last = Number.NEGATIVE_INFINITY;
  return (news) => {
    const at = now();
    if (at - last < NEWS_EVERY_MS) return;
    last = at;
    tell(news);
  };
}

/**
 * Makes a new instance of a strategy that is set by this configuration and knows nothing of those before, which are not asked any more.
 * @param timerange of candles that it finds on disk
 */
export type RenewStrategy = (config: RawConfig, timerange: string) => Promise<Strategy>;

/** A strategy with the files it was made of. */
export interface StrategySource {
  readonly strategy: Strategy;
  readonly code: string;
  /** Text of the file with its parameters; null when there is none. */
  readonly parameterFile: string | null;
  readonly anew: RenewStrategy;
  /** Ends what it keeps running. */
  readonly close: () => void;
}

/** What tasks need of the world around them. */
export interface TaskWorld {
  /** @param config what stands above the strategy's attributes @param input where its candles are @throws StrategyLoadError */
  readonly loadStrategy: (
    name: string,
    folders: readonly string[],
    config: RawConfig,
    input: Pick<ResearchInput, 'store' | 'timerange'>,
  ) => Promise<StrategySource>;
  /** How candles that are missing can be got. */
  readonly downloadHint: (config: RawConfig) => Promise<DownloadHint>;
  /** Candles as the exchange tells them now. @param from first moment, ms @param to last moment a candle may begin at, ms */
  readonly pastCandles: (config: RawConfig, pair: string, timeframe: string, from: number, to: number) => Promise<Candles>;
  /** Other threads that prepare pairs and make files; left out where there are none. */
  readonly hands?: BacktestHelp;
  /** Gives what a backtest of before has prepared of the same pairs, or has it made; left out where nothing is kept. */
  readonly keepPrepared?: (strategy: Strategy, make: () => Promise<Prepared>) => Promise<Prepared>;
  /** Called when a strategy will not be asked for anything any more. */
  readonly onAsked?: () => void;
  /** Given what a file has that can't be used, and what else is to be known of the result. */
  readonly warn: (text: string) => void;
  /** ms since epoch. */
  readonly now: () => number;
}

/** An analysed frame of a pair, and how much of it is wanted. */
export interface PairFrame {
  readonly frame: DataFrame;
  /** What the strategy wants drawn on its chart. */
  readonly annotations?: readonly Annotation[];
  /** When it was made, ms since epoch. */
  readonly at: number;
  readonly pair: string;
  /** Empty for the candles alone. */
  readonly strategy: string;
  readonly timeframe: string;
  readonly timeframeMs: number;
  /** Rows wanted, from the last one back; 0 for all. */
  readonly limit: number;
  /** Indicators wanted; null for all. */
  readonly columns: readonly string[] | null;
}

/** The strategy of a task, on the timeframe that is asked for. */
export async function strategyOf(
  { strategy: name, folders, timeframe, config, store, timerange }: StrategyInput,
  world: Pick<TaskWorld, 'loadStrategy'>,
): Promise<StrategySource> {
  return world.loadStrategy(name, folders, timeframe === null ? config : { ...config, timeframe }, { store, timerange });
}
