import { type Drawdown, drawdownOf } from './drawdown.ts';
import { roundEven } from './even-rounding.ts';
import { pairwiseMean, pairwiseSum } from './sums.ts';

/** A closed trade as statistics see it, in the order of closing. Profit in stake currency; times ms since epoch, UTC. */
export interface ClosedProfit {
  readonly closeDate: number;
  readonly profitAbs: number;
}

const DAYS_PER_YEAR = 365;
/** What freqtrade gives where a ratio has no spread to divide by. */
const NO_SPREAD = -100;

/** Whole days of a period, at least one. */
function periodDays(from: number, to: number): number {
  return Math.max(1, Math.floor((to - from) / 86_400_000));
}

/** Source: tests/golden/trade-mode.json.gz `profit`. */
export function sharpeRatio(profits: readonly number[], from: number, to: number, startingBalance: number): number {
  if (from === to) return 0;
  const returns = profits.map((profit) => profit / startingBalance);
  return annualised(returns, returns, periodDays(from, to));
}

/** As Sharpe, with the spread of the losses only. */
export function sortinoRatio(profits: readonly number[], from: number, to: number, startingBalance: number): number {
  if (from === to) return 0;
  const returns = profits.map((profit) => profit / startingBalance);
  return annualised(
    returns,
    returns.filter((value) => value < 0),
    periodDays(from, to),
  );
}

/** Mean return per period over a spread, for a year; -100 without a spread. */
export function annualised(returns: readonly number[], spreadOf: readonly number[], periods: number): number {
  if (returns.length === 0) return 0;
  const mean = pairwiseSum(returns) / periods;
  const spread = standardDeviation(spreadOf, 0);
  return spread > 0 ? (mean / spread) * Math.sqrt(DAYS_PER_YEAR) : NO_SPREAD;
}

/** System quality number, four decimals. */
export function systemQuality(profits: readonly number[]): number {
  if (profits.length === 0) return 0;
  const mean = pairwiseMean(profits);
  const spread = standardDeviation(profits, 1);
  return spread > 0 ? roundEven(Math.sqrt(profits.length) * (mean / spread), 4) : NO_SPREAD;
}

/** Yearly return in percent over the largest drawdown. */
export function calmarRatio(profits: readonly number[], from: number, to: number, startingBalance: number, maxDrawdown: number): number {
  if (from === to) return 0;
  if (profits.length === 0) return 0;
  const total = pairwiseSum(profits) / startingBalance;
  return calmarOfTotal(total, periodDays(from, to), maxDrawdown);
}

/** @param total gain over the starting balance, ratio */
export function calmarOfTotal(total: number, days: number, maxDrawdown: number): number {
  return maxDrawdown > 0 ? (((total / days) * 100) / maxDrawdown) * Math.sqrt(DAYS_PER_YEAR) : NO_SPREAD;
}

/** Compound annual growth, ratio. */
export function annualGrowth(days: number, startingBalance: number, finalBalance: number): number {
  if (finalBalance < 0 || startingBalance <= 0) return 0;
  return (finalBalance / startingBalance) ** (1 / (Math.max(1, days) / DAYS_PER_YEAR)) - 1;
}

/** Expected profit of one trade in stake currency, and per unit of average loss. */
export function expectancy(profits: readonly number[]): { expectancy: number; ratio: number } {
  if (profits.length === 0) return { expectancy: 0, ratio: 100 };
  const wins = profits.filter((profit) => profit > 0);
  const losses = profits.filter((profit) => profit < 0);
  const averageWin = pairwiseMean(wins);
  const averageLoss = Math.abs(pairwiseMean(losses));
  const winRate = wins.length / profits.length;
  const lossRate = losses.length / profits.length;
  const ratio = averageLoss > 0 ? (1 + averageWin / averageLoss) * winRate - 1 : 100;
  return { expectancy: averageWin * winRate - averageLoss * lossRate, ratio };
}

/** The drawdown of an account by its closed trades. */
export function drawdownOfTrades(closed: readonly ClosedProfit[], startingBalance: number): Drawdown {
  let value = 0;
  const points = closed.map(({ closeDate, profitAbs }) => {
    value += profitAbs;
    return { at: closeDate, value };
  });
  return drawdownOf(points, startingBalance);
}

function standardDeviation(values: readonly number[], freedom: 0 | 1): number {
  if (values.length <= freedom) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - freedom));
}
