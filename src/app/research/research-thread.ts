import { basename } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { presentCandles } from '../../api/present/candles.ts';
import type { WalletHistory } from '../../backtest/wallet-history.ts';
import { sourceLine } from '../../bot/source-line.ts';
import { downloadHint } from '../../cli/research-options.ts';
import type { RawConfig } from '../../config/raw.ts';
import { withoutSecrets } from '../../config/secrets.ts';
import type { Candles } from '../../core/market/candles.ts';
import type { Market } from '../../core/market/market.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { checkFolder, faultsOf } from '../../data/check-files.ts';
import { loadPair, type PairRequest, timerangeOf } from '../../research/analyse-pair.ts';
import { BacktestError, type BacktestRequest } from '../../research/backtest-settings.ts';
import { type CandleStore, storedCandles } from '../../research/candle-store.ts';
import type { JobTask } from '../../research/port.ts';
import { marketChangeOf } from '../../research/results/market-change.ts';
import { reportAtOnce } from '../../research/results/report-at-once.ts';
import { comparisonRow, runFacts, runId, writeResult } from '../../research/results/result-files.ts';
import { backtestStrategy } from '../../research/tasks/backtest.ts';
import { type ActedSignal, lookaheadAnalysis } from '../../research/tasks/lookahead.ts';
import { recursiveAnalysis } from '../../research/tasks/recursive.ts';
import { DataFrame } from '../../strategy/data-frame.ts';
import { castNetOfThread } from '../process/last-net.ts';
import { loadStrategy } from '../strategies/strategy-loader.ts';
import { packWallet } from './pack-thread.ts';
import { pastCandles } from './past-candles.ts';
import { prepareInThread } from './prepare-thread.ts';

/** What every kind of research needs. */
interface ResearchInput {
  readonly config: RawConfig;
  readonly store: CandleStore;
  /** Folders with strategies. */
  readonly folders: readonly string[];
  readonly strategy: string;
  readonly timeframe: string | null;
  readonly timerange: string;
}

interface OnPairs extends ResearchInput {
  readonly pairs: readonly string[];
  readonly markets: readonly Market[];
}

export type ResearchOrder =
  | (OnPairs & {
      readonly kind: 'backtest';
      readonly resultFolder: string;
      readonly timeframeDetail: string;
      readonly enableProtections: boolean;
    })
  | (Omit<ResearchInput, 'strategy'> & {
      readonly kind: 'pair_history';
      /** Null for the candles alone. */
      readonly strategy: string | null;
      readonly pair: string;
      readonly columns: readonly string[] | null;
      readonly isLive: boolean;
    })
  | (OnPairs & {
      readonly kind: 'lookahead';
      readonly timeframeDetail: string;
      readonly minimumTrades: number;
      readonly targetedTrades: number;
      /** Whether orders stay of the type that is configured; else all are market orders, as freqtrade has it. */
      readonly allowsLimitOrders: boolean;
    })
  | (OnPairs & { readonly kind: 'recursive'; readonly startupCandles: readonly number[] })
  | { readonly kind: 'check'; readonly store: CandleStore; readonly isFutures: boolean };

export interface ResearchNews {
  readonly step: string;
  /** 0 to 1 */
  readonly ratio: number;
  /** Trades closed so far. */
  readonly trades: number;
  readonly tasks: Readonly<Record<string, JobTask>>;
}

type Message =
  | { readonly news: ResearchNews }
  | { readonly result: unknown }
  | { readonly message: string; readonly code: string | undefined };

/** Runs research in a thread of its own. */
export function researchInThread(
  order: ResearchOrder,
  onNews: (news: ResearchNews) => void,
): { readonly result: Promise<unknown>; abort(): Promise<void> } {
  const worker = new Worker(new URL(import.meta.url), { workerData: order });
  const result = new Promise<unknown>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('Aborted.')));
    worker.on('message', (message: Message) => {
      if ('news' in message) onNews(message.news);
      else if ('result' in message) resolve(message.result);
      else reject(Object.assign(new Error(message.message), { code: message.code }));
    });
  });
  return {
    result,
    abort: async () => {
      await worker.terminate();
    },
  };
}

const NEWS_EVERY_MS = 50;
let lastNews = 0;

