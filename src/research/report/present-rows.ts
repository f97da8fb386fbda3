import type { BreakdownRow } from '../../backtest/statistics/breakdown.ts';
import { longSpanText, spanText } from '../../backtest/statistics/durations.ts';
import type { ResultRow, ratios } from '../../backtest/statistics/figures.ts';
import type { WalletFigures } from '../../backtest/statistics/wallet-statistics.ts';
import { dateTime } from '../../core/market/calendar.ts';
import type { PairLock } from '../../core/protections/lock.ts';
import type { Drawdown } from '../../core/statistics/drawdown.ts';
import { roundEven } from '../../core/statistics/even-rounding.ts';
import { tagValue } from '../../core/trade/tag.ts';

/** A row of the tables by pair, tag or reason. Source: tests/golden/backtest `results_per_pair`. */
export function presentRow(row: ResultRow) {
  return {
    key: typeof row.key === 'string' ? tagValue(row.key) : row.key.map(tagValue),
    trades: row.trades,
    profit_mean: row.profitMean,
    profit_mean_pct: percent(row.profitMean),
    profit_total_abs: row.profitAbs,
    profit_total: row.profitRatio,
    profit_total_pct: percent(row.profitRatio),
    duration_avg: row.averageMinutes === null ? '0:00' : spanText(60 * row.averageMinutes),
    wins: row.wins,
    draws: row.draws,
    losses: row.losses,
    winrate: row.winRate,
    ...presentRatios(row.ratios),
    profit_factor: row.profitFactor,
    max_drawdown_account: row.fall.ratio,
    max_drawdown_abs: row.fall.abs,
  };
}

export type ReportRow = ReturnType<typeof presentRow>;

function percent(ratio: number): number {
  return roundEven(ratio * 100, 2);
}

export function presentRatios({ cagr, expectancy, expectancyRatio, sortino, sharpe, calmar, sqn, pValue }: ReturnType<typeof ratios>) {
  return { cagr, expectancy, expectancy_ratio: expectancyRatio, sortino, sharpe, calmar, sqn, p_value: pValue };
}

/** Results of a period. */
export function presentBreakdown({ name, at, profitAbs, wins, draws, losses, trades, profitFactor }: BreakdownRow) {
  return { date: name, date_ts: at, profit_abs: profitAbs, wins, draws, losses, trades, profit_factor: profitFactor };
}

export type ReportBreakdown = ReturnType<typeof presentBreakdown>;

/** The largest fall of a balance. */
export function presentFall(fall: Drawdown) {
  const seconds = (fall.end - fall.start) / 1000;
  return {
    max_drawdown_account: fall.ratio,
    max_relative_drawdown: fall.largestRatio,
    max_drawdown_abs: fall.abs,
    drawdown_start: dateTime(fall.start),
    drawdown_start_ts: fall.start,
    drawdown_end: dateTime(fall.end),
    drawdown_end_ts: fall.end,
    drawdown_duration: longSpanText(seconds),
    drawdown_duration_s: seconds,
    max_drawdown_low: fall.low,
    max_drawdown_high: fall.high,
  };
}

/** What the account was worth. Source: tests/golden/backtest `wallet_stats`. */
export function presentWallet({ start, end, high, low, sharpe, sortino, calmar, fall }: WalletFigures) {
  return {
    start_balance: start,
    end_balance: end,
    high_balance: high.balance,
    low_balance: low.balance,
    sharpe,
    sortino,
    calmar,
    low_date: dateTime(low.at),
    low_ts: low.at,
    high_date: dateTime(high.at),
    high_ts: high.at,
    ...presentFall(fall),
  };
}

/** A lock as result files list it. */
export function presentBacktestLock(lock: PairLock) {
  return {
    id: null,
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
