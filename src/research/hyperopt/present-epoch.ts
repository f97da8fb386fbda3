import type { PointValue } from '../../samplers/space.ts';
import { type BacktestReport, presentReport } from '../report/present-report.ts';
import { fixed, percent } from '../tables/python-text.ts';
import type { EpochOutcome } from './epoch-runner.ts';
import type { ParameterGroups } from './parameters-of-point.ts';

/** What one try was and did, as freqtrade's result files have it. Source: tests/golden/hyperopt. */
export interface EpochRecord {
  readonly loss: number;
  /** Of searches for several things at once: each loss by its name. */
  readonly losses?: Readonly<Record<string, number>>;
  readonly params_dict: Readonly<Record<string, PointValue>>;
  readonly params_details: ParameterGroups;
  readonly params_not_optimized: ParameterGroups;
  readonly results_metrics: EpochMetrics;
  readonly results_explanation: string;
  readonly total_profit: number;
  /** Names of parameters that are binary numbers, even if they look whole; files have their values written so. */
  readonly floats: ReadonlySet<string>;
  /** From 1 on. */
  readonly current_epoch: number;
  /** Whether it was one of the first, which are chosen by chance. */
  readonly is_initial_point: boolean;
  /** Whether none before was better. */
  readonly is_best: boolean;
  readonly is_random: boolean;
  readonly fthypt_fileversion: number;
}

/** A report without what a search does not keep. */
export type EpochMetrics = Omit<BacktestReport, 'periodic_breakdown' | 'wallet_stats' | 'trades'> & {
  readonly trades: readonly Omit<BacktestReport['trades'][number], 'weekday'>[];
  readonly wallet_stats?: object;
};

/** What is known of a try before it has its place among the others. */
export type EpochResult = Omit<EpochRecord, 'current_epoch' | 'is_initial_point' | 'is_best' | 'is_random' | 'fthypt_fileversion'>;

export function presentEpoch({ parameters, losses, figures }: EpochOutcome, lossNames: readonly string[]): EpochResult {
  const { periodic_breakdown: _periods, wallet_stats: _wallet, ...report } = presentReport(figures);
  const metrics: EpochMetrics = {
    ...report,
    trades: report.trades.map(({ weekday: _weekday, ...trade }) => trade),
    wallet_stats: {},
  };
  return {
    loss: losses[0]!,
    ...(losses.length > 1 ? { losses: Object.fromEntries(lossNames.map((name, index) => [name, losses[index]!])) } : {}),
    params_dict: parameters.point,
    params_details: parameters.searched,
    params_not_optimized: parameters.unsearched,
    results_metrics: metrics,
    results_explanation: explanationOf(metrics),
    total_profit: metrics.profit_total,
    floats: parameters.floats,
  };
}

/** One line on a try, as freqtrade has it. */
export function explanationOf(metrics: EpochMetrics): string {
  const { total_trades: trades, wins, draws, losses, stake_currency: currency } = metrics;
  const profit = fixed(metrics.profit_total_abs, 8).padStart(11);
  return `${String(trades).padStart(6)} trades. ${wins}/${draws}/${losses} Wins/Draws/Losses. Avg profit ${percent(metrics.profit_mean).padStart(7)}. Median profit ${percent(metrics.profit_median).padStart(7)}. Total profit ${profit} ${currency} (${percent(metrics.profit_total).padStart(8)}). Avg duration ${metrics.holding_avg} min.`;
}
