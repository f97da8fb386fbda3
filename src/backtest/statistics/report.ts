import { dateTime, isoDay } from '../../core/market/calendar.ts';
import { roundTo } from '../../core/market/decimal.ts';
import type { PairLock } from '../../core/protections/lock.ts';
import type { Trade } from '../../core/trade/trade.ts';
import { presentBacktestTrade } from '../present-trade.ts';
import type { BacktestCounters } from '../state.ts';
import type { WalletHistory } from '../wallet-history.ts';
import { BREAKDOWNS, type BreakdownRow, breakdown } from './breakdown.ts';
import { longSpanText, roundHalfEven, shortSpanText, spanText } from './durations.ts';
import {
  drawdownOf,
  mean,
  outcomes,
  type Period,
  profitFactor,
  type ResultRow,
  ratios,
  resultRow,
  type TradeResult,
  total,
  tradeResult,
} from './figures.ts';
import { walletStatistics } from './wallet-statistics.ts';

/** What a report tells of how the backtest was run; names and shapes as freqtrade's result files have them. */
export interface ReportFacts {
  readonly strategyName: string;
  readonly pairlist: readonly string[];
  readonly stakeAmount: number | 'unlimited';
  readonly stakeCurrency: string;
  readonly stakeCurrencyDecimals: number;
  readonly startingBalance: number;
  /** As traded with: at most one for each pair. */
  readonly maxOpenTrades: number;
  /** As configured, -1 for any number. */
  readonly maxOpenTradesSetting: number;
  readonly timeframe: string;
  readonly timeframeDetail: string;
  readonly timerange: string;
  readonly enableProtections: boolean;
  readonly stoploss: number;
  readonly trailingStop: boolean;
  readonly trailingStopPositive: number | null;
  readonly trailingStopPositiveOffset: number;
  readonly trailingOnlyOffsetIsReached: boolean;
  readonly useCustomStoploss: boolean;
  readonly minimalRoi: Readonly<Record<string, number>>;
  readonly useExitSignal: boolean;
  readonly exitProfitOnly: boolean;
  readonly exitProfitOffset: number;
  readonly ignoreRoiIfEntrySignal: boolean;
  readonly tradingMode: string;
  readonly marginMode: string;
  /** Seconds since epoch at which the run began and ended. */
  readonly runStart: number;
  readonly runEnd: number;
  /** Mean change of the pairs' closes over the period, ratio. */
  readonly marketChange: number;
}

/** What a run left behind. */
export interface ReportInput {
  readonly trades: readonly Readonly<Trade>[];
  readonly locks: readonly PairLock[];
  readonly counters: BacktestCounters;
  readonly wallet: WalletHistory;
  readonly start: number;
  readonly end: number;
}

const DAY = 86_400_000;

