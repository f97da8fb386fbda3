import type { PairData } from '../backtest/pair-data.ts';
import { preparePair, rangeOf } from '../backtest/prepare.ts';
import { type BacktestOutcome, runBacktest } from '../backtest/schedule.ts';
import { type BacktestReport, backtestReport } from '../backtest/statistics/report.ts';
import type { BotSettings } from '../bot/settings.ts';
import type { Candles } from '../core/market/candles.ts';
import type { Market } from '../core/market/market.ts';
import { stakeDecimals } from '../core/market/stake-decimals.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { parseTimerange, type Timerange } from '../core/market/timerange.ts';
import { wantedCandles } from '../strategy/informative.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { BacktestError, type BacktestRequest, backtestSettings } from './backtest-settings.ts';
import { type CandleStore, storedCandles, storedFunding } from './candle-store.ts';

export interface BacktestSources {
  readonly store: CandleStore;
  readonly pairs: readonly string[];
  readonly markets: ReadonlyMap<string, Market>;
  /** ms since epoch. */
  readonly now: () => number;
  readonly onProgress: (phase: BacktestPhase, ratio: number) => void;
  readonly onWarning: (message: string) => void;
}

export type BacktestPhase = 'load' | 'analyze' | 'trade';

/** What one strategy did. */
export interface StrategyRun {
  readonly name: string;
  readonly report: BacktestReport;
  readonly outcome: BacktestOutcome;
  readonly pairs: readonly PairData[];
  readonly bot: BotSettings;
  /** How long each phase took, ms. */
  readonly phases: Readonly<Record<BacktestPhase, number>>;
}

/** Backtests one strategy over recorded candles. @throws BacktestError, StrategyError, CandleFileError */
export async function backtestStrategy(request: BacktestRequest, strategy: Strategy, sources: BacktestSources): Promise<StrategyRun> {
  const { config } = request;
  const runStart = Math.floor(sources.now() / 1000);
  const range = readTimerange(request.timerange);
  const known = sources.pairs.filter((pair) => sources.markets.has(pair));
  for (const pair of sources.pairs)
    if (!known.includes(pair)) sources.onWarning(`Pair ${pair} is not traded on ${config.exchange.name}. Left out.`);
  const first = known[0];
  if (first === undefined) {
    throw new BacktestError(
      `None of the pairs (${sources.pairs.join(', ') || 'the whitelist is empty'}) is traded on ${config.exchange.name}.`,
    );
  }
  const fee = request.fee ?? config.fee ?? highestFee(sources.markets.get(first)!);
  const { bot, engine } = backtestSettings(request, strategy, fee);
  const phases = { load: 0, analyze: 0, trade: 0 };
  const pairs = await preparePairs(request, strategy, bot, { ...sources, pairs: known }, range, phases);
  const begun = sources.now();
  const period = rangeOf(pairs);
  const outcome = runBacktest(engine, pairs, period, {
    onProgress: (ratio) => sources.onProgress('trade', ratio),
    onFailure: (error) => sources.onWarning(error.message),
  });
  phases.trade = sources.now() - begun;
  const setting = bot.entryRules.maxOpenTrades;
  const { exitRules } = bot;
  const report = backtestReport(outcome, {
    strategyName: bot.strategyName,
    pairlist: known,
    stakeAmount: bot.entryRules.stakeAmount,
    stakeCurrency: config.stake_currency,
    stakeCurrencyDecimals: stakeDecimals(config.stake_currency),
    startingBalance: engine.wallet,
    maxOpenTrades: Math.min(setting, pairs.length),
    maxOpenTradesSetting: Number.isFinite(setting) ? setting : -1,
    timeframe: bot.timeframe,
    timeframeDetail: request.timeframeDetail,
    timerange: request.timerange,
    enableProtections: request.enableProtections,
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
    runStart,
    runEnd: Math.floor(sources.now() / 1000),
    marketChange: marketChange(pairs),
  });
  return { name: bot.strategyName, report, outcome, pairs, bot, phases };
}

function readTimerange(text: string): Timerange {
  try {
    return parseTimerange(text);
  } catch (error) {
    throw new BacktestError(`--timerange: ${(error as Error).message}`);
  }
}

async function preparePairs(
  request: BacktestRequest,
  strategy: Strategy,
  bot: BotSettings,
  sources: BacktestSources,
  range: Timerange,
  phases: Record<BacktestPhase, number>,
): Promise<PairData[]> {
  const { now, store, pairs, markets, onProgress, onWarning } = sources;
  const isFutures = request.config.trading_mode === 'futures';
  const before = (timeframe: string): Timerange => ({
    from: range.from === null ? null : range.from - strategy.startupCandleCount * timeframeMs(timeframe),
    to: range.to,
  });
  const informative = new Map<string, Candles>();
  for (const wanted of wantedCandles(strategy, pairs, request.config.stake_currency)) {
    const candles = storedCandles(store, wanted.pair, wanted.timeframe, isFutures, before(wanted.timeframe));
    if (candles !== null) informative.set(`${wanted.pair} ${wanted.timeframe}`, candles);
  }
  const prepared: PairData[] = [];
  let found = 0;
  for (const [index, pair] of pairs.entries()) {
    onProgress('load', index / pairs.length);
    const begun = now();
    const candles = storedCandles(store, pair, bot.timeframe, isFutures, before(bot.timeframe));
    if (candles === null) {
      onWarning(`No history for ${pair}, ${request.config.trading_mode}, ${bot.timeframe} found in ${store.folder}. Left out.`);
      continue;
    }
    found++;
    const detail =
      request.timeframeDetail === ''
        ? null
        : storedCandles(store, pair, request.timeframeDetail, isFutures, { from: range.from, to: range.to });
    if (request.timeframeDetail !== '' && detail === null) {
      throw new BacktestError(`No ${request.timeframeDetail} candles of ${pair} in ${store.folder}, which --timeframe-detail needs.`);
    }
    const loaded = now();
    phases.load += loaded - begun;
    const ready = await preparePair(
      strategy,
      { pair, market: markets.get(pair)!, candles, detail, funding: isFutures ? storedFunding(store, pair) : null },
      strategy.startupCandleCount,
      range,
      { stakeCurrency: request.config.stake_currency, candlesOf: (asset, timeframe) => informative.get(`${asset} ${timeframe}`) ?? null },
    );
    phases.analyze += now() - loaded;
    if (ready === null) onWarning(`${pair} has no candles left after ${strategy.startupCandleCount} startup candles. Left out.`);
    else prepared.push(ready);
    onProgress('analyze', (index + 1) / pairs.length);
  }
  if (prepared.length > 0) return prepared;
  throw new BacktestError(
    found === 0
      ? `No data found. There are no ${bot.timeframe} candles of ${pairs.join(', ')} in ${store.folder} for the timerange "${request.timerange}".`
      : `No candles are left for the timerange "${request.timerange}" after ${strategy.startupCandleCount} startup candles.`,
  );
}

/** Mean change from the first to the last close, ratio. */
function marketChange(pairs: readonly PairData[]): number {
  const changes = pairs.map(({ candles: { close, length } }) => (close[length - 1]! - close[0]!) / close[0]!);
  return changes.reduce((sum, change) => sum + change, 0) / changes.length;
}

/** Takers and makers are told apart live, not in a backtest. */
function highestFee(market: Market): number {
  return Math.max(market.takerFee, market.makerFee);
}
