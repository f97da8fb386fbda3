import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type OpenMarkets, openMarkets } from '../../cli/research-options.ts';
import type { RawConfig } from '../../config/raw.ts';
import { startingBalance } from '../../config/starting-balance.ts';
import { checkedAgain } from '../../config/validate.ts';
import type { Market } from '../../core/market/market.ts';
import { DATA_FORMATS, type DataFormat } from '../../data/candle-files.ts';
import { storedPairs } from '../../data/data-folder.ts';
import { PAIRLIST_HANDLERS, pairlistProblem } from '../../pairlists/chain.ts';
import type { CandleStore } from '../../research/candle-store.ts';
import { Jobs } from '../../research/jobs.ts';
import {
  type BacktestOrder,
  type BacktestState,
  type Job,
  type MarketPlace,
  ResearchRefused,
  type ResearchService,
  type ResultFigures,
} from '../../research/port.ts';
import { StoredResults } from '../../research/results/stored-results.ts';
import { parametersOf } from '../../strategy/parameters.ts';
import { pairlistReach } from '../pairlists/pairlist-reach.ts';
import { runPairlists } from '../pairlists/pairlist-run.ts';
import { isDeclared, listStrategies, loadStrategy } from '../strategies/strategy-loader.ts';
import { backtestPairs } from './backtest-pairs.ts';
import { catalogueInThread } from './catalogue-thread.ts';
import { downloadInThread } from './download-thread.ts';
import { type JobLog, logJobs } from './job-log.ts';
import { StoredRanges } from './ranges-thread.ts';
import { type ResearchNews, type ResearchOrder, researchInThread } from './research-thread.ts';
import { storedReader } from './stored-thread.ts';

