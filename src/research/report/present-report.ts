import type { BacktestFigures } from '../../backtest/statistics/backtest-figures.ts';
import { shortSpanText, spanText } from '../../backtest/statistics/durations.ts';
import { dateTime } from '../../core/market/calendar.ts';
import { roundTo } from '../../core/market/decimal.ts';
import { presentBacktestLock, presentBreakdown, presentFall, presentRatios, presentRow, presentWallet } from './present-rows.ts';
import { presentBacktestTrade } from './present-trade.ts';

/** Every figure of a backtest, as freqtrade's result files and `backtesting` give it, in their order. Source: tests/golden/backtest. */
export function presentReport(figures: BacktestFigures) {
  const report = {
    ...presentTables(figures),
    ...presentTotals(figures),
    ...presentPeriod(figures),
    ...presentMoney(figures),
    ...presentSettings(figures),
    periodic_breakdown: Object.fromEntries(figures.breakdowns.map(({ by, rows }) => [by, rows.map(presentBreakdown)])),
    ...presentDaily(figures),
    ...presentOutcomes(figures),
    ...presentFall(figures.fall),
    csum_min: figures.extremes.least,
    csum_max: figures.extremes.greatest,
  };
  return figures.results.length === 0 ? withoutTrades(report) : report;
}

export type BacktestReport = ReturnType<typeof presentReport>;

function presentTables({ trades, locks, tables }: BacktestFigures) {
  return {
    trades: trades.map(presentBacktestTrade),
    locks: locks.map(presentBacktestLock),
    best_pair: tables.best === null ? null : presentRow(tables.best),
    worst_pair: tables.worst === null ? null : presentRow(tables.worst),
    results_per_pair: tables.pairs.map(presentRow),
    results_per_enter_tag: tables.enterTags.map(presentRow),
    exit_reason_summary: tables.exitReasons.map(presentRow),
    mix_tag_stats: tables.mixTags.map(presentRow),
    left_open_trades: tables.leftOpen.map(presentRow),
  };
}

function presentTotals({ totals, ratios, wallet, profitFactor }: BacktestFigures) {
  const { all, longs, shorts } = totals;
  return {
    total_trades: all.trades,
    trade_count_long: longs.trades,
    trade_count_short: shorts.trades,
    total_volume: totals.volume,
    avg_stake_amount: totals.averageStake,
    profit_mean: totals.profitMean,
    profit_median: totals.profitMedian,
    profit_total: all.profitRatio,
    profit_total_long: longs.profitRatio,
    profit_total_short: shorts.profitRatio,
    profit_total_abs: all.profitAbs,
    profit_total_long_abs: longs.profitAbs,
    profit_total_short_abs: shorts.profitAbs,
    ...presentRatios(ratios),
    wallet_stats: wallet === null ? null : presentWallet(wallet),
    profit_factor: profitFactor,
  };
}

function presentPeriod({ start, end, days, facts, totals }: BacktestFigures) {
  return {
    backtest_start: dateTime(start),
    backtest_start_ts: start,
    backtest_end: dateTime(end),
    backtest_end_ts: end,
    backtest_days: days,
    backtest_run_start_ts: facts.runStart,
    backtest_run_end_ts: facts.runEnd,
    trades_per_day: roundTo(totals.all.trades / days, 2),
    market_change: facts.marketChange,
  };
}

function presentMoney({ facts, totals, counters }: BacktestFigures) {
  const balance = facts.startingBalance;
  return {
    pairlist: facts.pairlist,
    stake_amount: facts.stakeAmount,
    stake_currency: facts.stakeCurrency,
    stake_currency_decimals: facts.stakeCurrencyDecimals,
    starting_balance: balance,
    dry_run_wallet: balance,
    final_balance: balance + totals.all.profitAbs,
    rejected_signals: counters.rejectedSignals,
    timedout_entry_orders: counters.timedoutEntryOrders,
    timedout_exit_orders: counters.timedoutExitOrders,
    canceled_trade_entries: counters.canceledTradeEntries,
    canceled_entry_orders: counters.canceledEntryOrders,
    replaced_entry_orders: counters.replacedEntryOrders,
  };
}

function presentSettings({ facts }: BacktestFigures) {
  return {
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
  };
}

function presentDaily({ daily }: BacktestFigures) {
  return {
    backtest_best_day: daily.bestRatio,
    backtest_worst_day: daily.worstRatio,
    backtest_best_day_abs: daily.bestAbs,
    backtest_worst_day_abs: daily.worstAbs,
    winning_days: daily.winning,
    draw_days: daily.drawn,
    losing_days: daily.losing,
    daily_profit: daily.profits,
  };
}

function presentOutcomes({ outcomes }: BacktestFigures) {
  const { held, winnersHeld: won, losersHeld: lost, streaks } = outcomes;
  return {
    wins: outcomes.wins,
    losses: outcomes.losses,
    draws: outcomes.draws,
    winrate: outcomes.winRate,
    holding_avg: spanText(held.average),
    holding_avg_s: held.average,
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
    max_consecutive_wins: streaks.wins,
    max_consecutive_losses: streaks.losses,
  };
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
