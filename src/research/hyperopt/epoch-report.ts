import { type Breakdown, breakdown } from '../../backtest/statistics/breakdown.ts';
import { weekday } from '../../core/market/calendar.ts';
import type { BacktestReport } from '../report/present-report.ts';
import { presentBreakdown } from '../report/present-rows.ts';
import type { EpochRecord } from './present-epoch.ts';

/** The report of a try, with the periods that are asked for, which a search does not keep. */
export function epochReport({ results_metrics: metrics }: EpochRecord, breakdowns: readonly Breakdown[]): BacktestReport {
  const results = metrics.trades.map(({ close_timestamp: closeDate, profit_abs: profit }) => ({ closeDate, profitAbs: profit ?? 0 }));
  const periods = Object.fromEntries(breakdowns.map((by) => [by, breakdown(results, by).map(presentBreakdown)]));
  const trades = metrics.trades.map((trade) => ({ ...trade, weekday: weekday(trade.close_timestamp) }));
  return { ...metrics, trades, wallet_stats: null, periodic_breakdown: periods };
}
