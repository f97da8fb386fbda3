import type { EpochResult } from './present-epoch.ts';

/** What a try did, as files of a search beside its tries have it. Ratios, 0.01 = 1 %; amounts in stake currency. */
export interface StoredFigures {
  readonly loss: number;
  readonly loss_values: readonly number[];
  readonly total_trades: number;
  readonly wins: number;
  readonly draws: number;
  readonly losses: number;
  readonly profit_mean: number;
  readonly profit_total: number;
  readonly profit_total_abs: number;
  readonly max_drawdown_abs: number;
  readonly max_drawdown_account: number;
  /** As a report has it: `16:31:00`. */
  readonly holding_avg: string;
  readonly stake_currency: string;
}

export function storedFigures({ loss, losses: named, results_metrics: metrics }: EpochResult): StoredFigures {
  return {
    loss,
    loss_values: named === undefined ? [loss] : Object.values(named),
    total_trades: metrics.total_trades,
    wins: metrics.wins,
    draws: metrics.draws,
    losses: metrics.losses,
    profit_mean: metrics.profit_mean,
    profit_total: metrics.profit_total,
    profit_total_abs: metrics.profit_total_abs,
    max_drawdown_abs: metrics.max_drawdown_abs,
    max_drawdown_account: metrics.max_drawdown_account,
    holding_avg: metrics.holding_avg,
    stake_currency: metrics.stake_currency,
  };
}
