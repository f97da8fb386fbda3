import type { Breakdown } from '../../backtest/statistics/breakdown.ts';
import { roundEven } from '../../core/statistics/even-rounding.ts';
import type { BacktestReport } from '../report/present-report.ts';
import type { ReportBreakdown, ReportRow } from '../report/present-rows.ts';
import { totalRow } from '../results/total-row.ts';
import { boxTable, type TableColumn } from './box-table.ts';
import { coins, fixed, float, general, percent } from './python-text.ts';
import { winCells } from './win-cells.ts';

const right = (title: string): TableColumn => ({ title, align: 'right' });
const left = (title: string): TableColumn => ({ title, align: 'left' });

/** A report; of its trades, no more than this is in tables. */
export type TabledReport = Omit<BacktestReport, 'trades'> & {
  readonly trades: readonly Pick<BacktestReport['trades'][number], 'pair' | 'profit_ratio'>[];
};

/** What freqtrade prints of a strategy: tables by pair, left open trades, tags and reasons, periods, and the figures. */
export function reportTables(name: string, report: TabledReport, breakdowns: readonly Breakdown[], width: number): string {
  const parts = [`Result for strategy ${name}`];
  parts.push(rowsTable('BACKTESTING REPORT', ['Pair'], 'Trades', report.results_per_pair, report, width));
  if (report.left_open_trades.length > 0)
    parts.push(rowsTable('LEFT OPEN TRADES REPORT', ['Pair'], 'Trades', report.left_open_trades, report, width));
  parts.push(rowsTable('ENTER TAG STATS', ['Enter Tag'], 'Entries', report.results_per_enter_tag, report, width));
  parts.push(rowsTable('EXIT REASON STATS', ['Exit Reason'], 'Exits', report.exit_reason_summary, report, width));
  parts.push(rowsTable('MIXED TAG STATS', ['Enter Tag', 'Exit Reason'], 'Trades', report.mix_tag_stats, report, width));
  for (const by of breakdowns) parts.push(breakdownTable(by, report.periodic_breakdown[by] ?? [], report, width));
  parts.push(report.total_trades > 0 ? metricsTable(report, width) : withoutTrades(report));
  return `${parts.join('\n')}\n`;
}

/** One line for each strategy. */
export function comparisonTable(reports: Readonly<Record<string, TabledReport>>, width: number): string {
  const entries = Object.entries(reports);
  const first = entries[0]?.[1];
  if (first === undefined) return '';
  const rows = entries.map(([name, report]) => {
    const total = totalRow(report);
    const fall = `${money(report.max_drawdown_abs, report)}  ${fixed(report.max_drawdown_account * 100, 2)}%`;
    return [name, ...resultCells(total, report), fall];
  });
  return `${boxTable('STRATEGY SUMMARY', [right('Strategy'), ...resultColumns('Trades', first), right('Drawdown')], rows, width)}\n`;
}

function resultColumns(count: string, report: TabledReport): TableColumn[] {
  return [
    right(count),
    right('Avg Profit %'),
    right(`Tot Profit ${report.stake_currency}`),
    right('Tot Profit %'),
    right('Avg Duration'),
    right(' Win  Draw  Loss  Win%'),
  ];
}

function resultCells(row: ReportRow, report: TabledReport): string[] {
  return [
    String(row.trades),
    float(row.profit_mean_pct),
    fixed(row.profit_total_abs, report.stake_currency_decimals),
    float(row.profit_total_pct),
    row.duration_avg,
    winCells(row),
  ];
}

function rowsTable(
  title: string,
  keys: readonly string[],
  count: string,
  rows: readonly ReportRow[],
  report: TabledReport,
  width: number,
): string {
  const lines = rows.map((row) => {
    const named = Array.isArray(row.key) ? row.key.map(String) : [String(row.key), ...keys.slice(1).map(() => '')];
    return [...named, ...resultCells(row, report)];
  });
  return boxTable(title, [...keys.map(right), ...resultColumns(count, report)], lines, width);
}

