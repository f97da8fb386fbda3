import type { Point } from '../../samplers/space.ts';
import type { EpochMetrics } from '../hyperopt/present-epoch.ts';

/** What a combination came to, a line of a sweep's file. Ratios: 0.01 = 1 %; amounts in stake currency. */
export interface SweepRow {
  /** Digest of all that the figures depend on: strategy, parameters, configuration, candles, version. */
  readonly key: string;
  readonly version: string;
  readonly strategy: string;
  readonly timeframe: string;
  readonly timerange: string;
  readonly params: Point;
  readonly backtest_start: string;
  readonly backtest_end: string;
  readonly total_trades: number;
  readonly wins: number;
  readonly draws: number;
  readonly losses: number;
  readonly winrate: number;
  readonly profit_mean: number;
  readonly profit_total: number;
  readonly profit_total_abs: number;
  readonly profit_factor: number;
  readonly max_drawdown_account: number;
  readonly max_drawdown_abs: number;
  readonly sharpe: number;
  readonly sortino: number;
  readonly calmar: number;
  readonly expectancy: number;
  readonly cagr: number;
  readonly market_change: number;
  readonly holding_avg: string;
  readonly stake_currency: string;
}

/** What tells a combination from others. */
export type SweepPlace = Pick<SweepRow, 'key' | 'version' | 'strategy' | 'timeframe' | 'timerange' | 'params'>;

export function sweepRow(place: SweepPlace, metrics: EpochMetrics): SweepRow {
  const { backtest_start, backtest_end, total_trades, wins, draws, losses, winrate, profit_mean, profit_total, profit_total_abs } = metrics;
  const { profit_factor, max_drawdown_account, max_drawdown_abs, sharpe, sortino, calmar, expectancy, cagr } = metrics;
  const { market_change, holding_avg, stake_currency } = metrics;
  return {
    ...place,
    ...{ backtest_start, backtest_end, total_trades, wins, draws, losses, winrate, profit_mean, profit_total, profit_total_abs },
    ...{ profit_factor, max_drawdown_account, max_drawdown_abs, sharpe, sortino, calmar, expectancy, cagr },
    ...{ market_change, holding_avg, stake_currency },
  };
}

/** By what rows are sorted: the best first. */
export const SWEEP_ORDERS = {
  profit: (row: SweepRow) => row.profit_total,
  trades: (row: SweepRow) => row.total_trades,
  winrate: (row: SweepRow) => row.winrate,
  profit_factor: (row: SweepRow) => row.profit_factor,
  drawdown: (row: SweepRow) => -row.max_drawdown_account,
  sharpe: (row: SweepRow) => row.sharpe,
  sortino: (row: SweepRow) => row.sortino,
  calmar: (row: SweepRow) => row.calmar,
  expectancy: (row: SweepRow) => row.expectancy,
} as const;
export type SweepSorting = keyof typeof SWEEP_ORDERS;

/** The best first; of equals, by what they are, so that the order is the same whoever was faster. */
export function sortedRows(rows: readonly SweepRow[], by: SweepSorting): SweepRow[] {
  const figure = SWEEP_ORDERS[by];
  const nameOf = ({ strategy, timeframe, timerange, params }: SweepRow): string => JSON.stringify([strategy, timeframe, timerange, params]);
  return rows.toSorted((a, b) => figure(b) - figure(a) || (nameOf(a) < nameOf(b) ? -1 : 1));
}
