import type { RawConfig } from '../../config/raw.ts';
import type { Market } from '../../core/market/market.ts';
import type { CandleType } from '../../data/candle-files.ts';
import type { DownloadResult } from '../../data/download.ts';
import type { CatalogueEntry } from '../../exchange/ccxt/catalogue.ts';
import type { CandleStore } from '../../research/candle-store.ts';
import type { DownloadRequest } from '../../research/download.ts';
import type { SearchedEpoch } from '../../research/hyperopt/epoch-text.ts';
import type { Importance } from '../../research/hyperopt/importance.ts';
import type { ShownEpochs } from '../../research/hyperopt/kept-epochs.ts';
import type { EpochRecord } from '../../research/hyperopt/present-epoch.ts';
import type { Proposal } from '../../research/hyperopt/proposal.ts';
import type { StudyFacts } from '../../research/hyperopt/study-file.ts';
import type { Truth } from '../../research/hyperopt/truth.ts';
import type { StoredWindow } from '../../research/hyperopt/walk-report.ts';
import type { StoredRange } from '../../research/port.ts';
import type { CheckedFile, CheckTask } from '../../research/tasks/check.ts';
import type { HistoryTask } from '../../research/tasks/history.ts';
import type { LookaheadResult, LookaheadTask } from '../../research/tasks/lookahead.ts';
import type { RecursiveResult, RecursiveTask } from '../../research/tasks/recursive.ts';
import type { TaskNews } from '../../research/tasks/task.ts';
import type { Pool } from '../../workers/pool.ts';
import { type ThreadRoom, threadPool } from '../../workers/threads.ts';
import type { KeepingTask } from './kept-backtest.ts';
import type { SearchEnd, SearchOrder } from './search.ts';
import type { WalkOrder, walkForward } from './walk-forward.ts';

/** What a download reports on its way. */
export type DownloadNews =
  | { readonly tell: 'plans'; readonly files: number }
  | { readonly tell: 'done'; readonly done: number; readonly total: number; readonly label: string }
  | { readonly tell: 'progress'; readonly slot: number; readonly label: string; readonly ratio: number; readonly rows: number }
  | { readonly tell: 'line'; readonly text: string };

/** A search in a thread; it hires others. */
export interface SearchTask {
  readonly order: SearchOrder;
  readonly pairs: readonly string[];
  readonly markets: readonly Market[];
  readonly store: CandleStore;
}

export type SearchTaskNews =
  | { readonly tell: 'begin'; readonly file: string; readonly facts: StudyFacts }
  /** New tries, and what matters by all so far; null for what it was before. */
  | { readonly tell: 'epochs'; readonly rows: readonly SearchedEpoch[]; readonly importance: readonly Importance[] | null };

/** What a file of tries tells. */
export interface StoredEpochs extends ShownEpochs {
  /** Number of the last one; 0 where there is none. */
  readonly last: number;
  readonly importance: readonly Importance[];
}

/** A search on one part of time, whose best is tried on the next, beside what there is. Timeranges as `--timerange` has them. */
export interface ProposeTask extends SearchTask {
  readonly test: string;
}

/** Tries so far. */
export interface ProposeNews {
  readonly epochs: number;
}

/** How a search has ended. */
export type SearchFound = Pick<SearchEnd, 'epochs' | 'reason' | 'skipped' | 'memory'> & { readonly truth: Truth | null };

/** A walk in a thread. */
export type WalkTask = SearchTask & Omit<WalkOrder, 'order'>;

export type WalkTaskNews =
  | { readonly tell: 'epochs'; readonly epochs: number }
  | { readonly tell: 'window'; readonly window: StoredWindow };

export type WalkFound = Awaited<ReturnType<typeof walkForward>>;

/** A part of a stored backtest, or the figures of many. */
export type StoredPart =
  | { readonly what: 'result' | 'market_change' | 'wallet'; readonly file: string; readonly strategy: string }
  | { readonly what: 'figures'; readonly files: readonly string[] };

/** Work that would keep everybody waiting in the event loop that answers. JSON comes as UTF-8, handed over. */
export type ResearchWork = {
  readonly backtest: { readonly order: KeepingTask; readonly news: TaskNews; readonly result: Uint8Array };
  readonly history: { readonly order: HistoryTask; readonly news: never; readonly result: Uint8Array };
  readonly lookahead: { readonly order: LookaheadTask; readonly news: TaskNews; readonly result: LookaheadResult };
  readonly recursive: { readonly order: RecursiveTask; readonly news: TaskNews; readonly result: RecursiveResult };
  readonly check: { readonly order: CheckTask; readonly news: TaskNews; readonly result: CheckedFile[] };
  readonly download: {
    readonly order: { readonly request: DownloadRequest; readonly config: RawConfig | null };
    readonly news: DownloadNews;
    readonly result: DownloadResult[];
  };
  readonly hyperopt: { readonly order: SearchTask; readonly news: SearchTaskNews; readonly result: SearchFound };
  readonly propose: { readonly order: ProposeTask; readonly news: ProposeNews; readonly result: Proposal | null };
  readonly walk: { readonly order: WalkTask; readonly news: WalkTaskNews; readonly result: WalkFound };
  readonly epochs: { readonly order: { readonly path: string }; readonly news: never; readonly result: StoredEpochs };
  readonly epoch: {
    readonly order: { readonly path: string; readonly epoch: number };
    readonly news: never;
    readonly result: EpochRecord | null;
  };
  readonly stored: {
    readonly order: { readonly folder: string; readonly part: StoredPart };
    readonly news: never;
    readonly result: Uint8Array;
  };
  readonly ranges: {
    readonly order: {
      readonly store: CandleStore;
      readonly pairs: readonly string[];
      readonly timeframe: string;
      readonly type: CandleType;
    };
    readonly news: never;
    readonly result: StoredRange[];
  };
  readonly catalogue: { readonly order: null; readonly news: never; readonly result: readonly CatalogueEntry[] };
};

export type ResearchPool = Pool<ResearchWork>;

/** A download or a search that was asked to stop may take so long to keep what has come, ms. */
const LAST_WRITE_MS = 10_000;

/** Threads that do research. @param idleMs how long one waits that keeps something for the next backtest, ms; 0 keeps nothing */
export function researchThreads(idleMs = 0): ResearchPool & ThreadRoom {
  const graceMs = { download: LAST_WRITE_MS, hyperopt: LAST_WRITE_MS, walk: LAST_WRITE_MS };
  return threadPool<ResearchWork>(new URL('./thread.ts', import.meta.url), { graceMs, idleMs });
}
