import type { EpochRecord } from './present-epoch.ts';

/** Which tries are wanted; null (and 0 trades) for all. Limits themselves are left out, as freqtrade has it. */
export interface EpochFilters {
  readonly onlyBest: boolean;
  readonly onlyProfitable: boolean;
  readonly minTrades: number;
  readonly maxTrades: number;
  /** Minutes. */
  readonly minAvgTime: number | null;
  readonly maxAvgTime: number | null;
  /** Percent. */
  readonly minAvgProfit: number | null;
  readonly maxAvgProfit: number | null;
  /** Stake currency. */
  readonly minTotalProfit: number | null;
  readonly maxTotalProfit: number | null;
  /** The worst loss that is wanted, and the best: what is asked for is between them, or beyond each where one stands alone. */
  readonly minObjective: number | null;
  readonly maxObjective: number | null;
}

export const ALL_EPOCHS: EpochFilters = {
  onlyBest: false,
  onlyProfitable: false,
  minTrades: 0,
  maxTrades: 0,
  minAvgTime: null,
  maxAvgTime: null,
  minAvgProfit: null,
  maxAvgProfit: null,
  minTotalProfit: null,
  maxTotalProfit: null,
  minObjective: null,
  maxObjective: null,
};

/** Whether a try is wanted. Source: freqtrade 2026.9. */
export function isWanted({ is_best, loss, results_metrics: metrics }: EpochRecord, filters: EpochFilters): boolean {
  const { minTrades, maxTrades } = filters;
  if (filters.onlyBest && !is_best) return false;
  if (filters.onlyProfitable && !(metrics.profit_total > 0)) return false;
  const trades = metrics.total_trades;
  if (minTrades > 0 && !(trades > minTrades)) return false;
  if (maxTrades > 0 && !(trades < maxTrades)) return false;
  const minutes = Math.floor((metrics.holding_avg_s ?? 0) / 60);
  const limits: readonly (readonly [value: number, above: number | null, below: number | null])[] = [
    [minutes, filters.minAvgTime, filters.maxAvgTime],
    [metrics.profit_mean * 100, filters.minAvgProfit, filters.maxAvgProfit],
    [metrics.profit_total_abs, filters.minTotalProfit, filters.maxTotalProfit],
    // the smaller, the better: the least that is wanted is the largest loss
    [loss, filters.maxObjective, filters.minObjective],
  ];
  return limits.every(([value, above, below]) => {
    if (above === null && below === null) return true;
    return trades > 0 && (above === null || value > above) && (below === null || value < below);
  });
}