/** Every figure of a backtest, as freqtrade's result files and `backtesting` give it. Source: tests/golden/backtest. */
export function backtestReport(run: ReportInput, facts: ReportFacts) {
  const results = run.trades.map(tradeResult);
  const period: Period = { start: run.start, end: run.end, startingBalance: facts.startingBalance };
  const balance = facts.startingBalance;
  const absolute = (of: readonly TradeResult[]) => total(of.map(({ profitAbs }) => profitAbs));
  const longs = results.filter(({ isShort }) => !isShort);
  const shorts = results.filter(({ isShort }) => isShort);
  // every table ends with the same line, and days are wanted twice
  const totals = resultRow('TOTAL', results, period);
  const periods = Object.fromEntries(BREAKDOWNS.map((by) => [by, breakdown(results, by)]));
  const perPair = pairRows(results, facts.pairlist, period, totals);
  // a pair without a trade counts too; of equals the first
  const ofPairs = perPair.filter(({ key }) => key !== 'TOTAL');
  const least = Math.min(...ofPairs.map(({ profit_total: profit }) => profit));
  // less than a day is one
  const days = Math.floor((run.end - run.start) / DAY) || 1;
  const fall = drawdownOf(results, balance);
  const profits = results.map(({ profitRatio }) => profitRatio);
  const report = {
    trades: run.trades.map(presentBacktestTrade),
    locks: run.locks.map((lock) => ({ id: null, ...presentLock(lock) })),
    best_pair: ofPairs[0] ?? null,
    worst_pair: ofPairs.find(({ profit_total: profit }) => profit === least) ?? null,
    results_per_pair: perPair,
    results_per_enter_tag: rows(results, ({ enterTag }) => enterTag, period, totals),
    exit_reason_summary: rows(results, ({ exitReason }) => exitReason, period, totals),
    mix_tag_stats: rows(results, ({ enterTag, exitReason }) => [enterTag, exitReason], period, totals),
    left_open_trades: leftOpen(results, facts.pairlist, period),
    total_trades: results.length,
    trade_count_long: longs.length,
    trade_count_short: shorts.length,
    total_volume: total(results.map(({ volume }) => volume)),
    avg_stake_amount: mean(results.map(({ stake }) => stake)),
    profit_mean: mean(profits),
    profit_median: median(profits),
    profit_total: absolute(results) / balance,
    profit_total_long: absolute(longs) / balance,
    profit_total_short: absolute(shorts) / balance,
    profit_total_abs: absolute(results),
    profit_total_long_abs: absolute(longs),
    profit_total_short_abs: absolute(shorts),
    ...ratios(results, period, fall),
    wallet_stats: walletStatistics(run.wallet),
    profit_factor: profitFactor(results),
    backtest_start: dateTime(run.start),
    backtest_start_ts: run.start,
    backtest_end: dateTime(run.end),
    backtest_end_ts: run.end,
    backtest_days: days,
    backtest_run_start_ts: facts.runStart,
    backtest_run_end_ts: facts.runEnd,
    trades_per_day: roundTo(results.length / days, 2),
    market_change: facts.marketChange,
    pairlist: facts.pairlist,
    stake_amount: facts.stakeAmount,
    stake_currency: facts.stakeCurrency,
    stake_currency_decimals: facts.stakeCurrencyDecimals,
    starting_balance: balance,
    dry_run_wallet: balance,
    final_balance: balance + absolute(results),
    rejected_signals: run.counters.rejectedSignals,
    timedout_entry_orders: run.counters.timedoutEntryOrders,
    timedout_exit_orders: run.counters.timedoutExitOrders,
    canceled_trade_entries: run.counters.canceledTradeEntries,
    canceled_entry_orders: run.counters.canceledEntryOrders,
    replaced_entry_orders: run.counters.replacedEntryOrders,
    max_open_trades: facts.maxOpenTrades,
    max_open_trades_setting: facts.maxOpenTradesSetting,
    timeframe: facts.timeframe,
    timeframe_detail: facts.timeframeDetail,
    timerange: facts.timerange,
    enable_protections: facts.enableProtections,
    strategy_name: facts.strategyName,
    freqaimodel: null,
    freqai_identifier: null,
    stoploss: facts.stoploss,
    trailing_stop: facts.trailingStop,
    trailing_stop_positive: facts.trailingStopPositive,
    trailing_stop_positive_offset: facts.trailingStopPositiveOffset,
    trailing_only_offset_is_reached: facts.trailingOnlyOffsetIsReached,
    use_custom_stoploss: facts.useCustomStoploss,
    minimal_roi: facts.minimalRoi,
    use_exit_signal: facts.useExitSignal,
    exit_profit_only: facts.exitProfitOnly,
    exit_profit_offset: facts.exitProfitOffset,
    ignore_roi_if_entry_signal: facts.ignoreRoiIfEntrySignal,
    trading_mode: facts.tradingMode,
    margin_mode: facts.marginMode,
    periodic_breakdown: periods,
    ...dailyFigures(results, periods['day']!),
    ...outcomeFigures(results),
    max_drawdown_account: fall.ratio,
    max_relative_drawdown: fall.largestRatio,
    max_drawdown_abs: fall.abs,
    drawdown_start: dateTime(fall.start),
    drawdown_start_ts: fall.start,
    drawdown_end: dateTime(fall.end),
    drawdown_end_ts: fall.end,
    drawdown_duration: longSpanText((fall.end - fall.start) / 1000),
    drawdown_duration_s: (fall.end - fall.start) / 1000,
    max_drawdown_low: fall.low,
    max_drawdown_high: fall.high,
    ...balanceExtremes(results, balance),
  };
  return results.length === 0 ? withoutTrades(report) : report;
}

/** Fields that freqtrade leaves out, or writes otherwise, where nothing was traded. */
function withoutTrades<Report extends object>(report: Report): Report {
  const absent = /^(daily_profit|drawdown_duration(_s)?|holding_avg_s|(winner|loser)_holding_(min|max)(_s)?|(winner|loser)_holding_avg_s)$/;
  const epoch = '1970-01-01T00:00:00+00:00';
  const none = '0:00:00';
  return {
    ...Object.fromEntries(Object.entries(report).filter(([key]) => !absent.test(key))),
    daily_profit_list: [],
    drawdown_start: epoch,
    drawdown_end: epoch,
    winner_holding_avg: none,
    loser_holding_avg: none,
  } as Report;
}

export type BacktestReport = ReturnType<typeof backtestReport>;

function pairRows(results: readonly TradeResult[], pairs: readonly string[], period: Period, totals: ResultRow): ResultRow[] {
  const list = pairs.map((pair) => {
    const own = results.filter((result) => result.pair === pair);
    return resultRow(pair, own, period);
  });
  return [...list.sort(byProfit), totals];
}

/** Trades that the end of the data closed, by pair. */
function leftOpen(results: readonly TradeResult[], pairs: readonly string[], period: Period): ResultRow[] {
  const left = results.filter(({ exitReason }) => exitReason === 'force_exit');
  return pairRows(left, pairs, period, resultRow('TOTAL', left, period)).filter(({ trades, key }) => trades > 0 || key === 'TOTAL');
}