function breakdownTable(by: Breakdown, rows: readonly ReportBreakdown[], report: TabledReport, width: number): string {
  const lines = rows.map((row) => [
    row.date,
    String(row.trades),
    coins(row.profit_abs, report.stake_currency_decimals),
    float(roundEven(row.profit_factor, 2)),
    winCells(row),
  ]);
  const name = by[0]!.toUpperCase() + by.slice(1);
  const columns = [name, 'Trades', `Tot Profit ${report.stake_currency}`, 'Profit Factor', ' Win  Draw  Loss  Win%'];
  return boxTable(`${by.toUpperCase()} BREAKDOWN`, columns.map(right), lines, width);
}

function withoutTrades(report: TabledReport): string {
  const { starting_balance: balance, stake_amount: stake } = report;
  return `No trades made. Your starting balance was ${money(balance, report)}, and your stake was ${typeof stake === 'number' ? money(stake, report) : stake}.`;
}

function metricsTable(report: TabledReport, width: number): string {
  const rows: [string, string][] = [
    ['Backtesting from', report.backtest_start],
    ['Backtesting to', report.backtest_end],
    ['Trading Mode', tradingMode(report)],
    ['Max open trades', String(report.max_open_trades)],
    ['', ''],
    ['Total/Daily Avg Trades', `${report.total_trades} / ${float(report.trades_per_day)}`],
    ['Starting balance', money(report.starting_balance, report)],
  ];
  rows.push(...profitMetrics(report), ['', ''], ...tradeMetrics(report), ['', ''], ...balanceMetrics(report));
  return boxTable('SUMMARY METRICS', [left('Metric'), left('Value')], rows, width);
}

function profitMetrics(report: TabledReport): [string, string][] {
  const sides: [string, string][] =
    report.trade_count_short === 0
      ? []
      : [
          ['', ''],
          ['Long / Short trades', `${report.trade_count_long} / ${report.trade_count_short}`],
          ['Long / Short profit %', `${percent(report.profit_total_long)} / ${percent(report.profit_total_short)}`],
          [
            `Long / Short profit ${report.stake_currency}`,
            `${fixed(report.profit_total_long_abs, report.stake_currency_decimals)} / ${fixed(report.profit_total_short_abs, report.stake_currency_decimals)}`,
          ],
        ];
  return [
    ['Final balance', money(report.final_balance, report)],
    ['Absolute profit', money(report.profit_total_abs, report)],
    ['Total profit %', percent(report.profit_total)],
    ['CAGR %', percent(report.cagr)],
    ['Sharpe (closed trades)', fixed(report.sharpe, 2)],
    ['Sortino (closed trades)', fixed(report.sortino, 2)],
    ['Calmar (closed trades)', fixed(report.calmar, 2)],
    ['SQN', fixed(report.sqn, 2)],
    ['Mean profit p-value', general(report.p_value, 4)],
    ['Profit factor', fixed(report.profit_factor, 2)],
    ['Expectancy (Ratio)', `${fixed(report.expectancy, 2)} (${fixed(report.expectancy_ratio, 2)})`],
    ['Avg. daily profit', money(report.profit_total_abs / Math.max(1, report.backtest_days), report)],
    ['Avg. stake amount', money(report.avg_stake_amount, report)],
    ['Market change', percent(report.market_change)],
    ['Total trade volume', money(report.total_volume, report)],
    ...sides,
  ];
}

