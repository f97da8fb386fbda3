import { clock, decimal, money, percent, span } from '../format.ts';
import { type TextName, t } from '../messages/index.ts';
import { rangeText } from './day-range.ts';
import type { Report } from './result.ts';

type Kind = 'gain' | 'part' | 'money' | 'amount' | 'number' | 'count' | 'date' | 'text' | 'seconds' | 'range';
/** Figures of a result, in the order they are shown: field, how it is written. */
const METRICS: readonly (readonly [string, Kind])[] = [
  ['profit_total', 'gain'],
  ['profit_total_abs', 'money'],
  ['profit_total_long_abs', 'money'],
  ['profit_total_short_abs', 'money'],
  ['cagr', 'gain'],
  ['sharpe', 'number'],
  ['sortino', 'number'],
  ['calmar', 'number'],
  ['sqn', 'number'],
  ['expectancy', 'money'],
  ['expectancy_ratio', 'number'],
  ['profit_factor', 'number'],
  ['total_trades', 'count'],
  ['trades_per_day', 'number'],
  ['wins', 'count'],
  ['losses', 'count'],
  ['draws', 'count'],
  ['winrate', 'part'],
  ['max_consecutive_wins', 'count'],
  ['max_consecutive_losses', 'count'],
  ['holding_avg_s', 'seconds'],
  ['winner_holding_avg_s', 'seconds'],
  ['loser_holding_avg_s', 'seconds'],
  ['backtest_best_day_abs', 'money'],
  ['backtest_worst_day_abs', 'money'],
  ['winning_days', 'count'],
  ['losing_days', 'count'],
  ['max_drawdown_account', 'part'],
  ['max_drawdown_abs', 'amount'],
  ['drawdown_start_ts', 'date'],
  ['drawdown_end_ts', 'date'],
  ['market_change', 'gain'],
  ['starting_balance', 'amount'],
  ['final_balance', 'amount'],
  ['csum_min', 'amount'],
  ['csum_max', 'amount'],
  ['total_volume', 'amount'],
  ['avg_stake_amount', 'amount'],
  ['rejected_signals', 'count'],
  ['timedout_entry_orders', 'count'],
  ['timedout_exit_orders', 'count'],
  ['canceled_trade_entries', 'count'],
  ['canceled_entry_orders', 'count'],
  ['replaced_entry_orders', 'count'],
  ['max_open_trades', 'count'],
  ['stake_amount', 'text'],
  ['timeframe', 'text'],
  ['timerange', 'range'],
  ['stoploss', 'gain'],
  ['trailing_stop', 'text'],
  ['enable_protections', 'text'],
];

function written(value: unknown, kind: Kind, currency: string): string {
  if (value === null || value === undefined) return '–';
  if (kind === 'range') return rangeText(String(value));
  if (kind === 'text' || typeof value !== 'number') return String(value);
  if (kind === 'gain' || kind === 'part') return percent(value, kind === 'gain');
  if (kind === 'money' || kind === 'amount') return `${money(value, currency, kind === 'money')} ${currency}`;
  if (kind === 'count') return String(value);
  if (kind === 'date') return value > 0 ? clock(value) : '–';
  if (kind === 'seconds') return span(value * 1000);
  return decimal(value);
}

/** A figure of several results side by side. */
export interface MetricRow {
  readonly key: string;
  readonly label: string;
  readonly values: readonly string[];
}

export function metricRows(reports: readonly Report[]): MetricRow[] {
  return METRICS.filter(([key]) => reports.some((report) => report[key] !== undefined)).map(([key, kind]) => ({
    key,
    label: t(`metric.${key}` as TextName),
    values: reports.map((report) => written(report[key], kind, report.stake_currency)),
  }));
}
