import { fixed, float, literal, percent } from '../tables/python-text.ts';
import { WORST_LOSS } from './epoch-runner.ts';
import type { EpochRecord } from './present-epoch.ts';

const COLUMNS = [
  ...['Best', 'Epoch', 'Trades', 'Avg profit', 'Median profit', 'Total profit', 'Stake currency', 'Profit', 'Avg duration'],
  ...['Trade count long', 'Trade count short', 'Max drawdown', 'Max drawdown percent', 'Objective'],
];

/** Tries as freqtrade's `--export-csv` writes them, one line each. Source: tests/golden/hyperopt/list.csv. */
export function epochCsv(records: readonly EpochRecord[]): string {
  const names = [...new Set(records.flatMap(({ params_dict: point }) => Object.keys(point)))];
  const parameters = names.map((name) => {
    const isFloat = records.some(({ floats }) => floats.has(name));
    return columnOf(
      records.map(({ params_dict: point }) => point[name]),
      isFloat,
    );
  });
  const lines = records.map((record, index) => [...figures(record), ...parameters.map((column) => column[index]!)].map(quoted).join(','));
  return `${[[...COLUMNS, ...names].map(quoted).join(','), ...lines].join('\n')}\n`;
}

function figures({ is_best, is_initial_point, current_epoch, loss, results_metrics: metrics }: EpochRecord): string[] {
  return [
    `${is_initial_point ? '*' : ''}${is_best ? `${is_initial_point ? ' ' : ''}Best` : ''}`,
    String(current_epoch),
    String(metrics.total_trades),
    percent(metrics.profit_mean, true),
    float(metrics.profit_median * 100),
    metrics.profit_total === 0 ? '' : fixed(metrics.profit_total, 8, true),
    metrics.stake_currency,
    fixed(metrics.profit_total_abs, 2, true),
    metrics.holding_avg,
    String(metrics.trade_count_long),
    String(metrics.trade_count_short),
    float(metrics.max_drawdown_abs),
    percent(metrics.max_drawdown_account, true),
    loss === WORST_LOSS ? '' : fixed(loss, 5, true),
  ];
}

/** Numbers of one column are all written as binary ones where one of them is no whole number. */
function columnOf(values: readonly unknown[], isFloat: boolean): string[] {
  const isBinary = isFloat || values.some((value) => typeof value === 'number' && !Number.isInteger(value));
  return values.map((value) => {
    if (value === null || value === undefined) return '';
    return typeof value === 'number' && isBinary ? float(value) : literal(value);
  });
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
