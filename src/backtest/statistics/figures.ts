import { roundTo } from '../../core/market/decimal.ts';
import { quicksortOrder } from '../../core/statistics/close-order.ts';
import { type Drawdown, drawdownOf } from '../../core/statistics/drawdown.ts';
import { roundHalfEven } from '../../core/statistics/even-rounding.ts';
import { meanSignificance } from '../../core/statistics/significance.ts';
import { annualGrowth, calmarRatio, expectancy, sharpeRatio, sortinoRatio, systemQuality } from '../../core/statistics/summary.ts';
import { pairwiseMean, pairwiseSum } from '../../core/statistics/sums.ts';
import type { Trade } from '../../core/trade/trade.ts';

/** A closed trade as statistics see it. */
export interface TradeResult {
  readonly pair: string;
  readonly isShort: boolean;
  readonly enterTag: string;
  readonly exitReason: string;
  readonly openDate: number;
  readonly closeDate: number;
  readonly profitAbs: number;
  /** 0.01 = 1 % */
  readonly profitRatio: number;
  /** Whole minutes. */
  readonly minutes: number;
  readonly stake: number;
  /** What its orders moved. */
  readonly volume: number;
}

/** Days and money that ratios refer to. */
export interface Period {
  readonly start: number;
  readonly end: number;
  readonly startingBalance: number;
}

export function tradeResult(trade: Readonly<Trade>): TradeResult {
  const closeDate = trade.closeDate ?? trade.openDate;
  return {
    pair: trade.pair,
    isShort: trade.isShort,
    enterTag: trade.enterTag ?? '',
    exitReason: trade.exitReason ?? '',
    openDate: trade.openDate,
    closeDate,
    profitAbs: trade.closeProfitAbs ?? 0,
    profitRatio: trade.closeProfit ?? 0,
    minutes: Math.floor((closeDate - trade.openDate) / 60_000),
    stake: roundTo(trade.stakeAmount, 8),
    volume: trade.orders.reduce((sum, order) => sum + (order.cost ?? 0), 0),
  };
}

export function outcomes(results: readonly Pick<TradeResult, 'profitAbs'>[]): { wins: number; draws: number; losses: number } {
  const wins = results.filter(({ profitAbs }) => profitAbs > 0).length;
  const losses = results.filter(({ profitAbs }) => profitAbs < 0).length;
  return { wins, draws: results.length - wins - losses, losses };
}

/** Sum of gains over sum of losses; 0 without a loss. */
export function profitFactor(results: readonly Pick<TradeResult, 'profitAbs'>[]): number {
  const gains = pairwiseSum(results.filter(({ profitAbs }) => profitAbs > 0).map(({ profitAbs }) => profitAbs));
  const losses = Math.abs(pairwiseSum(results.filter(({ profitAbs }) => profitAbs < 0).map(({ profitAbs }) => profitAbs)));
  return losses === 0 ? 0 : gains / losses;
}

/** The drawdown of the balance by results in the order of their closing; high and low are gains over the start. */
export function drawdownOfResults(results: readonly TradeResult[], startingBalance: number): Drawdown {
  let gain = 0;
  const points = byCloseDate(results).map(({ closeDate, profitAbs }) => {
    gain += profitAbs;
    return { at: closeDate, value: gain };
  });
  return drawdownOf(points, startingBalance);
}

export function byCloseDate(results: readonly TradeResult[]): TradeResult[] {
  return quicksortOrder(results.map(({ closeDate }) => closeDate)).map((index) => results[index]!);
}

/** The ratios that a total and each row of a table have. */
export function ratios(results: readonly TradeResult[], period: Period, fall: Drawdown) {
  const profits = results.map(({ profitAbs }) => profitAbs);
  const { start, end, startingBalance } = period;
  const expected = expectancy(profits);
  return {
    cagr: annualGrowth(Math.floor((end - start) / 86_400_000), startingBalance, startingBalance + pairwiseSum(profits)),
    expectancy: expected.expectancy,
    expectancyRatio: expected.ratio,
    sortino: sortinoRatio(profits, start, end, startingBalance),
    sharpe: sharpeRatio(profits, start, end, startingBalance),
    calmar: calmarRatio(profits, start, end, startingBalance, fall.ratio),
    sqn: systemQuality(profits),
    pValue: meanSignificance(profits),
  };
}

/** A row of the tables by pair, tag or reason. Ratios: 0.01 = 1 %; amounts in stake currency. */
export type ResultRow = ReturnType<typeof resultRow>;

export function resultRow(key: string | readonly string[], results: readonly TradeResult[], period: Period) {
  const profitAbs = pairwiseSum(results.map(({ profitAbs: profit }) => profit));
  const counts = outcomes(results);
  const fall = drawdownOfResults(results, period.startingBalance);
  return {
    key,
    trades: results.length,
    profitMean: pairwiseMean(results.map(({ profitRatio }) => profitRatio)),
    profitAbs,
    profitRatio: profitAbs / period.startingBalance,
    /** Whole minutes; null without a trade. */
    averageMinutes: results.length === 0 ? null : roundHalfEven(pairwiseMean(results.map(({ minutes }) => minutes))),
    ...counts,
    winRate: results.length === 0 ? 0 : counts.wins / results.length,
    ratios: ratios(results, period, fall),
    profitFactor: profitFactor(results),
    fall,
  };
}
