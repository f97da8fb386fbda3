import { pairwiseMean, pairwiseSum } from '../../core/statistics/sums.ts';
import type { LossInput } from './loss.ts';

const DAY = 86_400_000;
const YEAR = Math.sqrt(365);
/** Taken off each trade for the difference between the price that was hoped for and the one that comes, ratio. */
const SLIPPAGE = 0.0005;
/** What stands for a ratio without a spread, so that it is not taken for a good one. */
const NO_SPREAD = -20;

/** Profit ratios of the trades that closed on each day of the period, slippage taken off. */
export function dailyReturns({ trades, minDate, maxDate }: Pick<LossInput, 'trades' | 'minDate' | 'maxDate'>): number[] {
  const first = Math.floor(minDate / DAY);
  const days = new Array<number>(Math.max(1, Math.floor(maxDate / DAY) - first + 1)).fill(0);
  for (const { closeDate, profitRatio } of trades) {
    const day = Math.floor(closeDate / DAY) - first;
    if (day >= 0 && day < days.length) days[day]! += profitRatio - SLIPPAGE;
  }
  return days;
}

export function sharpeOfDays(days: readonly number[]): number {
  const middle = pairwiseMean(days);
  const spread = Math.sqrt(pairwiseSum(days.map((day) => (day - middle) ** 2)) / (days.length - 1));
  return spread === 0 ? NO_SPREAD : (middle / spread) * YEAR;
}

/** As Sharpe, with the days that lost alone. */
export function sortinoOfDays(days: readonly number[]): number {
  const spread = Math.sqrt(pairwiseSum(days.map((day) => Math.min(0, day) ** 2)) / days.length);
  return spread === 0 ? NO_SPREAD : (pairwiseMean(days) / spread) * YEAR;
}