function tradeMetrics(report: TabledReport): [string, string][] {
  const ratio = ({ profit_ratio }: { readonly profit_ratio: number | null }) => profit_ratio ?? 0;
  const best = report.trades.reduce((top, trade) => (ratio(trade) > ratio(top) ? trade : top));
  const worst = report.trades.reduce((low, trade) => (ratio(trade) < ratio(low) ? trade : low));
  const pair = (row: ReportRow | null) => (row === null ? '' : `${String(row.key)} ${percent(row.profit_total)}`);
  const replaced: [string, string][] =
    report.canceled_entry_orders + report.canceled_trade_entries === 0
      ? []
      : [
          [
            'Canceled Entry orders',
            `${report.canceled_entry_orders} (${report.replaced_entry_orders} replaced, ${report.canceled_trade_entries} trades)`,
          ],
        ];
  return [
    ['Best Pair', pair(report.best_pair)],
    ['Worst Pair', pair(report.worst_pair)],
    ['Best trade', `${best.pair} ${percent(ratio(best))}`],
    ['Worst trade', `${worst.pair} ${percent(ratio(worst))}`],
    ['Best day', money(report.backtest_best_day_abs, report)],
    ['Worst day', money(report.backtest_worst_day_abs, report)],
    ['Days win/draw/lose', `${report.winning_days} / ${report.draw_days} / ${report.losing_days}`],
    ['Min/Max/Avg. Duration Winners', `${report.winner_holding_min} / ${report.winner_holding_max} / ${report.winner_holding_avg}`],
    ['Min/Max/Avg. Duration Losers', `${report.loser_holding_min} / ${report.loser_holding_max} / ${report.loser_holding_avg}`],
    ['Max Consecutive Wins / Loss', `${report.max_consecutive_wins} / ${report.max_consecutive_losses}`],
    ['Rejected Entry signals', String(report.rejected_signals)],
    ['Entry/Exit Timeouts', `${report.timedout_entry_orders} / ${report.timedout_exit_orders}`],
    ...replaced,
  ];
}

function balanceMetrics(report: TabledReport): [string, string][] {
  const wallet = report.wallet_stats;
  const rows: [string, string][] = [
    ['Min/Max balance (closed trades)', `${money(report.csum_min, report)} / ${money(report.csum_max, report)}`],
    ['Max % of account underwater', percent(report.max_relative_drawdown)],
    ['Absolute drawdown', `${money(report.max_drawdown_abs, report)} (${percent(report.max_drawdown_account)})`],
    ['Drawdown duration', report.drawdown_duration],
    ['Profit at drawdown start', money(report.max_drawdown_high, report)],
    ['Profit at drawdown end', money(report.max_drawdown_low, report)],
    ['Drawdown start', report.drawdown_start],
    ['Drawdown end', report.drawdown_end],
  ];
  if (wallet === null) return rows;
  return [
    ...rows,
    ['', ''],
    ['Wallet based Metrics', ''],
    ['Min/Max balance (wallet balance)', `${money(wallet.low_balance, report)} / ${money(wallet.high_balance, report)}`],
    ['Min/Max balance dates (wallet balance)', `${wallet.low_date} / ${wallet.high_date}`],
    ['Max % of account underwater (balance)', percent(wallet.max_relative_drawdown)],
    ['Absolute drawdown (wallet balance)', `${money(wallet.max_drawdown_abs, report)} (${percent(wallet.max_drawdown_account)})`],
    ['Drawdown duration', wallet.drawdown_duration],
    ['Profit at drawdown start', money(wallet.max_drawdown_high, report)],
    ['Profit at drawdown end', money(wallet.max_drawdown_low, report)],
    ['Drawdown start', wallet.drawdown_start],
    ['Drawdown end', wallet.drawdown_end],
    ['Sharpe (daily wallet balance)', fixed(wallet.sharpe, 2)],
    ['Sortino (daily wallet balance)', fixed(wallet.sortino, 2)],
    ['Calmar (daily wallet balance)', fixed(wallet.calmar, 2)],
  ];
}

function tradingMode({ trading_mode, margin_mode }: TabledReport): string {
  const capital = (text: string) => (text === '' ? '' : text[0]!.toUpperCase() + text.slice(1));
  return trading_mode === 'spot' ? 'Spot' : `${capital(margin_mode)} ${capital(trading_mode)}`;
}

function money(value: number, report: TabledReport): string {
  return `${coins(value, report.stake_currency_decimals)} ${report.stake_currency}`;
}