export interface ResearchSettings {
  readonly config: RawConfig;
  /** Asked for its markets; closed with the service. */
  readonly exchange: OpenMarkets;
  readonly userFolder: string;
  readonly dataFolder: string;
  /** Folders with strategies. */
  readonly folders: readonly string[];
  /** Whether a bot trades beside it. */
  readonly isBesideTrading?: boolean;
  readonly log: JobLog;
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
  log,
}: ResearchSettings): ResearchService & { close(): Promise<void> } {
  const jobs = new Jobs(randomUUID);
  const stopLog = logJobs(jobs, log);
  const resultFolder = join(userFolder, 'backtest_results');
  const readStored = storedReader(resultFolder);
  const stored = new StoredResults(resultFolder, async (files) => {
    const json = await readStored({ what: 'figures', files });
    return JSON.parse(new TextDecoder().decode(json)) as ResultFigures[][];
  });
  const isFutures = config.trading_mode === 'futures';
  const format = DATA_FORMATS.find((known) => known === config.dataformat_ohlcv) ?? ('feather' satisfies DataFormat);
  const store: CandleStore = { folder: dataFolder, format };
  const ranges = new StoredRanges(store, isFutures);
  const end = new AbortController();
  /** What keeps what has come when it is ended. */
  const downloads = new Set<Promise<unknown>>();
  /** The one backtest that freqtrade knows; where there is none, what is said instead. */
  let single: Job | null = null;
  let idle: BacktestState = NOT_STARTED;
  const steps = new WeakMap<Job, { step: string; ratio: number; trades: number }>();
  const resultJobs: Job[] = [];
  const knownMarkets = new Map<string, Promise<ReadonlyMap<string, Market>>>();
  let knownExchanges: Promise<readonly Readonly<Record<string, unknown>>[]> | null = null;

  /** The configuration for pairs that are traded elsewhere; the same one where they are not. */
  function configAt({ exchange: name, tradingMode }: MarketPlace): RawConfig {
    const other = name !== null && name !== config.exchange.name ? name : null;
    if (other === null && (tradingMode === null || tradingMode === config.trading_mode)) return config;
    return {
      ...config,
      trading_mode: tradingMode ?? config.trading_mode,
      // what is passed to ccxt is meant for the exchange of the configuration
      exchange: other === null ? config.exchange : { ...config.exchange, name: other, ccxt_config: {}, ccxt_async_config: {} },
    };
  }

  const folderAt = ({ exchange: name }: RawConfig): string =>
    name.name === config.exchange.name ? dataFolder : join(userFolder, 'data', name.name);

  /** Asked once; again when that failed. */
  function markets(place: RawConfig = config): Promise<ReadonlyMap<string, Market>> {
    const key = `${place.exchange.name}/${place.trading_mode}`;
    const known = knownMarkets.get(key) ?? askMarkets(place);
    knownMarkets.set(key, known);
    known.catch(() => knownMarkets.delete(key));
    return known;
  }

  async function askMarkets(place: RawConfig): Promise<ReadonlyMap<string, Market>> {
    try {
      const client = place === config ? exchange : await openMarkets(place);
      return await client.market.markets().finally(() => (client === exchange ? undefined : client.close()));
    } catch (error) {
      throw new ResearchRefused(502, `The markets of ${place.exchange.name} can't be loaded: ${(error as Error).message}`);
    }
  }

  // asked ahead, so that the first request need not wait; whoever asks again gets the failure
  const askedAhead = markets().then(
    () => undefined,
    () => undefined,
  );

  /** Refuses in freqtrade's words what no file declares; threads load strategies, so that requests need not wait. */
  function checkDeclared(name: string): void {
    if (!isDeclared(name, folders))
      throw new ResearchRefused(502, `Impossible to load Strategy '${name}'. This class does not exist or contains Python code errors.`);
  }

  const ground = (timeframe: string | null, timerange: string | null, changed: RawConfig = config) => {
    const wanted = timeframe ?? changed.timeframe;
    return {
      // a timeframe of the configuration goes before the strategy's, one that is asked for before both
      config: wanted === undefined ? changed : { ...changed, timeframe: wanted },
      store: { ...store, folder: folderAt(changed) },
      folders,
      timeframe: wanted ?? null,
      timerange: timerange ?? '',
    };
  };

  async function onPairs() {
    const known = await markets();
    const { pairs } = await backtestPairs({ ...config, enable_dynamic_pairlist: false }, exchange.market, null, () => undefined);
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

  /** @throws ConfigurationError where what is asked for makes no configuration */
  function configOf(order: BacktestOrder): RawConfig {
    const { maxOpenTrades, stakeAmount, wallet } = order;
    const stake = stakeAmount === null || stakeAmount === '' ? config.stake_amount : stakeAmount;
    return checkedAgain(
      {
        ...config,
        dry_run: true,
        ...(maxOpenTrades === null ? {} : { max_open_trades: maxOpenTrades }),
        stake_amount: typeof stake === 'string' && Number.isFinite(Number(stake)) ? Number(stake) : stake,
        ...(wallet === null ? {} : { dry_run_wallet: wallet }),
      },
      'the request',
    );
  }

  function refuseFreqai(model: string | null): void {
    if (model !== null) throw new ResearchRefused(502, `FreqAI is not built here: the model "${model}" can't be used.`);
  }

  function runBacktest(order: BacktestOrder): Job {
    const job = startThread(
      'backtest',
      async () => {
        refuseFreqai(order.freqaiModel);
        checkDeclared(order.strategy);
        return {
          ...ground(order.timeframe, order.timerange, configOf(order)),
          strategy: order.strategy,
          ...(await onPairs()),
          kind: 'backtest',
          resultFolder: join(userFolder, 'backtest_results'),
          timeframeDetail: order.timeframeDetail ?? '',
          enableProtections: order.enableProtections,
        };
      },
      ({ step, ratio, trades }) => steps.set(job, { step, ratio, trades }),
    );
    return job;
  }

  function stateOf(job: Job): BacktestState {
    if (job.status === 'failed') return { ...NOT_STARTED, status: 'error', message: `Backtest failed with ${job.error}` };
    if (job.status === 'success') {
      const result = job.result as Uint8Array | null;
      return { ...NOT_STARTED, status: 'ended', message: 'Backtest ended', step: 'finished', progress: 1, result };
    }
    const { step, ratio, trades } = steps.get(job) ?? { step: 'startup', ratio: 0, trades: 0 };
    return { ...NOT_STARTED, status: 'running', message: 'Backtest running', step, progress: ratio, tradeCount: trades };
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
    return single === null ? idle : stateOf(single);
  }

  function forgetSingle(): void {
    // it is in a file, and its job stays in the list
    if (single !== null) single.result = null;
    single = null;
  }

  function startBacktest(order: BacktestOrder): void {
    if (backtestState().status === 'running') throw new ResearchRefused(502, 'Bot Background task already running', 'query');
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
      knownExchanges ??= catalogueInThread().then((entries) =>
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
      // asked again when that failed
      knownExchanges.catch(() => {
        knownExchanges = null;
      });
      return knownExchanges;
    },
    markets: async (place) => [...(await markets(configAt(place))).values()],
    pairHistory: async ({ pair, timeframe, timerange, strategy, columns, isLive, freqaiModel, place }) => {
      refuseFreqai(freqaiModel);
      if (strategy !== null) checkDeclared(strategy);
      const thread = researchInThread(
        { ...ground(timeframe, timerange, configAt(place)), kind: 'pair_history', strategy, pair, columns, isLive },
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
    storedRanges: (timeframe) => ranges.of(config.exchange.pair_whitelist ?? [], timeframe),
    historyFigures: () => stored.figures(),
    backtestDefaults: async (name) => {
      const loaded = await loadStrategy(name, folders).catch(() => null);
      if (loaded === null) return null;
      return {
        timeframe: config.timeframe ?? loaded.strategy.timeframe,
        isTimeframeConfigured: config.timeframe !== undefined,
        maxOpenTrades: config.max_open_trades ?? loaded.strategy.maxOpenTrades ?? -1,
        isMaxOpenTradesConfigured: config.max_open_trades !== undefined,
        stakeAmount: config.stake_amount,
        wallet: startingBalance(config),
      };
    },
    historyResult: (file, strategy) => readStored({ what: 'result', file, strategy }),
    setNotes: (file, strategy, notes) => stored.setNotes(file, strategy, notes),
    deleteHistory: (file) => stored.delete(file),
    marketChange: (file) => readStored({ what: 'market_change', file, strategy: '' }),
    walletHistory: (file, strategy) => readStored({ what: 'wallet', file, strategy }),
    evaluatePairlists: ({ pairlists, blacklist, stakeCurrency, place }) =>
      jobs.start('pairlist', false, {
        run: async () => {
          if (pairlists.length === 0) throw new Error('No Pairlist Handlers defined');
          const unknown = pairlists.find(({ method }) => !PAIRLIST_HANDLERS.has(method));
          if (unknown !== undefined)
            throw new Error(`Impossible to load Pairlist '${unknown.method}'. This class does not exist or contains Python code errors.`);
          const problem = pairlistProblem(pairlists);
          if (problem !== null) throw new Error(`${problem.found} needs ${problem.allowed}.`);
          const placed = configAt(place);
          const isElsewhere = placed !== config;
          const asked = { ...placed, stake_currency: stakeCurrency };
          const client = isElsewhere ? await openMarkets(asked) : exchange;
          const reach = pairlistReach(asked, false);
          const whitelist = await runPairlists({
            config: asked,
            market: client.market,
            reach,
            pairlists,
            blacklist,
            stakeCurrency,
          }).finally(() => (isElsewhere ? client.close() : undefined));
          return { whitelist, length: whitelist.length, method: pairlists.map(({ method }) => method) };
        },
        abort: async () => undefined,
      }),
    download: (order) => {
      if (jobs.list().some(({ category, status }) => category === 'download_data' && status === 'running'))
        throw new ResearchRefused(400, 'Data Download is already running.');
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
          const placed = configAt(order.place);
          const context = {
            config,
            exchange: placed.exchange.name,
            isFutures: placed.trading_mode === 'futures',
            userFolder,
            folder: folderAt(placed),
          };
          const download = downloadInThread(options, context, AbortSignal.any([stop.signal, end.signal]), {
            onDone: (done, total, label) => tell({ '0': { progress: done, total, description: `Downloading ${label}` } }),
            onProgress: (slot, label, ratio) => tell({ [slot + 1]: { progress: Math.round(ratio * 100), total: 100, description: label } }),
            write: (text) => log.info('data.history', text.trim()),
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
    lookahead: ({ strategy, timeframe, timerange, minimumTrades, targetedTrades, allowsLimitOrders }) =>
      startThread('lookahead_analysis', async () => {
        checkDeclared(strategy);
        return {
          ...ground(timeframe, timerange),
          strategy,
          allowsLimitOrders,
          ...(await onPairs()),
          kind: 'lookahead',
          timeframeDetail: '',
          minimumTrades,
          targetedTrades,
        };
      }),
    checkData: () => startThread('check_data', async () => ({ kind: 'check', store, isFutures })),
    recursive: ({ strategy, timeframe, timerange, startupCandles }) =>
      startThread('recursive_analysis', async () => {
        checkDeclared(strategy);
        return { ...ground(timeframe, timerange), strategy, ...(await onPairs()), kind: 'recursive', startupCandles };
      }),
    close: async () => {
      end.abort();
      await jobs.close();
      await Promise.allSettled(downloads);
      stopLog();
      await exchange.close();
      await askedAhead;
    },
  };
}
