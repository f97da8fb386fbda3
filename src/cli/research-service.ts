import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { RawConfig } from '../config/raw.ts';
import type { Market } from '../core/market/market.ts';
import { DATA_FORMATS, type DataFormat } from '../data/candle-files.ts';
import { storedPairs } from '../data/data-folder.ts';
import { exchangeCatalogue } from '../exchange/ccxt/catalogue.ts';
import type { Exchange } from '../exchange/port.ts';
import { PAIRLIST_HANDLERS, pairlistProblem } from '../pairlists/chain.ts';
import { HANDLER_FACTS } from '../pairlists/handler-facts.ts';
import type { CandleStore } from '../research/candle-store.ts';
import { Jobs } from '../research/jobs.ts';
import { type BacktestOrder, type BacktestState, type Job, ResearchRefused, type ResearchService } from '../research/port.ts';
import { StoredResults } from '../research/stored-results.ts';
import { parametersOf } from '../strategy/parameters.ts';
import { backtestPairs } from './backtest-pairs.ts';
import { downloadInThread } from './download-thread.ts';
import { pairlistReach } from './pairlist-reach.ts';
import { runPairlists } from './pairlist-run.ts';
import { openMarkets } from './research-options.ts';
import { type ResearchNews, type ResearchOrder, researchInThread } from './research-thread.ts';
import { isDeclared, listStrategies, loadStrategy } from './strategy-loader.ts';

export interface ResearchSettings {
  readonly config: RawConfig;
  /** Asked for its markets; closed with the service. */
  readonly exchange: Exchange;
  readonly userFolder: string;
  readonly dataFolder: string;
  /** Folders with strategies. */
  readonly folders: readonly string[];
  /** Whether a bot trades beside it. */
  readonly isBesideTrading?: boolean;
}

/** Backtests that may run at once. */
const MOST_BACKTESTS = 8;
/** Jobs whose result is kept in memory. */
const KEPT_RESULTS = 8;

const NOT_STARTED: BacktestState = {
  status: 'not_started',
  message: 'Backtest not yet executed',
  step: '',
  progress: 0,
  tradeCount: null,
  result: null,
};