function rows(
  results: readonly TradeResult[],
  keyOf: (result: TradeResult) => string | readonly string[],
  period: Period,
  totals: ResultRow,
): ResultRow[] {
  const groups = new Map<string, TradeResult[]>();
  for (const result of results) {
    const name = JSON.stringify(keyOf(result));
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [result]);
    else group.push(result);
  }
  const list = [...groups.values()].map((group) => resultRow(keyOf(group[0]!), group, period));
  return [...list.sort(byProfit), totals];
}

function byProfit(a: ResultRow, b: ResultRow): number {
  return b.profit_total_abs - a.profit_total_abs;
}

function dailyFigures(results: readonly TradeResult[], byDay: readonly BreakdownRow[]) {
  const days = byDay.map(({ date_ts, profit_abs }) => [isoDay(date_ts), profit_abs] as const);
  const sums = days.map(([, profit]) => profit);
  const ratios = sumsByDay(results);
  return {
    backtest_best_day: greatest(ratios),
    backtest_worst_day: least(ratios),
    backtest_best_day_abs: greatest(sums),
    backtest_worst_day_abs: least(sums),
    winning_days: sums.filter((profit) => profit > 0).length,
    draw_days: sums.filter((profit) => profit === 0).length,
    losing_days: sums.filter((profit) => profit < 0).length,
    daily_profit: days,
  };
}

/** Profit ratios summed up by day, from the first day with a close to the last. */
function sumsByDay(results: readonly TradeResult[]): number[] {
  const sums = new Map<number, number>();
  for (const { closeDate, profitRatio } of results) {
    const day = Math.floor(closeDate / DAY);
    sums.set(day, (sums.get(day) ?? 0) + profitRatio);
  }
  const days = [...sums.keys()];
  const hasEmptyDay = days.length > 0 && greatest(days) - least(days) + 1 > days.length;
  return hasEmptyDay ? [...sums.values(), 0] : [...sums.values()];
}

function greatest(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((most, value) => Math.max(most, value));
}

function least(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((smallest, value) => Math.min(smallest, value));
}

function outcomeFigures(results: readonly TradeResult[]) {
  const counts = outcomes(results);
  const winners = results.filter(({ profitAbs }) => profitAbs > 0);
  const losers = results.filter(({ profitAbs }) => profitAbs < 0);
  const average = holding(results).average;
  const won = holding(winners);
  const lost = holding(losers);
  return {
    wins: counts.wins,
    losses: counts.losses,
    draws: counts.draws,
    winrate: results.length === 0 ? 0 : counts.wins / results.length,
    holding_avg: spanText(average),
    holding_avg_s: average,
    winner_holding_min: shortSpanText(won.shortest),
    winner_holding_min_s: won.shortest,
    winner_holding_max: shortSpanText(won.longest),
    winner_holding_max_s: won.longest,
    winner_holding_avg: shortSpanText(won.average),
    winner_holding_avg_s: won.average,
    loser_holding_min: shortSpanText(lost.shortest),
    loser_holding_min_s: lost.shortest,
    loser_holding_max: shortSpanText(lost.longest),
    loser_holding_max_s: lost.longest,
    loser_holding_avg: shortSpanText(lost.average),
    loser_holding_avg_s: lost.average,
    ...longestStreaks(results),
  };
}

/** Seconds. */
function holding(results: readonly TradeResult[]): { shortest: number; longest: number; average: number } {
  if (results.length === 0) return { shortest: 0, longest: 0, average: 0 };
  const minutes = results.map((result) => result.minutes);
  return { shortest: least(minutes) * 60, longest: greatest(minutes) * 60, average: roundHalfEven(mean(minutes)) * 60 };
}

function longestStreaks(results: readonly TradeResult[]): { max_consecutive_wins: number; max_consecutive_losses: number } {
  const most = { win: 0, loss: 0 };
  let kind: 'win' | 'loss' | null = null;
  let length = 0;
  for (const { profitAbs } of results) {
    const now = profitAbs > 0 ? 'win' : 'loss';
    length = now === kind ? length + 1 : 1;
    kind = now;
    most[now] = Math.max(most[now], length);
  }
  return { max_consecutive_wins: most.win, max_consecutive_losses: most.loss };
}

function balanceExtremes(results: readonly TradeResult[], start: number): { csum_min: number; csum_max: number } {
  if (results.length === 0) return { csum_min: 0, csum_max: 0 };
  let sum = start;
  const sums = results.map(({ profitAbs }) => {
    sum += profitAbs;
    return sum;
  });
  return { csum_min: least(sums), csum_max: greatest(sums) };
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A lock in a result's words, beside its number. */
function presentLock(lock: Readonly<PairLock>) {
  return {
    pair: lock.pair,
    lock_time: dateTime(lock.lockTime),
    lock_timestamp: lock.lockTime,
    lock_end_time: dateTime(lock.endTime),
    lock_end_timestamp: lock.endTime,
    reason: lock.reason,
    side: lock.side,
    active: lock.isActive,
  };
}