function tell(step: string, ratio: number, tasks: Record<string, JobTask>, isForced = false, trades = 0): void {
  const now = Date.now();
  if (!isForced && now - lastNews < NEWS_EVERY_MS) return;
  lastNews = now;
  parentPort!.postMessage({ news: { step, ratio, trades, tasks } } satisfies Message);
}

async function carryOut(order: ResearchOrder): Promise<unknown> {
  switch (order.kind) {
    case 'backtest':
      return backtest(order);
    case 'pair_history':
      return pairHistory(order);
    case 'lookahead':
      return lookahead(order);
    case 'recursive':
      return recursive(order);
    case 'check':
      return checkData(order);
  }
}

async function strategyOf(order: ResearchInput) {
  const loaded = await loadStrategy(order.strategy, order.folders);
  if (order.timeframe !== null) loaded.strategy.timeframe = order.timeframe;
  return loaded;
}

function pairRequest({ config, store, timerange }: Omit<ResearchInput, 'strategy'>, pair: string, timeframe: string): PairRequest {
  return { pair, timeframe, timerange, isFutures: config.trading_mode === 'futures', stakeCurrency: config.stake_currency, store };
}

const STEPS = { load: 'dataload', analyze: 'analyze', trade: 'backtest' } as const;
const ORDER = ['dataload', 'analyze', 'backtest'];

async function runOn(order: OnPairs, request: BacktestRequest) {
  const loaded = await strategyOf(order);
  let wallet: Promise<Uint8Array> = Promise.resolve(new Uint8Array());
  const run = await backtestStrategy(request, loaded.strategy, {
    store: order.store,
    pairs: order.pairs,
    pairsOfCandle: null,
    download: await downloadHint(request.config),
    markets: new Map(order.markets.map((market) => [market.pair, market])),
    now: Date.now,
    // the API keeps a core for itself
    threads: 1,
    onProgress: (phase, ratio, trades) => {
      const step = STEPS[phase];
      const tasks = {
        '0': { progress: ORDER.indexOf(step) + 1, total: ORDER.length, description: 'backtest' },
        '1': { progress: Math.round(ratio * 100), total: 100, description: step },
      };
      tell(step, ratio, tasks, false, trades);
    },
    onWarning: () => undefined,
    prepareElsewhere: (job) => prepareInThread(job, order.folders),
    onTraded: (history: WalletHistory) => {
      wallet = packWallet(history.columns());
    },
  });
  return { loaded, run, wallet: await wallet };
}