/** Webserver mode's research: jobs in threads, results in files. */
export function createResearch({
  config,
  exchange,
  userFolder,
  dataFolder,
  folders,
  isBesideTrading = false,
}: ResearchSettings): ResearchService & { close(): Promise<void> } {
  const jobs = new Jobs(randomUUID);
  const stored = new StoredResults(join(userFolder, 'backtest_results'));
  const isFutures = config.trading_mode === 'futures';
  const format = DATA_FORMATS.find((known) => known === config.dataformat_ohlcv) ?? ('feather' satisfies DataFormat);
  const store: CandleStore = { folder: dataFolder, format };
  const end = new AbortController();
  /** What keeps what has come when it is ended. */
  const downloads = new Set<Promise<unknown>>();
  /** The one backtest that freqtrade knows; where there is none, what is said instead. */
  let single: Job | null = null;
  let idle: BacktestState = NOT_STARTED;
  const steps = new WeakMap<Job, { step: string; ratio: number }>();
  const resultJobs: Job[] = [];
  let knownMarkets: Promise<ReadonlyMap<string, Market>> | null = null;
  let knownExchanges: Promise<readonly Readonly<Record<string, unknown>>[]> | null = null;

  /** Asked once; again when that failed. */
  function markets(): Promise<ReadonlyMap<string, Market>> {
    knownMarkets ??= exchange.markets().catch((error: unknown) => {
      knownMarkets = null;
      throw new ResearchRefused(502, `The markets of ${config.exchange.name} can't be loaded: ${(error as Error).message}`);
    });
    return knownMarkets;
  }

  // asked ahead, so that the first request need not wait; a failure is told to whoever asks again
  const askedAhead = markets().then(
    () => undefined,
    () => undefined,
  );

  /** Refuses in freqtrade's words what no file declares; threads load strategies, so that requests need not wait. */
  function checkDeclared(name: string): void {
    if (!isDeclared(name, folders))
      throw new ResearchRefused(502, `Impossible to load Strategy '${name}'. This class does not exist or contains Python code errors.`);
  }

  const ground = (strategy: string, timeframe: string | null, timerange: string | null, changed: RawConfig = config) => ({
    config: changed,
    store,
    folders,
    strategy,
    timeframe: timeframe ?? config.timeframe ?? null,
    timerange: timerange ?? '',
  });

  async function onPairs() {
    const known = await markets();
    const { pairs } = await backtestPairs({ ...config, enable_dynamic_pairlist: false }, exchange, null, () => undefined);
    return { pairs, markets: [...known.values()].filter(({ pair }) => pairs.includes(pair)) };
  }

  /** A job whose order is made once what it needs is known. */
  function startThread(
    category: Job['category'],
    order: () => Promise<ResearchOrder>,
    onNews: (news: ResearchNews) => void = () => undefined,
  ): Job {
    let abort: () => Promise<void> = async () => undefined;
    return jobs.start(category, true, {
      run: async (tell) => {
        const thread = researchInThread(await order(), (news) => {
          tell(news.tasks);
          onNews(news);
        });
        abort = thread.abort;
        return thread.result;
      },
      abort: () => abort(),
    });
  }

  function configOf(order: BacktestOrder): RawConfig {
    const { maxOpenTrades, stakeAmount, wallet } = order;
    return {
      ...config,
      dry_run: true,
      ...(maxOpenTrades === null ? {} : { max_open_trades: maxOpenTrades }),
      ...(stakeAmount === null ? {} : { stake_amount: stakeAmount as RawConfig['stake_amount'] }),
      ...(wallet === null ? {} : { dry_run_wallet: wallet }),
    };
  }

  function runBacktest(order: BacktestOrder): Job {
    const job = startThread(
      'backtest',
      async () => {
        checkDeclared(order.strategy);
        return {
          ...ground(order.strategy, order.timeframe, order.timerange, configOf(order)),
          ...(await onPairs()),
          kind: 'backtest',
          resultFolder: join(userFolder, 'backtest_results'),
          timeframeDetail: order.timeframeDetail ?? '',
          enableProtections: order.enableProtections,
        };
      },
      ({ step, ratio }) => steps.set(job, { step, ratio }),
    );
    return job;
  }

  function stateOf(job: Job): BacktestState {
    if (job.status === 'failed') return { ...NOT_STARTED, status: 'error', message: `Backtest failed with ${job.error}` };
    if (job.status === 'success') {
      const result = job.result as Uint8Array | null;
      return { ...NOT_STARTED, status: 'ended', message: 'Backtest ended', step: 'finished', progress: 1, result };
    }
    const { step, ratio } = steps.get(job) ?? { step: 'startup', ratio: 0 };
    return { ...NOT_STARTED, status: 'running', message: 'Backtest running', step, progress: ratio, tradeCount: 0 };
  }

  function startBacktestJob(order: BacktestOrder): Job {
    const running = jobs.list().filter(({ category, status }) => category === 'backtest' && status === 'running').length;
    if (running >= MOST_BACKTESTS)
      throw new ResearchRefused(502, `${running} backtests are running already: wait until one has ended, or abort one.`);
    const job = runBacktest(order);
    resultJobs.push(job);
    // results are large, and kept in files
    for (const old of resultJobs.splice(0, Math.max(0, resultJobs.length - KEPT_RESULTS))) old.result = null;
    return job;
  }

  function backtestJobState(id: string): BacktestState {
    const job = jobs.find(id);
    if (job === null || job.category !== 'backtest') throw new ResearchRefused(404, 'Job not found.');
    return stateOf(job);
  }

  function backtestState(): BacktestState {
    if (single === null) return idle;
    // freqtrade tells of a strategy that can't be loaded only among its jobs
    return /^Impossible to load Strategy/.test(single.error ?? '') ? NOT_STARTED : stateOf(single);
  }

  function forgetSingle(): void {
    // it is in a file, and its job stays in the list
    if (single !== null) single.result = null;
    single = null;
  }

  function startBacktest(order: BacktestOrder): void {
    if (backtestState().status === 'running') throw new ResearchRefused(502, 'Bot Background task already running');
    forgetSingle();
    single = runBacktest(order);
  }

  return {
    config,
    isBesideTrading,
    jobs,
    strategies: async () =>
      (await listStrategies(folders))
        .filter(({ problem }) => problem === null)
        .map(({ name }) => name)
        .sort(),
    strategy: async (name) => {
      try {
        const { strategy, code } = await loadStrategy(name, folders);
        return { timeframe: strategy.timeframe, parameters: parametersOf(strategy), code };
      } catch {
        return null;
      }
    },
    plotConfig: async (name) => {
      checkDeclared(name);
      return loadStrategy(name, folders).then(
        ({ strategy }) => strategy.plotConfig,
        (error: Error) => {
          throw new ResearchRefused(502, error.message);
        },
      );
    },
    availablePairs: () => storedPairs(dataFolder, format, isFutures),
    exchanges: () => {
      knownExchanges ??= exchangeCatalogue().then((entries) =>
        entries.map(({ name, id, isUsable, isSupported, reason, futuresReason, isDex, isAlias, tradeModes }) => ({
          name,
          classname: id,
          valid: isUsable,
          supported: isSupported,
          comment: reason,
          comment_futures: futuresReason,
          dex: isDex,
          is_alias: isAlias,
          alias_for: null,
          trade_modes: tradeModes.map(([mode, margin]) => ({ trading_mode: mode, margin_mode: margin })),
        })),
      );
      return knownExchanges;
    },
    markets: async () => [...(await markets()).values()],
    pairHistory: async ({ pair, timeframe, timerange, strategy, columns, isLive }) => {
      if (strategy === null) throw new ResearchRefused(502, 'Strategy is mandatory in webserver mode.');
      checkDeclared(strategy);
      const thread = researchInThread(
        { ...ground(strategy, timeframe, timerange), kind: 'pair_history', pair, columns, isLive },
        () => undefined,
      );
      return (await thread.result.catch((error: unknown) => {
        throw new ResearchRefused(502, (error as Error).message);
      })) as Uint8Array;
    },
    startBacktest,
    startBacktestJob,
    backtestJobState,
    backtestState,
    isSingleBacktest: (job) => job === single,
    abortBacktest: async () => {
      if (single?.status !== 'running') return false;
      const job = single;
      single = null;
      idle = { ...NOT_STARTED, message: 'Backtest ended' };
      await job.abort();
      return true;
    },
    resetBacktest: () => {
      if (single?.status === 'running') throw new ResearchRefused(502, 'Backtest is running; abort it first.');
      forgetSingle();
      idle = NOT_STARTED;
    },
    history: () => stored.list(),
    historyResult: (file, strategy) => stored.result(file, strategy),
    setNotes: (file, strategy, notes) => stored.setNotes(file, strategy, notes),
    deleteHistory: (file) => stored.delete(file),
    marketChange: (file) => stored.marketChange(file),
    walletHistory: (file, strategy) => stored.wallet(file, strategy),
    pairlistHandlers: () => HANDLER_FACTS,
    evaluatePairlists: ({ pairlists, blacklist, stakeCurrency, exchange: name, tradingMode }) =>
      jobs.start('pairlist', false, {
        run: async () => {
          const unknown = pairlists.find(({ method }) => !Object.hasOwn(PAIRLIST_HANDLERS, method));
          if (unknown !== undefined)
            throw new Error(`Impossible to load Pairlist '${unknown.method}'. This class does not exist or contains Python code errors.`);
          const problem = pairlistProblem(pairlists);
          if (problem !== null) throw new Error(`${problem.found} needs ${problem.allowed}.`);
          const other = name !== null && name !== config.exchange.name ? name : null;
          const isElsewhere = other !== null || (tradingMode !== null && tradingMode !== config.trading_mode);
          const asked = {
            ...config,
            stake_currency: stakeCurrency,
            trading_mode: tradingMode ?? config.trading_mode,
            // what is told to ccxt is meant for the exchange of the configuration
            exchange: other === null ? config.exchange : { ...config.exchange, name: other, ccxt_config: {}, ccxt_async_config: {} },
          };
          const client = isElsewhere ? await openMarkets(asked) : exchange;
          const reach = pairlistReach(asked, false);
          const whitelist = await runPairlists({ config: asked, exchange: client, reach, pairlists, blacklist, stakeCurrency }).finally(
            () => (isElsewhere ? client.close() : undefined),
          );
          return { whitelist, length: whitelist.length, method: pairlists.map(({ method }) => method) };
        },
        abort: async () => undefined,
      }),
    download: (order) => {
      const stop = new AbortController();
      return jobs.start('download_data', true, {
        run: async (tell) => {
          const options = {
            pairs: order.pairs,
            ...(order.timeframes === null ? {} : { timeframes: order.timeframes }),
            ...(order.days === null ? {} : { days: String(order.days) }),
            ...(order.timerange === null ? {} : { timerange: order.timerange }),
            ...(order.candleTypes === null ? {} : { 'candle-types': order.candleTypes }),
            erase: order.erase,
            prepend: order.prepend,
            'dl-trades': order.downloadTrades,
          };
          const exchange = order.exchange ?? config.exchange.name;
          const folder = exchange === config.exchange.name ? dataFolder : join(userFolder, 'data', exchange);
          const context = { config, exchange, isFutures: order.isFutures, userFolder, folder };
          const download = downloadInThread(options, context, AbortSignal.any([stop.signal, end.signal]), {
            onDone: (done, total, label) => tell({ '0': { progress: done, total, description: `Downloading ${label}` } }),
            write: () => undefined,
          });
          downloads.add(download);
          const results = await download.finally(() => downloads.delete(download));
          const failed = results.filter(({ problem }) => problem !== null);
          if (failed.length > 0) throw new Error(failed.map(({ plan, problem }) => `${plan.label}: ${problem}`).join('; '));
          return null;
        },
        abort: async () => stop.abort(),
      });
    },
    lookahead: ({ strategy, timeframe, timerange, minimumTrades, targetedTrades }) =>
      startThread('lookahead_analysis', async () => {
        checkDeclared(strategy);
        return {
          ...ground(strategy, timeframe, timerange),
          ...(await onPairs()),
          kind: 'lookahead',
          timeframeDetail: '',
          minimumTrades,
          targetedTrades,
        };
      }),
    recursive: ({ strategy, timeframe, timerange, startupCandles }) =>
      startThread('recursive_analysis', async () => {
        checkDeclared(strategy);
        return { ...ground(strategy, timeframe, timerange), ...(await onPairs()), kind: 'recursive', startupCandles };
      }),
    close: async () => {
      end.abort();
      await jobs.close();
      await Promise.allSettled(downloads);
      await exchange.close();
      await askedAhead;
    },
  };
}
