import { boxTable, type TableColumn } from '../tables/box-table.ts';
import { fixed, percent } from '../tables/python-text.ts';
import type { SweepRow } from './sweep-row.ts';

/** Every parameter that a row has. */
function parameterNames(rows: readonly SweepRow[]): string[] {
  return [...new Set(rows.flatMap(({ params }) => Object.keys(params)))];
}

/** The best first, as they come. */
export function sweepTable(rows: readonly SweepRow[], width: number): string {
  const names = parameterNames(rows);
  const left = (title: string): TableColumn => ({ title, align: 'left' });
  const right = (title: string): TableColumn => ({ title, align: 'right' });
  const columns = [
    ...[left('Strategy'), left('Timeframe'), left('Timerange'), ...names.map(right)],
    ...['Trades', 'Win %', 'Avg Profit %', 'Tot Profit', 'Tot Profit %', 'Drawdown', 'Sharpe', 'Profit Factor'].map(right),
  ];
  const cells = rows.map((row) => [
    ...[row.strategy, row.timeframe, row.timerange === '' ? 'all' : row.timerange],
    ...names.map((name) => (Object.hasOwn(row.params, name) ? String(row.params[name]) : '-')),
    String(row.total_trades),
    percent(row.winrate),
    percent(row.profit_mean),
    `${fixed(row.profit_total_abs, 3)} ${row.stake_currency}`,
    percent(row.profit_total),
    percent(row.max_drawdown_account),
    fixed(row.sharpe, 2),
    fixed(row.profit_factor, 2),
  ]);
  return boxTable('SWEEP', columns, cells, width);
}

/** With a line of names, and a column for each parameter. */
export function sweepCsv(rows: readonly SweepRow[]): string {
  const names = parameterNames(rows);
  const figures = Object.keys(rows[0] ?? {}).filter((name) => name !== 'params' && name !== 'key') as (keyof SweepRow)[];
  const cell = (value: unknown): string => {
    const text = value === undefined || value === null ? '' : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = rows.map((row) => [...figures.map((name) => cell(row[name])), ...names.map((name) => cell(row.params[name]))]);
  return [[...figures, ...names], ...lines].map((line) => `${line.join(',')}\n`).join('');
}