/** JSON text in UTF-8, in memory of its own so that it can be handed over. */
function jsonBytes(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** @returns freqtrade's result as JSON text */
async function backtest(order: Extract<ResearchOrder, { kind: 'backtest' }>): Promise<Uint8Array> {
  const { config } = order;
  const request: BacktestRequest = {
    config,
    timerange: order.timerange,
    timeframeDetail: order.timeframeDetail,
    enableProtections: order.enableProtections,
    positionStacking: false,
    keepsRejected: false,
    fee: config.fee ?? null,
  };
  tell('dataload', 0, {}, true);
  const { loaded, run, wallet } = await runOn(order, request);
  const { name, report } = run;
  const id = runId(loaded, {
    ...request,
    config: withoutSecrets(config),
    store: order.store,
    pairs: order.pairs,
    name,
  });
  const path = await writeResult(order.resultFolder, {
    strategies: [
      {
        name,
        report,
        walletFile: Promise.resolve(wallet),
        code: loaded.code,
        parameterFile: loaded.parameterFile,
        runId: id,
        rejected: null,
      },
    ],
    marketChange: marketChangeOf(run.pairs, run.idle, run.bot.timeframeMs),
    config: withoutSecrets(config),
    notes: null,
    now: Date.now(),
  });
  const metadata = { ...runFacts(report, id), filename: basename(path, '.zip'), strategy: name };
  return jsonBytes({
    metadata: { [name]: metadata },
    strategy: { [name]: reportAtOnce(report) },
    strategy_comparison: [comparisonRow(name, report)],
  });
}

/** What is shown where neither a range nor stored candles say how much, ms. */
const LIVE_SPAN_MS = 30 * 86_400_000;

/** @returns the API's answer as JSON text */
async function pairHistory(order: Extract<ResearchOrder, { kind: 'pair_history' }>): Promise<Uint8Array> {
  const { config, pair, timerange, strategy: name } = order;
  const strategy = name === null ? null : (await strategyOf({ ...order, strategy: name })).strategy;
  const timeframe = strategy?.timeframe ?? order.timeframe!;
  const length = timeframeMs(timeframe);
  const shown = { strategy: name ?? '', pair, timeframe, timeframeMs: length, limit: 0, columns: order.columns };
  const request = pairRequest(order, pair, timeframe);
  const range = timerangeOf(timerange);
  const live = async (): Promise<Candles> => {
    const from = (range.from ?? Date.now() - LIVE_SPAN_MS) - (strategy?.startupCandleCount ?? 0) * length;
    return pastCandles(config, pair, timeframe, from, range.to ?? Number.POSITIVE_INFINITY);
  };
  const candles = order.isLive ? await live() : null;
  if (strategy === null) {
    const plain = candles ?? (await storedCandles(order.store, pair, timeframe, request.isFutures, range));
    if (plain === null) throw new BacktestError(`No data for ${pair}, ${timeframe} in ${timerange} found.`);
    return jsonBytes(presentCandles({ frame: new DataFrame(plain), at: Date.now() }, shown));
  }
  const loaded = await loadPair(candles === null ? request : { ...request, candles }, strategy);
  const frame = await loaded.analyse(0, loaded.candles.length);
  return jsonBytes(presentCandles({ frame, at: Date.now() }, { ...shown, limit: frame.length - loaded.start }));
}

async function lookahead(order: Extract<ResearchOrder, { kind: 'lookahead' }>): Promise<unknown> {
  // as freqtrade does: any number of trades, each small beside a large wallet, by market orders
  const { allowsLimitOrders, minimumTrades, targetedTrades } = order;
  if (targetedTrades < minimumTrades) throw new Error("Targeted trade amount can't be smaller than minimum trade amount.");
  const config: RawConfig = {
    ...order.config,
    max_open_trades: -1,
    stake_amount: 10_000,
    dry_run_wallet: 1_000_000_000,
    ...(allowsLimitOrders ? {} : atMarket(order.config)),
  };
  const request = {
    config,
    timerange: order.timerange,
    timeframeDetail: order.timeframeDetail,
    enableProtections: false,
    positionStacking: false,
    keepsRejected: false,
    fee: config.fee ?? null,
  };
  const { run } = await runOn(order, request);
  const trades = run.report.trades.slice(0, order.targetedTrades);
  if (trades.length < order.minimumTrades)
    throw new Error(`There are ${trades.length} trades, too few to tell: ${order.minimumTrades} are needed. Choose a longer timerange.`);
  const step = timeframeMs(run.bot.timeframe);
  let findings = { totalSignals: 0, biasedEntries: 0, biasedExits: 0, biasedIndicators: [] as readonly string[] };
  let done = 0;
  for (const pair of new Set(trades.map((trade) => trade.pair))) {
    const { strategy } = await strategyOf(order);
    const own = trades.filter((trade) => trade.pair === pair);
    const loaded = await loadPair(pairRequest(order, pair, strategy.timeframe), strategy);
    const whole = await loaded.analyse(0, loaded.candles.length);
    const rowAt = new Map(Array.from(whole.time, (time, row) => [time, row]));
    const signals = own.map((trade) => ({
      entry: signalAt(rowAt, trade.open_timestamp - step, trade.is_short ? 'enter_short' : 'enter_long')!,
      exit:
        trade.exit_reason === 'exit_signal'
          ? signalAt(rowAt, trade.close_timestamp - step, trade.is_short ? 'exit_short' : 'exit_long')
          : null,
    }));
    const known = signals.filter(({ entry }) => entry !== null);
    const found = await lookaheadAnalysis(
      whole,
      known,
      (end) => loaded.analyse(0, end),
      (count) =>
        tell(
          'analyze',
          (done + count) / trades.length,
          { '0': { progress: done + count, total: trades.length, description: 'Analyzing trades' } },
          true,
        ),
    );
    done += own.length;
    findings = {
      totalSignals: findings.totalSignals + found.totalSignals,
      biasedEntries: findings.biasedEntries + found.biasedEntries,
      biasedExits: findings.biasedExits + found.biasedExits,
      biasedIndicators: [...new Set([...findings.biasedIndicators, ...found.biasedIndicators])],
    };
  }
  return {
    strategy: order.strategy,
    has_bias: findings.biasedEntries + findings.biasedExits + findings.biasedIndicators.length > 0,
    total_signals: findings.totalSignals,
    biased_entry_signals: findings.biasedEntries,
    biased_exit_signals: findings.biasedExits,
    biased_indicators: findings.biasedIndicators,
  };
}

/** Market orders for all, at the prices that they need. */
function atMarket({ entry_pricing, exit_pricing }: RawConfig): Partial<RawConfig> {
  return {
    order_types: { entry: 'market', exit: 'market', emergency_exit: 'market', stoploss: 'market', stoploss_on_exchange: false },
    entry_pricing: { ...entry_pricing, price_side: 'other' },
    exit_pricing: { ...exit_pricing, price_side: 'other' },
  };
}

function signalAt(rowAt: ReadonlyMap<number, number>, time: number, column: ActedSignal['column']): ActedSignal | null {
  const row = rowAt.get(time);
  return row === undefined ? null : { row, column };
}

async function recursive(order: Extract<ResearchOrder, { kind: 'recursive' }>): Promise<unknown> {
  const { strategy } = await strategyOf(order);
  const pair = order.pairs[0];
  if (pair === undefined) throw new Error('There is no pair to look at: the whitelist is empty.');
  const own = strategy.startupCandleCount;
  const counts = [...new Set([...order.startupCandles, own])].sort((a, b) => a - b);
  const loaded = await loadPair(pairRequest(order, pair, strategy.timeframe), strategy);
  const analyse = async (start: number): Promise<DataFrame> => loaded.analyse(start, loaded.candles.length);
  let done = 0;
  const { startupCandles, results } = await recursiveAnalysis(loaded.candles, counts, analyse, (count) => {
    done++;
    tell('analyze', done / counts.length, { '0': { progress: done, total: counts.length, description: `Startup candle ${count}` } }, true);
  });
  return { strategy: order.strategy, startup_candles: startupCandles, strategy_scc: own, results };
}

async function checkData({ store, isFutures }: Extract<ResearchOrder, { kind: 'check' }>): Promise<unknown> {
  const checks = await checkFolder(
    store.folder,
    store.format,
    isFutures,
    () => true,
    (done, total, { pair, timeframe }) =>
      tell('check', done / total, { '0': { progress: done, total, description: `Checking ${pair}, ${timeframe}` } }),
  );
  const all = checks.length;
  tell('check', 1, { '0': { progress: all, total: all, description: `Checked ${all} ${all === 1 ? 'file' : 'files'}` } }, true);
  // the folder is the machine's own
  const shown = (text: string | null) => text?.replaceAll(store.folder, '').replace(/^[/\\]/, '') ?? null;
  return checks.map((check) => ({
    pair: check.pair,
    timeframe: check.timeframe,
    candle_type: check.type,
    candles: check.candles,
    from_ts: check.from,
    to_ts: check.to,
    gaps: check.gaps,
    missing: check.missing,
    duplicates: check.duplicates,
    undated: check.undated,
    unsorted: check.unsorted,
    off_grid: check.offGrid,
    zero_volumes: check.zeroVolumes,
    incomplete: check.incomplete,
    jumps: check.jumps,
    time_unit: check.unit,
    writer: check.writer,
    problem: shown(check.problem),
    faults: faultsOf({ ...check, problem: shown(check.problem) }),
  }));
}

if (!isMainThread && parentPort !== null) {
  castNetOfThread();
  try {
    const result = await carryOut(workerData as ResearchOrder);
    // what is large is handed over, not copied
    parentPort.postMessage({ result } satisfies Message, result instanceof Uint8Array ? [result.buffer as ArrayBuffer] : []);
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    parentPort.postMessage({ message: `${message}${code === 'STRATEGY_ERROR' ? sourceLine(error) : ''}`, code } satisfies Message);
  }
}
