import type { CandleType, DataFormat } from '../../data/candle-files.ts';
import { CANDLE_TYPES, DATA_FORMATS } from '../../data/candle-files.ts';
import { storedPairs } from '../../data/data-folder.ts';
import type { DownloadRequest } from '../../research/download.ts';
import type { Job, Jobs, JobTask } from '../../research/jobs.ts';
import { type CandleData, type DownloadOrder, type PairHistoryOrder, ResearchRefused, type StoredRange } from '../../research/port.ts';
import type { JobLog } from './job-log.ts';
import type { ResearchPlaces } from './places.ts';
import { StoredRanges } from './ranges.ts';
import { refuseFreqai } from './strategies.ts';
import { startTask } from './task-jobs.ts';
import type { DownloadNews, ResearchPool } from './work.ts';

/** Candles: those of the data folder, and those of exchanges. */
export class CandleFolder implements CandleData {
  readonly #places: ResearchPlaces;
  readonly #jobs: Jobs;
  readonly #threads: ResearchPool;
  readonly #log: JobLog;
  readonly #ranges: StoredRanges;
  readonly #end = new AbortController();
  /** What keeps what has come when it is ended. */
  readonly #downloads = new Set<Promise<unknown>>();

  constructor(places: ResearchPlaces, jobs: Jobs, threads: ResearchPool, log: JobLog) {
    this.#places = places;
    this.#jobs = jobs;
    this.#threads = threads;
    this.#log = log;
    this.#ranges = new StoredRanges(places.store, places.isFutures, threads);
  }

  availablePairs(): readonly { readonly pair: string; readonly timeframe: string; readonly type: string }[] {
    const { store, isFutures } = this.#places;
    return storedPairs(store.folder, store.format, isFutures);
  }

  ranges(timeframe: string): Promise<readonly StoredRange[]> {
    return this.#ranges.of(this.#places.config.exchange.pair_whitelist ?? [], timeframe);
  }

  async history(order: PairHistoryOrder): Promise<Uint8Array> {
    const { pair, timeframe, timerange, strategy, columns, isLive, place } = order;
    refuseFreqai(order.freqaiModel);
    if (strategy !== null) this.#places.checkDeclared(strategy);
    const input = this.#places.input(timeframe, timerange, this.#places.configAt(place));
    try {
      const onWarning = (text: string) => this.#log.warn('data.history', text);
      return await this.#threads.run('history', { ...input, strategy, pair, columns, isLive }, { onWarning });
    } catch (error) {
      throw new ResearchRefused('impossible', (error as Error).message);
    }
  }

  download(order: DownloadOrder): Job {
    if (this.#jobs.list().some(({ category, status }) => category === 'download_data' && status === 'running'))
      throw new ResearchRefused('unfit', 'Data Download is already running.');
    return this.#jobs.start('download_data', true, async (tell, signal) => {
      const stop = AbortSignal.any([signal, this.#end.signal]);
      const onNews = (news: DownloadNews) => this.#hear(news, tell);
      const work = this.#threads.run(
        'download',
        { request: this.#requestOf(order), config: this.#places.config },
        { signal: stop, onNews },
      );
      this.#downloads.add(work);
      const results = await work.finally(() => this.#downloads.delete(work));
      const failed = results.filter(({ problem }) => problem !== null);
      if (failed.length > 0) throw new Error(failed.map(({ plan, problem }) => `${plan.label}: ${problem}`).join('; '));
      return null;
    });
  }

  check(): Job {
    const { store, isFutures } = this.#places;
    return startTask({ jobs: this.#jobs, threads: this.#threads, log: this.#log }, 'check_data', 'check', async () => ({
      store,
      isFutures,
    }));
  }

  /** Ends downloads, and waits until they have kept what has come. */
  async close(): Promise<void> {
    this.#end.abort();
    await Promise.allSettled(this.#downloads);
  }

  #hear(news: DownloadNews, tell: (tasks: Record<string, JobTask>) => void): void {
    if (news.tell === 'line') this.#log.info('data.history', news.text.trim());
    if (news.tell === 'done') tell({ '0': { progress: news.done, total: news.total, description: `Downloading ${news.label}` } });
    if (news.tell === 'progress')
      tell({ [news.slot + 1]: { progress: Math.round(news.ratio * 100), total: 100, description: news.label } });
  }

  #requestOf(order: DownloadOrder): DownloadRequest {
    const { config } = this.#places;
    const placed = this.#places.configAt(order.place);
    return {
      exchange: placed.exchange.name,
      isFutures: placed.trading_mode === 'futures',
      folder: this.#places.folderOf(placed),
      candleFormat: formatOf(config.dataformat_ohlcv),
      tradeFormat: formatOf(config.dataformat_trades),
      pairs: order.pairs,
      includesInactive: false,
      timeframes: order.timeframes,
      candleTypes: candleTypesOf(order.candleTypes ?? []),
      days: order.days,
      newPairsDays: config.new_pairs_days ?? null,
      timerange: order.timerange,
      trades: order.downloadTrades || config.download_trades === true,
      converts: false,
      erases: order.erase,
      prepends: order.prepend,
      fillsGaps: order.fillsGaps,
      isOneByOne: false,
    };
  }
}

function formatOf(name: string | undefined): DataFormat {
  return DATA_FORMATS.find((known) => known === name) ?? 'feather';
}

function candleTypesOf(names: readonly string[]): CandleType[] {
  return names.map((name) => {
    const found = CANDLE_TYPES.find((known) => known === name);
    if (found === undefined) throw new Error(`--candle-types: "${name}" is not one of ${CANDLE_TYPES.join(', ')}.`);
    return found;
  });
}
